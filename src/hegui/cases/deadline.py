"""The clock of a case: the limit that the provider itself published.

The rules ask a provider to publish how long an answer takes, and to keep to it.
They name no number, so the limit is always an argument. It counts in Beijing
days; the day of receipt does not count, and the whole last day does.

Days are calendar days. A provider who published working days needs calendar
data, which is not here yet; nothing is guessed in its place.

>>> from datetime import UTC, datetime
>>> due(datetime(2026, 11, 20, 15, 59, tzinfo=UTC), limit_days=15).isoformat()
'2026-12-05T16:00:00+00:00'
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from hegui.clock import BEIJING, beijing_day
from hegui.errors import InvalidLimit

__all__ = ["LONGEST_DAYS", "days_left", "due", "overdue"]

LONGEST_DAYS: Final = 366
"""A longer published limit is taken for a slip of the pen."""


def due(received_at: datetime, *, limit_days: int) -> datetime:
    """Return the instant at which an answer is late, in UTC.

    It is the Beijing midnight that ends the last day: an answer before it is in
    time.

    Args:
        received_at: aware instant of receipt; for a reopened case, of the appeal.
        limit_days: what the provider published, in calendar days, 1 to `LONGEST_DAYS`.

    Raises:
        InvalidLimit: the limit lies outside that range.
        ValueError: the instant has no zone.
    """
    if isinstance(limit_days, bool) or not 1 <= limit_days <= LONGEST_DAYS:
        raise InvalidLimit(limit_days, longest=LONGEST_DAYS)
    last_day = beijing_day(received_at) + timedelta(days=limit_days)
    midnight = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=BEIJING)
    return midnight.astimezone(UTC)


def overdue(received_at: datetime, *, limit_days: int, now: datetime) -> bool:
    """Tell whether a case without an answer is late at `now`. Raises as `due` does."""
    return now >= due(received_at, limit_days=limit_days)


def days_left(received_at: datetime, *, limit_days: int, now: datetime) -> int:
    """Return whole Beijing days from today to the last day; 0 on it, negative when late.

    Raises as `due` does.
    """
    last_day = beijing_day(due(received_at, limit_days=limit_days)) - timedelta(days=1)
    return (last_day - beijing_day(now)).days
