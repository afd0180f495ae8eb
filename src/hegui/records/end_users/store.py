"""What the gateway reads and writes of end users. Called from threads.

A row that staff or the user changed has a higher revision than the gateway
knows; then the row stands and the gateway takes it up. A user who was erased
while a request of theirs still ran does not come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from hegui.records.end_user import EndUser
from hegui.records.end_users.rows import columns, user_of
from hegui.records.end_users.sealing import seal
from hegui.records.measure import Taken
from hegui.records.models import EndUserAct, EndUserRow

__all__ = ["DatabaseUsers"]


class DatabaseUsers:
    """The rows of end users, for `hegui.gateway.users.Users`."""

    def load(self, digest: str) -> EndUser | None:
        """Return the user of a digest, or None when nobody is known by it."""
        try:
            row = EndUserRow.objects.filter(digest=digest).first()
            return None if row is None else user_of(row)
        finally:
            connection.close()

    def save(self, users: Sequence[EndUser]) -> Sequence[EndUser]:
        """Keep users; return those whose row a person changed meanwhile, as it stands now."""
        theirs: list[EndUser] = []
        try:
            with transaction.atomic():
                for user in users:
                    other = _save(user)
                    if other is not None:
                        theirs.append(other)
        finally:
            connection.close()
        return theirs

    def acted(self, since: datetime) -> Sequence[EndUser]:
        """Return the users whom a person, or the users themselves, changed from an instant on."""
        try:
            return [user_of(row) for row in EndUserRow.objects.filter(acted_at__gte=since)]
        finally:
            connection.close()

    def erased(self, since: datetime) -> Sequence[str]:
        """Return the references of users who were erased from an instant on."""
        try:
            found = EndUserAct.objects.filter(act="erase", at__gte=since)
            return list(found.values_list("ref", flat=True))
        finally:
            connection.close()

    def record(self, user: EndUser, taken: Taken) -> None:
        """Keep a user together with the measure just taken."""
        try:
            with transaction.atomic():
                _save(user)
                EndUserAct.objects.create(
                    ref=user.ref,
                    at=taken.at,
                    act=taken.kind.value,
                    by="gateway",
                    reason=taken.reason,
                    until=taken.until,
                    entry=taken.entry,
                    receipt=taken.receipt,
                )
        finally:
            connection.close()

    def seal(self, ref: str, receipt: str, texts: Sequence[str], at: datetime) -> None:
        """Keep unlawful inputs, encrypted."""
        try:
            for text in texts:
                seal(ref, receipt, text, at)
        finally:
            connection.close()


def _save(user: EndUser) -> EndUser | None:
    """Write one user; return the row's user instead when it is ahead of this one."""
    row = EndUserRow.objects.filter(digest=user.digest)
    if row.filter(revision=user.revision).update(**columns(user)):
        return None
    if (other := row.first()) is not None:
        return user_of(other)
    if not EndUserAct.objects.filter(ref=user.ref, act="erase").exists():
        EndUserRow.objects.create(ref=user.ref, digest=user.digest, **columns(user))
    return None
