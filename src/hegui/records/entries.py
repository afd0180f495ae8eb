"""What the records need of the ledger: one verb.

A `Protocol`, so that a test can hand in a list; `hegui.ledger.Ledger` is the
one that is used.

>>> class Listed:
...     def append_sync(self, kind, payload, *, refs=(), receipt=None): ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

__all__ = ["Receipt", "Writer"]


class Receipt(Protocol):
    """What comes back after the entry is durable."""

    @property
    def id(self) -> str:
        """``r-`` and 26 characters."""
        ...

    @property
    def seq(self) -> int:
        """Number of the entry."""
        ...


class Writer(Protocol):
    """Appends entries from a thread that may wait."""

    def append_sync(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        refs: Sequence[str] = (),
        receipt: str | None = None,
    ) -> Receipt:
        """Append one entry and return after it is durable."""
        ...
