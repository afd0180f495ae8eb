"""How long a person has used the service: without a break, and today in Beijing.

Use is what lies between two requests of one person that are no further apart
than a break. A longer gap ends the run and counts for nothing. Time of a day is
split at midnight in Beijing.

>>> from datetime import UTC, datetime, timedelta
>>> at = datetime(2026, 11, 21, 4, tzinfo=UTC)
>>> run = Use()
>>> for minute in (0, 5, 9):
...     run = used(run, at + timedelta(minutes=minute), gap=timedelta(minutes=6))
>>> run.day_s, run_s(run)
(540.0, 540.0)
>>> run_s(used(run, at + timedelta(hours=1), gap=timedelta(minutes=6)))
0.0
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hegui.clock import beijing_day, next_beijing_midnight
from hegui.records.end_user import Use

__all__ = ["reminders_due", "run_s", "used"]


def used(use: Use, at: datetime, *, gap: timedelta) -> Use:
    """Return the use after a sign of life at an instant.

    Args:
        use: before it.
        at: an instant; one before the last sign changes nothing, since
            requests that run side by side may end out of order.
        gap: the longest silence that is no break.
    """
    day = beijing_day(at)
    last = use.last
    if last is None or at - last > gap:
        day_s = use.day_s if use.day == day else 0.0
        return Use(began=at, last=at, day=day, day_s=day_s)
    if at <= last:
        return use
    if use.day == day:
        return replace(use, last=at, day_s=use.day_s + (at - last).total_seconds())
    # Midnight lies between the two: only what came after it is of today.
    since = max(last, next_beijing_midnight(last)) if day > beijing_day(last) else last
    return replace(use, last=at, day=day, day_s=(at - since).total_seconds())


def run_s(use: Use) -> float:
    """Return the seconds of the present run."""
    if use.began is None or use.last is None:
        return 0.0
    return (use.last - use.began).total_seconds()


def reminders_due(use: Use, every: timedelta) -> int:
    """Return how many reminders the present run has earned: one for each full period.

    >>> from datetime import UTC
    >>> began = datetime(2026, 11, 21, tzinfo=UTC)
    >>> reminders_due(Use(began=began, last=began + timedelta(hours=4)), timedelta(hours=2))
    2
    """
    return int(run_s(use) // every.total_seconds())
