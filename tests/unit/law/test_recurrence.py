"""Duties that come back: the next day, and how many were missed."""

from __future__ import annotations

from datetime import date

import pytest

from hegui.law.deadline import Open
from hegui.law.recurrence import Occurrences, occurrences
from hegui.law.timing import Recurrence

WEEKLY = Recurrence(every=1, unit="week")


@pytest.mark.parametrize(
    ("on", "next_day", "missed"),
    [
        (date(2026, 11, 1), date(2026, 11, 8), 0),  # on the day itself
        (date(2026, 11, 8), date(2026, 11, 8), 0),  # the last day is in time
        (date(2026, 11, 9), date(2026, 11, 15), 1),
        (date(2026, 11, 21), date(2026, 11, 22), 2),
    ],
)
def test_periods_run_from_the_last_time(on: date, next_day: date, missed: int) -> None:
    found = occurrences(WEEKLY, since=date(2026, 11, 1), on=on)

    assert isinstance(found, Occurrences)
    assert (next_day, missed) == (found.next.day, found.missed)


def test_the_first_missed_day_is_told() -> None:
    found = occurrences(WEEKLY, since=date(2026, 11, 1), on=date(2026, 11, 21))

    assert isinstance(found, Occurrences)
    assert date(2026, 11, 8) == found.first_missed


def test_months_keep_their_last_day() -> None:
    """31 January, 28 February, 31 March: the short month does not shorten the next."""
    monthly = Recurrence(every=1, unit="month")
    found = occurrences(monthly, since=date(2026, 1, 31), on=date(2026, 3, 1))

    assert isinstance(found, Occurrences)
    assert (date(2026, 3, 31), date(2026, 2, 28)) == (found.next.day, found.first_missed)


def test_without_a_beginning_nothing_is_told() -> None:
    found = occurrences(WEEKLY, since=None, on=date(2026, 11, 21))

    assert isinstance(found, Open)
    assert "Neither a launch" in found.reason.en
