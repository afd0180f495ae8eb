"""``/controls``: what each claims, which obligations it answers, and what it shows now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from hegui import controls
from hegui.audit.posture import Posture, worst
from hegui.console.api.paging import Page, Paged, of_sequence
from hegui.console.api.told import Day, Said, day_of, told
from hegui.console.frame.standing import posture_on
from hegui.controls.base import Acting, Control, Status

__all__ = ["router"]

router = Router(tags=["controls"])


class ControlShown(Schema):
    """What a control shows for one obligation that binds."""

    obligation: str
    status: Status
    reason: Said
    entries: list[int]


class Claim(Schema):
    """One control."""

    name: str
    claim: Said
    kind: str
    moment: str
    obligations: list[str]
    status: Status | None
    shows: list[ControlShown]


class ClaimPage(Page):
    """A page of controls, in reading order."""

    items: list[Claim]


class Which(Day, Paged):
    """Which controls."""


def _as_dict(control: Control, posture: Posture) -> dict[str, object]:
    views = [
        (row.decision.obligation.id, view)
        for row in posture.rows
        for candidate, view in row.opinions
        if candidate.name == control.name
    ]
    deciding = worst(tuple(view for _, view in views)) if views else None
    return {
        "name": control.name,
        "claim": control.claim.as_dict(),
        "kind": "acting" if isinstance(control, Acting) else "standing",
        "moment": control.moment.value if isinstance(control, Acting) else "",
        "obligations": list(control.obligations),
        "status": None if deciding is None else deciding.status.value,
        "shows": [
            {
                "obligation": id_,
                "status": view.status.value,
                "reason": view.reason.as_dict(),
                "entries": list(view.entries),
            }
            for id_, view in views
        ],
    }


@router.get("/controls", response=ClaimPage, summary="What is claimed, and what is shown")
def every(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Return all controls; `status` is the worst of what one shows, null when it binds nowhere."""
    posture = posture_on(day_of(asked))
    shown, following = of_sequence(controls.ALL, asked, lambda control: control.name)
    return told({"items": [_as_dict(each, posture) for each in shown], "next": following})


@router.get("/controls/{path:control}", response=Claim, summary="One control")
def one(request: HttpRequest, control: str, asked: Query[Day]) -> HttpResponse:
    """Return one control."""
    return told(_as_dict(controls.by_name(control), posture_on(day_of(asked))))
