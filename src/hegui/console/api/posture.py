"""``/posture``: how each obligation stands, row by row as `hegui audit --json` has it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from hegui.console import runtime
from hegui.console.api.paging import Page, Paged, of_sequence
from hegui.console.api.told import Day, Said, day_of, told
from hegui.console.frame.standing import posture_on
from hegui.controls.base import Status

__all__ = ["router"]

router = Router(tags=["posture"])


class Standing(Schema):
    """One obligation with its state, the sentence that decided, and the entries that prove it."""

    id: str
    title: Said
    must: Said
    theme: str
    applicability: str
    blockers: list[str]
    status: Status
    reason: Said
    next_step: Said | None
    needs_person: bool
    controls: list[dict[str, Any]]
    entries: list[int]


class StandingPage(Page):
    """A page of the posture, in law order, with the counts of the whole."""

    service: Said
    on: date
    at: datetime
    law: str
    window_days: int
    counts: dict[str, int]
    left_out: dict[str, int]
    items: list[Standing]


class Which(Day, Paged):
    """Which rows."""

    status: Status | None = Field(None, description="Only those in this state.")


@router.get("/posture", response=StandingPage, summary="How each obligation stands")
def every(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Return the obligations that bind or may bind, each with its state and its evidence."""
    found = posture_on(day_of(asked))
    rows = [row for row in found.rows if asked.status in (None, row.status)]
    shown, following = of_sequence(rows, asked, lambda row: row.decision.obligation.id)
    whole = found.as_dict()
    del whole["obligations"]
    return told({**whole, "items": [row.as_dict() for row in shown], "next": following})


@router.get("/posture/{path:obligation}", response=Standing, summary="How one stands")
def one(request: HttpRequest, obligation: str, asked: Query[Day]) -> HttpResponse:
    """Return one row; 404 when there is no such obligation, 409 when it does not bind."""
    runtime.current().law.obligation(obligation)
    return told(posture_on(day_of(asked)).row(obligation).as_dict())
