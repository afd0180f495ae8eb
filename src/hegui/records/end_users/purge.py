"""Deleting what is past its time, so that it is really gone.

    sealed inputs   past their maximum, with the key of the day once nothing needs it
    acts            past their maximum
    rows            not seen for the maximum, or erased and held by nothing any more

SQLite is told to overwrite what it deletes and to empty its journal afterwards;
with PostgreSQL the rows are gone for every reader at once, and the disk follows
with its own vacuum. Sealed inputs are gone either way: their key is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from hegui import clock
from hegui.records.end_user import MeasureKind
from hegui.records.end_users.sealing import drop_key, key_days
from hegui.records.entries import Writer
from hegui.records.models import EndUserAct, EndUserRow, SealedInput, Verification

__all__ = ["Keep", "Purged", "overdue", "purge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """For how long at most, by kind."""

    inputs: timedelta
    acts: timedelta
    rows: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What was deleted."""

    inputs: int
    keys: int
    acts: int
    rows: int

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to delete."""
        return not (self.inputs or self.keys or self.acts or self.rows)


def overdue(keep: Keep, now: datetime) -> int:
    """Return how many rows are past their time."""
    inputs, acts, rows = _past(keep, now)
    return inputs.count() + acts.count() + rows.count()


def purge(ledger: Writer, keep: Keep) -> Purged:
    """Delete what is past its time; leaves an entry when there was something.

    Raises:
        LedgerError: the entry could not be written; nothing was deleted.
    """
    now = clock.now()
    inputs, acts, rows = _past(keep, now)
    _overwrite()
    with transaction.atomic():
        gone = Purged(
            inputs=inputs.delete()[0],
            acts=acts.delete()[0],
            rows=rows.delete()[0],
            keys=len(spent := _spent()),
        )
        Verification.objects.filter(asked_at__lt=now - timedelta(days=1)).delete()
        if not gone.is_nothing:
            ledger.append_sync(
                "user-purge",
                {
                    "inputs": gone.inputs,
                    "keys": gone.keys,
                    "acts": gone.acts,
                    "rows": gone.rows,
                },
            )
    for day in spent:
        drop_key(day)
    _empty_journal()
    return gone


def _past(
    keep: Keep, now: datetime
) -> tuple[QuerySet[SealedInput], QuerySet[EndUserAct], QuerySet[EndUserRow]]:
    in_force = Q(measure__in=(MeasureKind.LIMIT.value, MeasureKind.SUSPEND.value, "end")) & (
        Q(until=None) | Q(until__gt=now)
    )
    rows = EndUserRow.objects.exclude(in_force).filter(
        Q(seen__lt=now - keep.rows) | Q(erasing=True)
    )
    return (
        SealedInput.objects.filter(at__lt=now - keep.inputs),
        EndUserAct.objects.filter(at__lt=now - keep.acts),
        rows,
    )


def _spent() -> list[date]:
    """Return the days whose keys open nothing any more; today's may open the next input."""
    used = set(SealedInput.objects.values_list("day", flat=True))
    return [day for day in key_days() if day not in used and day != clock.today()]


def _overwrite() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _empty_journal() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
