"""The acts that come over the wire, from a user, a guardian or a verifier.

Called from threads; each closes its connection. Implements what the gateway
asks for (`hegui.gateway.users.desk.Desk`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection

from hegui import clock
from hegui.records.end_user import Guardian
from hegui.records.end_users import desk, rights
from hegui.records.end_users.rows import find, user_of
from hegui.records.entries import Writer
from hegui.records.models import Verification

__all__ = ["Counter"]


@contextmanager
def _closing() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


class Counter:
    """The counter at which users are served.

    Args:
        ledger: where entries go.
        inputs_min: how long a sealed input is kept at least.
        acts_min: gives how long a record of an act is kept at least; asked each
            time, since the law may change it.
    """

    def __init__(
        self, ledger: Writer, *, inputs_min: timedelta, acts_min: Callable[[], timedelta]
    ) -> None:
        self._ledger = ledger
        self._inputs_min = inputs_min
        self._acts_min = acts_min

    def export(self, digest: str) -> dict[str, Any]:
        """Return all that is kept of a user."""
        with _closing():
            return rights.export(digest)

    def erase(self, digest: str) -> dict[str, Any]:
        """Delete what need not be kept; return what became of it."""
        with _closing():
            done = rights.erase(
                self._ledger,
                digest,
                by="user",
                inputs_min=self._inputs_min,
                acts_min=self._acts_min(),
            )
        until = done.kept_until
        return {
            "erased": done.is_whole,
            "inputs_deleted": done.inputs,
            "acts_deleted": done.acts,
            "kept_until": None if until is None else clock.stamp(until),
            "receipt": done.receipt,
        }

    def refuse_training(self, digest: str, *, refused: bool) -> str:
        """Note the choice; return the receipt of its entry."""
        with _closing():
            return desk.refuse_training(self._ledger, digest, refused=refused).receipt

    def set_guardian(self, digest: str, guardian: Guardian) -> str:
        """Note what a guardian set; return the receipt."""
        with _closing():
            return desk.set_guardian(self._ledger, digest, guardian, by="guardian").receipt

    def start_verification(self, digest: str, id_: str, method: str) -> None:
        """Note that a verifier was asked."""
        with _closing():
            desk.start_verification(self._ledger, digest, id_, method=method)

    def answer_verification(self, id_: str, *, verified: bool) -> bool:
        """Take up an answer; False when none waits for it."""
        with _closing():
            waiting = Verification.objects.filter(pk=id_).first()
            if waiting is None:
                return False
            method = user_of(find(waiting.ref)).real_name.method
            return desk.answer_verification(self._ledger, id_, verified=verified, method=method)
