"""Where end users are kept: what `Users` asks of the records.

Every method may block on a disk and is called from a thread.

>>> class Nowhere:
...     def load(self, digest): return None
...     def save(self, users): return ()
...     def acted(self, since): return ()
...     def erased(self, since): return ()
...     def record(self, user, taken): ...
...     def seal(self, ref, receipt, texts, at): ...
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hegui.records.end_user import EndUser
from hegui.records.measure import Taken

__all__ = ["Store"]


class Store(Protocol):
    """The rows of end users."""

    def load(self, digest: str) -> EndUser | None:
        """Return the user of a digest, or None when nobody is known by it."""

    def save(self, users: Sequence[EndUser]) -> Sequence[EndUser]:
        """Keep users; return those whose row a person changed meanwhile, as it stands now."""

    def acted(self, since: datetime) -> Sequence[EndUser]:
        """Return the users whom a person, or the users themselves, changed from an instant on."""

    def erased(self, since: datetime) -> Sequence[str]:
        """Return the references of users who were erased from an instant on."""

    def record(self, user: EndUser, taken: Taken) -> None:
        """Keep a user together with the measure just taken."""

    def seal(self, ref: str, receipt: str, texts: Sequence[str], at: datetime) -> None:
        """Keep unlawful inputs, encrypted, if evidence is kept."""
