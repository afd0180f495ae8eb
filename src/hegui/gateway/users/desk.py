"""What the addresses of end users ask of the records; see `hegui.records.end_users`."""

from __future__ import annotations

from typing import Any, Protocol

from hegui.records.end_user import Guardian

__all__ = ["Desk"]


class Desk(Protocol):
    """Acts of a user, a guardian or a verifier. Every method may block and leaves an entry.

    >>> class Closed:
    ...     def export(self, digest): return {}
    """

    def export(self, digest: str) -> dict[str, Any]:
        """Return all that is kept of a user."""

    def erase(self, digest: str) -> dict[str, Any]:
        """Delete what need not be kept; return what became of it."""

    def refuse_training(self, digest: str, *, refused: bool) -> str:
        """Note the choice; return the receipt of its entry."""

    def set_guardian(self, digest: str, guardian: Guardian) -> str:
        """Note what a guardian set; return the receipt."""

    def start_verification(self, digest: str, id_: str, method: str) -> None:
        """Note that a verifier was asked."""

    def answer_verification(self, id_: str, *, verified: bool) -> bool:
        """Take up an answer; False when none waits for it."""
