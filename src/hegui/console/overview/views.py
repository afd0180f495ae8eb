"""What to do today, then how things stand: one list, one sentence, one bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hegui import clock
from hegui.audit.posture import Row
from hegui.bilingual import Bilingual
from hegui.cases import State as CaseState
from hegui.console import runtime
from hegui.console.deadlines.standing import agenda_on
from hegui.console.frame import asof
from hegui.console.frame.doors import person
from hegui.console.frame.standing import posture_on, questions_on
from hegui.console.ledger.shown import Shown, shown
from hegui.console.overview.bar import ORDER, pieces
from hegui.console.overview.steps import by_step
from hegui.console.overview.today import tasks
from hegui.controls.base import Status
from hegui.law import Applicability
from hegui.law.agenda import Item, State
from hegui.records.models import Case

__all__ = ["page"]

_WORK_SHOWN: Final = 8
_DECISIONS_SHOWN: Final = 8
_NAMED: Final = 3
_AHEAD_DAYS: Final = 60
_ATTESTED: Final = "attested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One step that would bring proof, and the obligations that it would prove."""

    reason: Bilingual
    next_step: Bilingual | None
    rows: tuple[Row, ...]

    @property
    def left(self) -> int:
        """How many obligations are not named."""
        return max(0, len(self.rows) - _NAMED)


def _work(binding: Sequence[Row]) -> list[Work]:
    """Return the steps that would prove what is unknown, each once, those that prove most first."""
    return [
        Work(reason=rows[0].reason, next_step=rows[0].next_step, rows=tuple(rows))
        for rows in by_step(row for row in binding if row.status is Status.UNKNOWN)
    ]


def _soon(on: date) -> tuple[Item, ...]:
    """Return what is late or falls due in the next days, of duties that bind."""
    until = on + timedelta(days=_AHEAD_DAYS)
    return tuple(
        item
        for item in agenda_on(on).items
        if item.state in (State.LATE, State.AHEAD)
        and item.verdict is Applicability.APPLIES
        and item.day is not None
        and item.day <= until
    )


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
    on = asof.day(request)
    posture = posture_on(on)
    binding = [row for row in posture.rows if row.decision.verdict is Applicability.APPLIES]
    counts: Counter[str] = Counter(row.state for row in binding)
    work = _work(binding)
    near = _soon(on)
    soon = [item for item in near if item.state is State.AHEAD]
    owed = Case.objects.filter(state__in=[s.value for s in CaseState if s.is_open])
    questions = questions_on(on)
    conflicts = posture.left_out[Applicability.CONFLICT]
    return render(
        request,
        "overview/page.html",
        {
            "room": "overview",
            "posture": posture,
            "total": len(binding),
            "may": len(posture.rows) - len(binding),
            "questions": len(questions),
            "conflicts": conflicts,
            "today": tasks(
                on=on,
                user=person(request),
                binding=binding,
                near=near,
                questions=len(questions - runtime.current().profile().unsure),
                conflicts=conflicts,
                is_intact=posture.evidence.ledger.is_intact is not False,
                owed=list(owed.order_by("due_at", "received_at")),
            ),
            "soon": soon[:_WORK_SHOWN],
            "soon_left": max(0, len(soon) - _WORK_SHOWN),
            **{state: counts[state] for state in ORDER},
            "bar": pieces(counts),
            "states": [(s, counts[s]) for s in ORDER if counts[s] or s != _ATTESTED],
            "work": work[:_WORK_SHOWN],
            "work_left": max(0, len(work) - _WORK_SHOWN),
            "named": _NAMED,
            "acts": _acts(),
            "decisions": _decisions(),
            "ledger": posture.evidence.ledger,
            "checkpoint": runtime.current().reader.checkpoint(),
        },
    )
