"""Counting working days, held against counting on one's fingers."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hegui.law.calendar import load_calendars
from hegui.workdays import Open

CHINA = load_calendars()["cn"].days
days = st.dates(min_value=CHINA.first, max_value=CHINA.last)
counts = st.integers(min_value=1, max_value=40)


def between(start: date, end: date) -> int:
    """Return how many days from the day after `start` to `end` are worked."""
    span = (end - start).days
    return sum(CHINA.is_working(start + timedelta(days=n)) for n in range(1, span + 1))


@given(days, counts)
def test_the_last_day_is_the_one_counted_to(start: date, count: int) -> None:
    """It is worked, lies after the start, and exactly so many days are worked up to it."""
    end = CHINA.add(start, count)
    if isinstance(end, Open):
        assert count == between(start, CHINA.last) + end.left
    else:
        assert CHINA.is_working(end)
        assert count == between(start, end)


@given(days, counts)
def test_counting_back_undoes_counting(start: date, count: int) -> None:
    """From a working day; from a day off it leads to the working day before it."""
    end = CHINA.add(start, count)
    if isinstance(end, date) and CHINA.is_working(start):
        assert start == CHINA.add(end, -count)


@given(days, counts)
def test_one_more_is_the_next_working_day(start: date, count: int) -> None:
    end, further = CHINA.add(start, count), CHINA.add(start, count + 1)
    if isinstance(end, date):
        assert further == CHINA.add(end, 1)
    else:
        assert isinstance(further, Open)


@given(days, counts)
def test_an_open_end_is_never_earlier_than_said(start: date, count: int) -> None:
    """Were every unpublished day worked, it would end on `bound`."""
    end = CHINA.add(start, count)
    if isinstance(end, Open):
        assert end.bound == end.edge + timedelta(days=end.left)
