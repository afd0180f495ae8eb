"""From what a person holds in hand to the page about it."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hegui import controls
from hegui.bilingual import Bilingual
from hegui.cases import parse_number
from hegui.console import runtime
from hegui.errors import CaseError
from hegui.law import Law
from hegui.law.search import search as find_in_law
from hegui.records.models import Case

__all__ = ["find", "one", "search"]

_RECEIPT: Final = re.compile(r"r-[A-Za-z0-9]{1,60}")
_SHOWN: Final = 30


@require_safe
def one(request: HttpRequest, id_: str) -> HttpResponse:
    """Go to the entry of a receipt, or say that there is none."""
    entry = runtime.current().reader.by_receipt(id_)
    if entry is not None:
        return redirect("entry", entry.seq)
    return render(request, "receipts/none.html", {"room": "ledger", "id": id_}, status=404)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Go to the receipt that was typed; without one, ask for it."""
    typed = request.GET.get("id", "").strip()
    if _RECEIPT.fullmatch(typed):
        return redirect("receipt", typed)
    return render(request, "receipts/none.html", {"room": "ledger", "id": typed[:80]})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Go straight to what was meant when it is an id; otherwise list what fits."""
    query = request.GET.get("q", "").strip()[:200]
    parts = runtime.current()
    if _RECEIPT.fullmatch(query):
        return redirect("receipt", query)
    if (page := _in_law(query, parts.law)) is not None:
        return redirect(page, query)
    if any(control.name == query for control in controls.ALL):
        return redirect("control", query)
    if query.isascii() and query.isdigit() and len(query) < 19 and int(query) < parts.reader.size():
        return redirect("entry", int(query))
    if (case := _case(query)) is not None:
        return redirect("case", case.number)
    duties = [
        duty
        for duty in parts.law.obligations.values()
        if _fits(query, duty.id, duty.title, duty.must)
    ]
    claims = [control for control in controls.ALL if _fits(query, control.name, control.claim)]
    cases = Case.objects.filter(number__icontains=query)[:_SHOWN] if query else []
    return render(
        request,
        "receipts/search.html",
        {
            "room": "search",
            "query": query,
            "duties": duties[:_SHOWN],
            "in_law": len(find_in_law(parts.law, query)),
            "controls": claims[:_SHOWN],
            "cases": cases,
        },
    )


def _in_law(query: str, law: Law) -> str | None:
    """Return the name of the page that an id of the law leads to, or None when it is none."""
    if query in law.obligations:
        return "obligation"
    if query in law.instruments:
        return "instrument"
    if query in law.facts:
        return "fact"
    home = law.instruments.get(query.rpartition("/")[0])
    stems = {article.stem for article in home.articles} if home else set()
    return "provision" if query.rpartition("/")[2] in stems else None


def _case(query: str) -> Case | None:
    try:
        number = parse_number(query)
    except CaseError:
        return None
    return Case.objects.filter(number=number.text).first()


def _fits(query: str, *texts: str | Bilingual) -> bool:
    whole = " ".join(
        text if isinstance(text, str) else f"{text.zh} {text.en}" for text in texts
    ).casefold()
    wanted = query.casefold().split()
    return bool(wanted) and all(word in whole for word in wanted)
