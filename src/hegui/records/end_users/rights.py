"""What a person may ask for: to see all that is kept of them, and to have it deleted.

Erasure deletes the row, the reference with it, and every sealed input that need
not be kept. What a measure in force, or a record with a minimum time, still
needs stays until then, and the caller is told what and until when. Entries of
the ledger hold the reference alone: without the row nobody can tell whose it
was, and every proof stays valid.

Source:
    PIPL articles 45 and 47 (access and copies; deletion, and what stands in its way).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from hegui import clock
from hegui.records.end_user import MeasureKind
from hegui.records.end_users.rows import entry_of, find, user_of
from hegui.records.end_users.sealing import opened
from hegui.records.entries import Writer
from hegui.records.models import EndUserAct, EndUserRow, SealedInput, Verification

__all__ = ["Erased", "erase", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What became of a request to erase."""

    ref: str
    inputs: int
    """Sealed inputs deleted."""
    acts: int
    """Records of acts deleted."""
    is_whole: bool
    """Nothing of the person is left."""
    kept_until: datetime | None
    """When the rest goes; None when nothing is left, or a measure stands without an end."""
    receipt: str


def export(ref: str) -> dict[str, Any]:
    """Return all that is kept of a user, as JSON values; sealed inputs are opened.

    Raises:
        UnknownUser: nobody is known by it.
    """
    row = find(ref)
    state = msgspec.to_builtins(user_of(row))
    del state["digest"]
    return {
        "user": state,
        "acts": [
            {
                "at": clock.stamp(act.at),
                "act": act.act,
                "by": act.by if act.by in {"gateway", "user", "guardian", "verifier"} else "staff",
                "reason": act.reason,
                "until": None if act.until is None else clock.stamp(act.until),
                "receipt": act.receipt,
            }
            for act in EndUserAct.objects.filter(ref=row.ref)
        ],
        "inputs": [
            {"at": clock.stamp(each.at), "receipt": each.receipt, "text": _shown(opened(each))}
            for each in SealedInput.objects.filter(ref=row.ref)
        ],
    }


def erase(
    ledger: Writer,
    ref: str,
    *,
    by: str,
    inputs_min: timedelta = timedelta(),
    acts_min: timedelta = timedelta(),
) -> Erased:
    """Delete what is kept of a user, as far as nothing has to be kept.

    Args:
        ledger: where the entry goes.
        ref: reference or digest.
        by: ``user``, or the account name of who does it for them.
        inputs_min: how long a sealed input is kept at least.
        acts_min: how long a record of an act is kept at least.

    Raises:
        UnknownUser: nobody is known by it.
        LedgerError: the entry could not be written; nothing was changed.
    """
    now = clock.now()
    with transaction.atomic():
        row = EndUserRow.objects.select_for_update().get(pk=find(ref).pk)
        user = user_of(row)
        inputs = SealedInput.objects.filter(ref=row.ref)
        acts = EndUserAct.objects.filter(ref=row.ref)
        gone_inputs = inputs.filter(at__lte=now - inputs_min).delete()[0]
        gone_acts = acts.filter(at__lte=now - acts_min).delete()[0]
        Verification.objects.filter(ref=row.ref).delete()
        measure = user.measure.in_force(now)
        stops = measure is not MeasureKind.NONE
        rest = [each.at + inputs_min for each in inputs] + [each.at + acts_min for each in acts]
        # A measure would mean nothing if asking to be forgotten ended it.
        if stops and user.measure.until is not None:
            rest.append(user.measure.until)
        is_whole = not rest and not stops
        kept_until = None if stops and user.measure.until is None else max(rest, default=None)
        written = ledger.append_sync(
            "user-act",
            {
                "user": row.ref,
                "act": "erase",
                "by": by,
                "until": None if kept_until is None else clock.stamp(kept_until),
                "measure": measure.value,
            },
            refs=(f"user/{row.ref}", "act/erase"),
        )
        if stops:
            row.erasing = True
            row.training_refused = row.training_refused or now
            row.revision += 1
            row.acted_at = now
            row.save()
        else:
            row.delete()
        EndUserAct.objects.create(
            ref=row.ref, at=now, act="erase", by=by, entry=entry_of(written), receipt=written.id
        )
    return Erased(
        ref=row.ref,
        inputs=gone_inputs,
        acts=gone_acts,
        is_whole=is_whole,
        kept_until=kept_until,
        receipt=written.id,
    )


def _shown(text: str | None) -> str | None:
    """Return a text that JSON can hold: half a surrogate pair becomes a question mark."""
    return None if text is None else text.encode("utf-8", "replace").decode()
