"""The ledger: its entries, newest first, and one entry with its proof."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hegui import clock
from hegui.console import runtime
from hegui.console.frame import export
from hegui.console.frame.words import VOCABULARIES
from hegui.console.ledger.happened import acts
from hegui.console.ledger.listed import listed
from hegui.console.ledger.proving import prove
from hegui.console.ledger.shown import shown
from hegui.ledger import Entry

__all__ = ["checkpoint", "every", "one", "proof"]

_PAGE: Final = 50
_EXPORT: Final = 10_000


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show entries, or hand them out as a file without payloads."""
    reader = runtime.current().reader
    kind = request.GET.get("kind", "")
    kind = kind if kind in VOCABULARIES["kind"] else ""
    ref = request.GET.get("ref", "").strip()[:200]
    before = _whole(request.GET.get("before"))
    wanted = request.GET.get("format")
    entries = reader.entries(
        kind=kind or None,
        ref=ref or None,
        before=before,
        limit=_EXPORT if wanted in {"csv", "json"} else _PAGE + 1,
    )
    if wanted == "csv":
        head = ("seq", "at", "kind", "receipt", "refs")
        return export.as_csv("ledger", head, map(_cells, entries))
    if wanted == "json":
        return export.as_json("ledger", [listed(entry) for entry in entries])
    page = entries[:_PAGE]
    return render(
        request,
        "ledger/list.html",
        {
            "room": "ledger",
            "entries": [shown(entry) for entry in page],
            "older": page[-1].seq if len(entries) > _PAGE else None,
            "is_newest": before is None,
            "size": reader.size(),
            "matching": reader.count(kind=kind or None, ref=ref or None),
            "kind": kind,
            "kinds": tuple(VOCABULARIES["kind"]),
            "ref": ref,
            "checkpoint": reader.checkpoint(),
        },
    )


def _cells(entry: Entry) -> tuple[object, ...]:
    return (entry.seq, clock.stamp(entry.at), entry.kind, entry.receipt, " ".join(entry.refs))


def _entry(seq: int) -> Entry:
    reader = runtime.current().reader
    if seq >= reader.size():
        raise Http404
    return reader.entry(seq)


@require_safe
def one(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one entry, and verify there and then that it is in the ledger."""
    parts = runtime.current()
    entry = _entry(seq)
    return render(
        request,
        "ledger/entry.html",
        {
            "room": "ledger",
            "entry": entry,
            "line": shown(entry),
            "acts": acts(entry.payload) if entry.kind == "exchange" else (),
            "envelope": entry.env.decode("utf-8", "replace"),
            "proved": prove(parts.reader, entry),
            "duties": [ref for ref in entry.refs if ref in parts.law.obligations],
            "controls": [
                ref.removeprefix("control/") for ref in entry.refs if ref.startswith("control/")
            ],
            "size": parts.reader.size(),
            "previous": seq - 1 if seq else None,
            "next": seq + 1 if seq + 1 < parts.reader.size() else None,
        },
    )


@require_safe
def proof(request: HttpRequest, seq: int) -> HttpResponse:
    """Hand out the proof of one entry as a tlog-proof file; 404 until a checkpoint covers it."""
    made = prove(runtime.current().reader, _entry(seq)).proof
    if made is None:
        return redirect("entry", seq) if request.method == "GET" else HttpResponse(status=404)
    response = HttpResponse(made.as_text(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{seq}.tlog-proof"'
    return response


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Show the newest checkpoint as it is published."""
    found = runtime.current().reader.checkpoint()
    return render(request, "ledger/checkpoint.html", {"room": "ledger", "checkpoint": found})
