"""``/obligations``: which bind the service on a day, and why; as `hegui applies --json` has it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from hegui.console import runtime
from hegui.console.api.paging import Page, Paged, of_sequence
from hegui.console.api.told import Day, Said, day_of, told
from hegui.controls.registry import of_obligation
from hegui.law import Applicability, applies
from hegui.law.decide import decide

__all__ = ["router"]

router = Router(tags=["obligations"])


class Decided(Schema):
    """One obligation with its verdict and the leaves that decided it."""

    id: str
    verdict: Applicability
    title: Said
    must: Said
    bearer: str
    theme: str
    status: str
    confidence: str
    because: list[dict[str, Any]]
    blockers: list[str]
    would: Applicability | None
    against: list[str]


class Explained(Decided):
    """The same with the whole tree, its dates and what answers it."""

    on: date
    instrument: str
    in_force_from: date
    in_force_until: date | None
    tree: dict[str, Any]
    controls: list[str]


class DecidedPage(Page):
    """A page of obligations, in law order."""

    on: date
    law: str
    items: list[Decided]


class Which(Day, Paged):
    """Which obligations."""

    verdict: Applicability | None = Field(None, description="Only those with this verdict.")


@router.get("/obligations", response=DecidedPage, summary="Which obligations bind, and why")
def every(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Return obligations of all instruments with their verdicts, in law order."""
    parts, on = runtime.current(), day_of(asked)
    decisions = applies(parts.law, parts.profile(), on)
    if asked.verdict is not None:
        decisions = tuple(d for d in decisions if d.verdict is asked.verdict)
    shown, following = of_sequence(decisions, asked, lambda d: d.obligation.id)
    return told(
        {
            "on": on.isoformat(),
            "law": parts.law.digest,
            "items": [decision.as_dict() for decision in shown],
            "next": following,
        }
    )


@router.get("/obligations/{path:obligation}", response=Explained, summary="One, explained")
def one(request: HttpRequest, obligation: str, asked: Query[Day]) -> HttpResponse:
    """Return one obligation with the tree of its condition and the controls that answer it."""
    parts, on = runtime.current(), day_of(asked)
    duty = parts.law.obligation(obligation)
    decision = decide(parts.law, parts.profile().answers, duty.id, on)
    return told(
        {
            **decision.as_dict(),
            "on": on.isoformat(),
            "instrument": duty.instrument,
            "in_force_from": duty.start.isoformat(),
            "in_force_until": None if duty.end is None else duty.end.isoformat(),
            "tree": decision.tree.as_dict(),
            "controls": [control.name for control in of_obligation(duty.id)],
        }
    )
