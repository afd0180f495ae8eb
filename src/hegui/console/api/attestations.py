"""``/attestations``: what people state, and stating that a duty is met.

The console's own forms decide what a statement needs, so that neither way in
is easier than the other.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from hegui import clock
from hegui.console import runtime
from hegui.console.api.caller import caller
from hegui.console.api.paging import Page, Paged, of_rows
from hegui.console.api.told import Asked, told
from hegui.console.frame.standing import posture_on
from hegui.console.obligations.forms import Attest, StandIn
from hegui.errors import InvalidInput
from hegui.law import Applicability
from hegui.records.attestations import attest
from hegui.records.models import Attestation

__all__ = ["router"]

router = Router(tags=["attestations"])


class Attested(Schema):
    """A statement that a duty is met."""

    id: int
    obligation: str
    author: str
    statement: str
    looked_at: str
    evidence: str
    stands_in_for: list[str]
    covers_from: date
    covers_until: date = Field(..., description="Exclusive.")
    made_at: datetime
    entry: int | None
    receipt: str


class AttestedPage(Page):
    """A page of statements, newest first."""

    items: list[Attested]


class Which(Paged):
    """Which statements."""

    obligation: str = Field("", max_length=120, description="Only about this duty.")


class Statement(Asked):
    """What is stated, in the name of the token's holder."""

    obligation: Annotated[str, StringConstraints(max_length=120)]
    statement: Annotated[str, StringConstraints(max_length=5000, pattern=r"^[^\x00]*$")]
    covers_from: date
    covers_until: date = Field(..., description="Exclusive; at most two years on.")
    looked_at: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")] = Field(
        "", description="Needed for a duty with controls that hegui never carried out."
    )
    evidence: Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")] = Field(
        "", description="Needed for the same."
    )


def _as_dict(row: Attestation) -> dict[str, object]:
    return {
        "id": row.pk,
        "obligation": row.obligation,
        "author": row.author,
        "statement": row.statement,
        "looked_at": row.looked_at,
        "evidence": row.evidence,
        "stands_in_for": list(row.stands_in_for),
        "covers_from": row.covers_from.isoformat(),
        "covers_until": row.covers_until.isoformat(),
        "made_at": clock.stamp(row.made_at),
        "entry": row.entry,
        "receipt": row.receipt,
    }


@router.get("/attestations", response=AttestedPage, summary="What people state")
def every(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Return statements; of those about one duty the newest counts."""
    rows = Attestation.objects.all()
    if asked.obligation:
        rows = rows.filter(obligation=asked.obligation.replace("\0", ""))
    shown, following = of_rows(rows, asked)
    return told({"items": [_as_dict(row) for row in shown], "next": following})


@router.post("/attestations", response={201: Attested}, summary="State that a duty is met")
def make(request: HttpRequest, wanted: Statement) -> HttpResponse:
    """Attest a duty that binds today and that no control answers, or none that hegui carried out.

    409 when the duty does not bind.
    """
    parts = runtime.current()
    duty = parts.law.obligation(wanted.obligation)
    row = posture_on(clock.today()).row(duty.id)
    takes = Attest if row.needs_person else StandIn if row.unseen else None
    if takes is None or row.decision.verdict is not Applicability.APPLIES:
        raise InvalidInput(
            "obligation",
            expected="a duty that binds and that controls do not answer",
            found=f"{duty.id}, which {row.decision.verdict.value} and is {row.status.value}",
        )
    with translation.override("en"):
        form = takes(wanted.model_dump())
        if not form.is_valid():
            where, said = next(iter(form.errors.items()))
            raise InvalidInput(where, expected=str(said[0]), found="something else")
    made = attest(
        parts.ledger,
        duty.id,
        author=caller(request).person,
        stands_in_for=row.unseen,
        **form.cleaned_data,
    )
    return told(_as_dict(Attestation.objects.get(pk=made.pk)), 201)
