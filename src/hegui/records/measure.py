"""A measure that was taken against an end user, as it is handed to the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hegui.records.end_user import MeasureKind

__all__ = ["Taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What stands beside the user's row, and in the ledger."""

    kind: MeasureKind
    at: datetime
    until: datetime | None
    reason: str
    """Which limit was reached, in a word: ``in-a-row`` or ``in-a-day``."""
    receipt: str
    entry: int
