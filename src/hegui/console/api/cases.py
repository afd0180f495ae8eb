"""``/cases``: complaints, reports and appeals, and the moves of an officer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from hegui import clock
from hegui.cases import Kind, Move, Role, State, allowed, parse_number
from hegui.console import runtime
from hegui.console.api.caller import caller
from hegui.console.api.paging import Page, Paged, of_rows
from hegui.console.api.told import Asked, told
from hegui.errors import CaseError, InvalidInput, ReasonMissing, UnknownRecord
from hegui.records.desk import move_case
from hegui.records.models import Case

__all__ = ["router"]

router = Router(tags=["cases"])


class CaseListed(Schema):
    """A case without anybody's words."""

    number: str
    kind: Kind
    state: State
    received_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    is_overdue: bool
    about_receipt: str


class CaseStep(Schema):
    """One move that was made."""

    at: datetime
    move: str
    role: str
    by: str
    state: State
    words: str
    entry: int | None
    receipt: str


class CaseWhole(CaseListed):
    """A case with what was written, and what may be done next."""

    text: str
    contact: str
    moves: list[Move]
    events: list[CaseStep]


class CasePage(Page):
    """A page of cases, newest first."""

    items: list[CaseListed]


class Which(Paged):
    """Which cases."""

    state: State | None = Field(None, description="Only those in this state.")
    kind: Kind | None = Field(None, description="Only this kind.")


class CaseMove(Asked):
    """A move, and the words that the person reads."""

    move: Move
    words: Annotated[str, StringConstraints(max_length=5000, pattern=r"^[^\x00]*$")] = ""


def _listed(case: Case) -> dict[str, object]:
    return {
        "number": case.number,
        "kind": case.kind,
        "state": case.state,
        "received_at": clock.stamp(case.received_at),
        "due_at": _stamp(case.due_at),
        "answered_at": _stamp(case.answered_at),
        "is_overdue": case.is_overdue,
        "about_receipt": case.about_receipt,
    }


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else clock.stamp(at)


def _whole(case: Case) -> dict[str, object]:
    return {
        **_listed(case),
        "text": case.text,
        "contact": case.contact,
        "moves": [step.value for step in allowed(case.standing, by=Role.OFFICER)],
        "events": [
            {
                "at": clock.stamp(event.at),
                "move": event.move,
                "role": event.role,
                "by": event.by,
                "state": event.state,
                "words": event.words,
                "entry": event.entry,
                "receipt": event.receipt,
            }
            for event in case.events.all()
        ],
    }


def _found(number: str) -> Case:
    try:
        row = Case.objects.filter(number=parse_number(number).text).first()
    except CaseError:
        row = None
    if row is None:
        raise UnknownRecord("case", number)
    return row


@router.get("/cases", response=CasePage, summary="Cases, newest first")
def every(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Return cases without anybody's words."""
    rows = Case.objects.all()
    if asked.state is not None:
        rows = rows.filter(state=asked.state.value)
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind.value)
    shown, following = of_rows(rows, asked)
    return told({"items": [_listed(case) for case in shown], "next": following})


@router.get("/cases/{number}", response=CaseWhole, summary="One case")
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Return one case with what was written. Personal data."""
    return told(_whole(_found(number)))


@router.post("/cases/{number}/moves", response=CaseWhole, summary="Accept, answer, reject or close")
def move(request: HttpRequest, number: str, wanted: CaseMove) -> HttpResponse:
    """Make a move as the officer who holds the token; an entry of kind `case` tells of it."""
    case = _found(number)
    try:
        move_case(
            runtime.current().ledger,
            case,
            wanted.move,
            role=Role.OFFICER,
            words=wanted.words,
            by=caller(request).person,
        )
    except ReasonMissing as error:
        raise InvalidInput("words", expected="what the person is told", found="none") from error
    return told(_whole(_found(number)))
