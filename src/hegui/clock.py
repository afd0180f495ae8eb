"""Aware instants and Beijing days.

Deadlines, plans and retention turn over at midnight in Beijing, whatever the
machine's zone. Instants are stored in UTC; days are Beijing days. Nothing in
hegui calls ``datetime.now()`` itself, so that a test can stop the clock.

>>> beijing_day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)).isoformat()
'2026-11-21'
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["BEIJING", "beijing", "beijing_day", "next_beijing_midnight", "now", "stamp", "today"]

BEIJING: Final = ZoneInfo("Asia/Shanghai")
"""UTC+8 without daylight saving since 1991."""


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the current day in Beijing."""
    return beijing_day(now())


def beijing(instant: datetime) -> datetime:
    """Return the same instant with Beijing's wall clock.

    Raises:
        ValueError: the instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a zone; got {instant.isoformat()} without one")
    return instant.astimezone(BEIJING)


def beijing_day(instant: datetime) -> date:
    """Return the Beijing day in which an aware instant falls."""
    return beijing(instant).date()


def next_beijing_midnight(instant: datetime) -> datetime:
    """Return the first Beijing midnight strictly after `instant`, in UTC."""
    day = beijing_day(instant) + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=BEIJING).astimezone(UTC)


def stamp(instant: datetime) -> str:
    """Return RFC 3339 in UTC with microseconds: fixed width, so text order is time order.

    >>> stamp(datetime(2026, 11, 21, 8, tzinfo=BEIJING))
    '2026-11-21T00:00:00.000000Z'
    """
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
