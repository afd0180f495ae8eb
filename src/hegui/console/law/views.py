"""The law browser: every instrument, one instrument, one provision, and words in all of them."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hegui.console import runtime
from hegui.console.frame import asof
from hegui.console.law.listing import clauses, entries, standing
from hegui.errors import UnknownInstrument
from hegui.law import Decision, Law, applies
from hegui.law.search import search
from hegui.law.source import near

__all__ = ["every", "instrument", "provision"]

_HITS: Final = 30


def _read(request: HttpRequest) -> tuple[Law, dict[str, Decision]]:
    """Return the law as the reader wants it known, and every decision on the chosen day."""
    parts = runtime.current()
    known = asof.known(request)
    law = parts.law if known is None else parts.law.as_known(known)
    found = applies(law, parts.profile(), asof.day(request))
    return law, {decision.obligation.id: decision for decision in found}


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the instruments by jurisdiction; with words, where they occur."""
    law, decisions = _read(request)
    query = request.GET.get("q", "").strip()[:200]
    hits = Paginator(search(law, query), _HITS).get_page(request.GET.get("page"))
    return render(
        request,
        "law/list.html",
        {
            "room": "law",
            "query": query,
            "page": hits,
            "entries": () if query else entries(law, decisions, asof.day(request)).items(),
            "instruments": len(law.instruments),
            "obligations": len(law.obligations),
            "known": asof.known(request),
        },
    )


@require_safe
def instrument(request: HttpRequest, id_: str) -> HttpResponse:
    """Show one instrument: what it is, its days, and its provisions in our words."""
    law, decisions = _read(request)
    found = law.instruments.get(id_)
    if found is None:
        raise UnknownInstrument(id_, near=near(id_, law.instruments))
    on = asof.day(request)
    return render(
        request,
        "law/instrument.html",
        {
            "room": "law",
            "law": law,
            "instrument": found,
            "standing": standing(found, on),
            "clauses": clauses(found, decisions, on),
            "before": [law.instruments[each] for each in found.succeeds if each in law.instruments],
            "after": [each for each in law.instruments.values() if id_ in each.succeeds],
            "known": asof.known(request),
        },
    )


@require_safe
def provision(request: HttpRequest, id_: str) -> HttpResponse:
    """Show one provision: what it said when, how we read it, its duties and penalties."""
    law, decisions = _read(request)
    home, _sep, stem = id_.rpartition("/")
    found = law.instruments.get(home)
    article = None if found is None else found.article(stem)
    if found is None or article is None or article.stem != stem:
        names = [f"{home}/{each.stem}" for each in found.articles] if found else law.instruments
        raise UnknownInstrument(id_, near=near(id_, names))
    on = asof.day(request)
    return render(
        request,
        "law/provision.html",
        {
            "room": "law",
            "id": id_,
            "instrument": found,
            "article": article,
            "expression": article.expression(on),
            "decisions": [decisions[each] for each in article.obligations],
            "known": asof.known(request),
        },
    )
