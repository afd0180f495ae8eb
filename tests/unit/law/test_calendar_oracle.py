"""Our calendar of mainland China against `chinesecalendar`, which others keep.

The package is an oracle for the days and nothing else: its own way of finding
the n-th working day is not the law's.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from hegui.law.calendar import load_calendars

CHINA = load_calendars()["cn"].days


@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_day_of_a_year_agrees(year: int) -> None:
    """Worked or not, each of the 3,287 days."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]

    differing = [d for d in days if CHINA.is_working(d) is not chinese_calendar.is_workday(d)]

    assert [] == differing


def test_a_count_from_a_saturday_differs() -> None:
    """The law leaves the day of the event out; the package first rolls it forward, then counts."""
    saturday = date(2026, 6, 6)

    assert date(2026, 6, 22) == CHINA.add(saturday, 10)
    assert date(2026, 6, 23) == chinese_calendar.find_workday(10, saturday)


def test_neither_knows_2027() -> None:
    """When the package learns a year that we lack, this says so."""
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(2027, 1, 4))

    assert not CHINA.covers(date(2027, 1, 4))
