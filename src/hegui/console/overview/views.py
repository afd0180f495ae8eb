"""How things stand, in one sentence, one bar and one list of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hegui import clock
from hegui.audit.posture import Posture, Row
from hegui.cases import State
from hegui.console import runtime
from hegui.console.frame import asof
from hegui.console.frame.standing import posture_on
from hegui.console.ledger.shown import Shown, shown
from hegui.console.overview.bar import ORDER, pieces
from hegui.controls.base import Status
from hegui.records.models import Case

__all__ = ["page"]

_WORK_SHOWN: Final = 8
_DECISIONS_SHOWN: Final = 8
_URGENCY: Final = (Status.FAILING, Status.STALE, Status.UNKNOWN)


def _work(posture: Posture) -> Sequence[Row]:
    """Return what waits for a person: failing first, then stale, then unknown."""
    waiting = [row for row in posture.rows if row.status is not Status.OK]
    return sorted(waiting, key=lambda row: (_URGENCY.index(row.status), not row.needs_person))


def _acts() -> list[tuple[str, int]]:
    """Return how often the gateway was asked and what it did, in the last 30 days."""
    reader = runtime.current().reader
    since = clock.now() - timedelta(days=30)
    return [
        (outcome, reader.count(ref=f"outcome/{outcome}", since=since))
        for outcome in ("served", "refused", "upstream-error", "client-gone", "failed")
    ]


def _decisions() -> tuple[Shown, ...]:
    """Return the newest exchanges in which a control did something, else the newest of all."""
    reader = runtime.current().reader
    refused = reader.entries(ref="outcome/refused", limit=_DECISIONS_SHOWN)
    found = refused or reader.entries(kind="exchange", limit=_DECISIONS_SHOWN)
    return tuple(shown(entry) for entry in found)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the overview."""
    posture = posture_on(asof.day(request))
    counts = posture.counts
    work = _work(posture)
    owed = Case.objects.filter(state__in=[s.value for s in State if s.is_open])
    return render(
        request,
        "overview/page.html",
        {
            "room": "overview",
            "posture": posture,
            "total": len(posture.rows),
            "ok": counts[Status.OK],
            "failing": counts[Status.FAILING],
            "stale": counts[Status.STALE],
            "unknown": counts[Status.UNKNOWN],
            "bar": pieces(counts),
            "states": [(status, counts[status]) for status in ORDER],
            "work": work[:_WORK_SHOWN],
            "work_left": max(0, len(work) - _WORK_SHOWN),
            "owed": owed.order_by("due_at", "received_at")[:_WORK_SHOWN],
            "acts": _acts(),
            "decisions": _decisions(),
            "ledger": posture.evidence.ledger,
            "checkpoint": runtime.current().reader.checkpoint(),
        },
    )
