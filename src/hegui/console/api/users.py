"""``/users``: how end users stand, and the measures of staff against them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from hegui import clock
from hegui.console import runtime
from hegui.console.api.caller import caller
from hegui.console.api.paging import Page, Paged, of_rows
from hegui.console.api.told import Asked, told
from hegui.errors import UnknownUser
from hegui.records.end_user import Age, MeasureKind, RealNameState
from hegui.records.end_users import desk
from hegui.records.end_users.rows import user_of
from hegui.records.models import EndUserAct, EndUserRow

__all__ = ["router"]

router = Router(tags=["users"])

_REF: Final = re.compile(r"u-[0-9a-z]{1,22}")


class UserListed(Schema):
    """How one end user stands. No name, no id of the service, no text."""

    ref: str
    measure: MeasureKind = Field(..., description="What is in force now.")
    until: datetime | None
    age: Age
    real_name: RealNameState
    training_refused: bool
    seen: datetime


class UserAct(Schema):
    """One act about a user."""

    at: datetime
    act: str
    by: str
    reason: str
    until: datetime | None
    entry: int | None
    receipt: str


class UserWhole(UserListed):
    """The same with what was done, newest first."""

    acts: list[UserAct]


class UserPage(Page):
    """A page of end users, newest first."""

    items: list[UserListed]


ReasonWords = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=10, max_length=500, pattern=r"^[^\x00]*$"),
]


class MeasureLift(Asked):
    """Why the measure ends. It stays in the records, and is handed out to the user."""

    reason: ReasonWords


class MeasureTake(MeasureLift):
    """A measure by a person's decision."""

    measure: Literal["limit", "suspend", "end"]
    hours: int | None = Field(
        None, ge=1, le=8760, description="Until it is lifted without it; an end has none."
    )


def _listed(row: EndUserRow) -> dict[str, object]:
    user = user_of(row)
    in_force = user.measure.in_force(clock.now())
    until = row.until if in_force is not MeasureKind.NONE else None
    return {
        "ref": row.ref,
        "measure": in_force.value,
        "until": None if until is None else clock.stamp(until),
        "age": row.age,
        "real_name": row.real_name,
        "training_refused": row.training_refused is not None,
        "seen": clock.stamp(row.seen),
    }


def _whole(ref: str) -> dict[str, object]:
    return {
        **_listed(_found(ref)),
        "acts": [
            {
                "at": clock.stamp(act.at),
                "act": act.act,
                "by": act.by,
                "reason": act.reason,
                "until": None if act.until is None else clock.stamp(act.until),
                "entry": act.entry,
                "receipt": act.receipt,
            }
            for act in EndUserAct.objects.filter(ref=ref)
        ],
    }


def _found(ref: str) -> EndUserRow:
    row = EndUserRow.objects.filter(ref=ref).first() if _REF.fullmatch(ref) else None
    if row is None:
        raise UnknownUser(ref[:80])
    return row


@router.get("/users", response=UserPage, summary="End users, newest first")
def every(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Return how end users stand."""
    shown, following = of_rows(EndUserRow.objects.all(), asked)
    return told({"items": [_listed(row) for row in shown], "next": following})


@router.get("/users/{ref}", response=UserWhole, summary="One end user")
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """Return how one end user stands and what was done, by the reference that begins with u-."""
    return told(_whole(ref))


@router.post("/users/{ref}/measures", response=UserWhole, summary="Limit, suspend or end")
def take(request: HttpRequest, ref: str, wanted: MeasureTake) -> HttpResponse:
    """MeasureTake a measure in the name of the token's holder; an entry tells of it."""
    kind = MeasureKind(wanted.measure)
    desk.take(
        runtime.current().ledger,
        _found(ref).ref,
        kind,
        by=caller(request).person,
        reason=wanted.reason,
        hours=None if kind is MeasureKind.END else wanted.hours,
    )
    return told(_whole(ref))


@router.post("/users/{ref}/lift", response=UserWhole, summary="MeasureLift the measure in force")
def lift(request: HttpRequest, ref: str, wanted: MeasureLift) -> HttpResponse:
    """End the measure in force, and begin counting anew."""
    desk.lift(
        runtime.current().ledger,
        _found(ref).ref,
        by=caller(request).person,
        reason=wanted.reason,
    )
    return told(_whole(ref))
