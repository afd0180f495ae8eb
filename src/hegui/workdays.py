"""Working days: arithmetic on a calendar that somebody published.

A calendar covers whole years, ``[first, last]``, and names the days that differ
from the plain week. Outside of it nothing is known and nothing is guessed: a
count that runs over the edge is `Open`, a value of its own.

The day that a count starts from does not count, whatever day it is: from a
Saturday, the first day counted is the Monday after it, if that is worked.

>>> october = WorkingDays(
...     first=date(2026, 10, 1), last=date(2026, 10, 31),
...     days_off=frozenset({date(2026, 10, day) for day in (1, 2, 5, 6, 7)}),
...     workdays=frozenset({date(2026, 10, 10)}),
... )
>>> october.add(date(2026, 10, 8), 2)
datetime.date(2026, 10, 10)
>>> october.add(date(2026, 10, 29), 3)
Open(edge=datetime.date(2026, 10, 31), left=2, bound=datetime.date(2026, 11, 2))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hegui.errors import DayNotPublished

__all__ = ["Open", "WorkingDays"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Open:
    """A count that runs past what is published: not a day, and not a guess."""

    edge: date
    """The last day that the calendar covers in the direction of the count."""

    left: int
    """Working days that remain to be counted beyond it; at least 1."""

    bound: date
    """The nearest day on which the count can end: were every day beyond worked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Which days are worked, for whole years, as published."""

    first: date
    last: date
    """Inclusive."""

    days_off: frozenset[date]
    """Days from Monday to Friday on which nobody works."""

    workdays: frozenset[date]
    """Saturdays and Sundays that are worked."""

    def covers(self, day: date) -> bool:
        """Whether the calendar says anything about a day."""
        return self.first <= day <= self.last

    def is_working(self, day: date) -> bool:
        """Return whether a day is worked.

        Raises:
            DayNotPublished: the day lies outside the calendar.
        """
        if not self.covers(day):
            raise DayNotPublished(day, first=self.first, last=self.last)
        return day in self.workdays or (day.weekday() < 5 and day not in self.days_off)

    def add(self, start: date, count: int) -> date | Open:
        """Return the working day that is `count` working days from `start`.

        Args:
            start: not counted itself; need not be a working day.
            count: negative to count back; 0 gives `start` itself, worked or not.

        Returns:
            A working day, or `Open` when the count leaves the calendar.

        Notes:
            O(days passed).
        """
        step = _DAY if count >= 0 else -_DAY
        day, left = start, abs(count)
        while left:
            day += step
            if not self.covers(day):
                edge = self.last if count > 0 else self.first
                return Open(edge, left, day + (left - 1) * step)
            left -= self.is_working(day)
        return day

    def on_or_after(self, day: date) -> date | Open:
        """Return `day` if it is worked, else the next day that is."""
        if self.covers(day) and self.is_working(day):
            return day
        return self.add(day, 1)
