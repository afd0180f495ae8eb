"""What staff, guardians, verifiers and users themselves do; each act leaves an entry.

Row and entry stand or fall together, as on the case desk. The entry carries the
reference and the act, never an id of the service, a name or a reason in words:
what staff wrote stays in the records, where it can be deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from hegui import clock
from hegui.errors import MeasureNotInForce, ReasonMissing
from hegui.records.end_user import (
    EndUser,
    Guardian,
    Measure,
    MeasureKind,
    RealName,
    RealNameState,
    Unlawful,
)
from hegui.records.end_users.rows import columns, entry_of, find, user_of
from hegui.records.entries import Writer
from hegui.records.models import EndUserAct, EndUserRow, Verification

__all__ = [
    "answer_verification",
    "lift",
    "refuse_training",
    "set_guardian",
    "set_real_name",
    "start_verification",
    "take",
]

_REASON: Final = 10
"""Code points that a reason has at least."""


def _act(  # noqa: PLR0913 - each is a fact of the entry, and named
    ledger: Writer,
    ref: str,
    change: Callable[[EndUser, datetime], EndUser],
    *,
    act: str,
    by: str,
    reason: str = "",
    until: datetime | None = None,
) -> EndUserAct:
    at = clock.now()
    with transaction.atomic():
        row = EndUserRow.objects.select_for_update().get(pk=find(ref).pk)
        user = change(user_of(row), at)
        for name, value in columns(user).items():
            setattr(row, name, value)
        row.revision += 1
        row.acted_at = at
        row.save()
        written = ledger.append_sync(
            "user-act",
            {
                "user": row.ref,
                "act": act,
                "by": by,
                "until": None if until is None else clock.stamp(until),
                "measure": user.measure.kind.value,
            },
            refs=(f"user/{row.ref}", f"act/{act}"),
        )
        return EndUserAct.objects.create(
            ref=row.ref,
            at=at,
            act=act,
            by=by,
            reason=reason,
            until=until,
            entry=entry_of(written),
            receipt=written.id,
        )


def _reason(text: str) -> str:
    if len(text.strip()) < _REASON:
        raise ReasonMissing("a measure")
    return text.strip()


def lift(ledger: Writer, ref: str, *, by: str, reason: str) -> EndUserAct:
    """End the measure in force and begin counting anew.

    Args:
        ledger: where the entry goes.
        ref: reference or digest of the user.
        by: account name of who decides.
        reason: why, at least ten characters; it stays in the records.

    Raises:
        UnknownUser: nobody is known by it.
        MeasureNotInForce: there is nothing to lift.
        ReasonMissing: no reason was given.
        LedgerError: the entry could not be written; nothing was changed.
    """
    reason = _reason(reason)

    def change(user: EndUser, at: datetime) -> EndUser:
        if user.measure.in_force(at) is MeasureKind.NONE:
            raise MeasureNotInForce(user.ref)
        return replace(user, measure=Measure(), unlawful=Unlawful(rung=user.unlawful.rung))

    return _act(ledger, ref, change, act="lift", by=by, reason=reason)


def take(  # noqa: PLR0913 - each is a fact of the entry, and named
    ledger: Writer,
    ref: str,
    kind: MeasureKind,
    *,
    by: str,
    reason: str,
    hours: int | None = None,
) -> EndUserAct:
    """Take a measure by a person's decision.

    Args:
        ledger: where the entry goes.
        ref: reference or digest of the user.
        kind: limit, suspend or end; a warning is no state.
        by: account name of who decides.
        reason: why, at least ten characters.
        hours: how long it stands; None until a person lifts it.

    Raises:
        UnknownUser: nobody is known by it.
        ReasonMissing: no reason was given.
        LedgerError: the entry could not be written; nothing was changed.
    """
    reason = _reason(reason)
    until = None if hours is None else clock.now() + timedelta(hours=hours)

    def change(user: EndUser, at: datetime) -> EndUser:
        return replace(user, measure=Measure(kind=kind, since=at, until=until))

    return _act(ledger, ref, change, act=kind.value, by=by, reason=reason, until=until)


def refuse_training(ledger: Writer, ref: str, *, refused: bool, by: str = "user") -> EndUserAct:
    """Note that the user refuses, or allows again, that inputs train models.

    Raises:
        UnknownUser: nobody is known by it.
        LedgerError: the entry could not be written; nothing was changed.
    """

    def change(user: EndUser, at: datetime) -> EndUser:
        if not refused:
            return replace(user, training_refused=None)
        return replace(user, training_refused=user.training_refused or at)

    return _act(
        ledger, ref, change, act="training-refused" if refused else "training-allowed", by=by
    )


def set_guardian(ledger: Writer, ref: str, guardian: Guardian, *, by: str) -> EndUserAct:
    """Take up what a guardian set for a minor.

    Raises:
        UnknownUser: nobody is known by it.
        LedgerError: the entry could not be written; nothing was changed.
    """
    return _act(
        ledger, ref, lambda user, _: replace(user, guardian=guardian), act="guardian", by=by
    )


def set_real_name(
    ledger: Writer, ref: str, state: RealNameState, *, method: str, by: str
) -> EndUserAct:
    """Note that the user's identity was verified, or was not: the local registry.

    Raises:
        UnknownUser: nobody is known by it.
        LedgerError: the entry could not be written; nothing was changed.
    """

    def change(user: EndUser, at: datetime) -> EndUser:
        return replace(user, real_name=RealName(state=state, method=method, at=at))

    return _act(ledger, ref, change, act=f"real-name-{state.value}", by=by)


def start_verification(ledger: Writer, ref: str, id_: str, *, method: str) -> None:
    """Note that a verifier was asked; its answer names `id_`.

    Raises:
        UnknownUser: nobody is known by it.
        LedgerError: the entry could not be written; nothing was changed.
    """
    with transaction.atomic():
        set_real_name(ledger, ref, RealNameState.PENDING, method=method, by="user")
        Verification.objects.create(id=id_, ref=find(ref).ref, asked_at=clock.now())


def answer_verification(ledger: Writer, id_: str, *, verified: bool, method: str) -> bool:
    """Take up a verifier's answer; return False when none waits for it, or it came before.

    Raises:
        LedgerError: the entry could not be written; nothing was changed.
    """
    with transaction.atomic():
        waiting = Verification.objects.select_for_update().filter(pk=id_, answered_at=None).first()
        if waiting is None or not EndUserRow.objects.filter(ref=waiting.ref).exists():
            return False
        waiting.answered_at = clock.now()
        waiting.save(update_fields=["answered_at"])
        state = RealNameState.VERIFIED if verified else RealNameState.FAILED
        set_real_name(ledger, waiting.ref, state, method=method, by="verifier")
        return True
