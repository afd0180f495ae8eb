"""Working days: counted on a published calendar, open beyond it."""

from __future__ import annotations

from datetime import date

import pytest

from hegui.errors import DayNotPublished
from hegui.workdays import Open, WorkingDays

# A fortnight: Monday 5 to Sunday 18 October 2026, with Saturday 10 worked and Friday 16 off.
FORTNIGHT = WorkingDays(
    first=date(2026, 10, 5),
    last=date(2026, 10, 18),
    days_off=frozenset({date(2026, 10, 16)}),
    workdays=frozenset({date(2026, 10, 10)}),
)


def october(day: int) -> date:
    return date(2026, 10, day)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (5, True),  # a plain Monday
        (10, True),  # a Saturday that is worked
        (11, False),  # a plain Sunday
        (16, False),  # a Friday off
    ],
)
def test_a_day_is_worked_as_published(day: int, worked: bool) -> None:
    """The plain week holds but for the days that the calendar names."""
    assert worked is FORTNIGHT.is_working(october(day))


@pytest.mark.parametrize("day", [4, 19])
def test_a_day_outside_is_not_guessed(day: int) -> None:
    """Not even a Sunday or a Monday next to the edge."""
    with pytest.raises(DayNotPublished) as caught:
        FORTNIGHT.is_working(october(day))

    assert october(day) == caught.value.day
    assert "from 2026-10-05 to 2026-10-18" in str(caught.value)


class TestCounting:
    """The day that a count starts from does not count."""

    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            (5, 1, 6),
            (8, 2, 10),  # Friday, then the Saturday that is worked
            (10, 1, 12),  # over a Sunday
            (15, 0, 15),
            (11, 0, 11),  # nothing to count: not even rolled to a working day
            (11, 1, 12),  # from a Sunday the Monday is the first day
            (12, -1, 10),
            (10, -2, 8),
        ],
    )
    def test_to_a_working_day(self, start: int, count: int, end: int) -> None:
        assert october(end) == FORTNIGHT.add(october(start), count)

    def test_past_the_end_is_open(self) -> None:
        """With what remains, and the earliest day on which it could end."""
        assert Open(october(18), 2, october(20)) == FORTNIGHT.add(october(14), 3)

    def test_before_the_beginning_is_open(self) -> None:
        assert Open(october(5), 1, october(4)) == FORTNIGHT.add(october(6), -2)

    def test_the_start_may_lie_outside(self) -> None:
        """Only the days counted must be published; from the day before the first they are."""
        assert october(5) == FORTNIGHT.add(october(4), 1)
        assert Open(october(18), 1, october(31)) == FORTNIGHT.add(october(30), 1)


class TestRolling:
    """A term that ends on a day off can be moved to the next working day."""

    @pytest.mark.parametrize(("day", "end"), [(8, 8), (11, 12), (10, 10)])
    def test_forwards(self, day: int, end: int) -> None:
        assert october(end) == FORTNIGHT.on_or_after(october(day))

    def test_over_the_edge_is_open(self) -> None:
        """Friday 16 is off, and so is the weekend: nobody knows about Monday."""
        assert Open(october(18), 1, october(19)) == FORTNIGHT.on_or_after(october(16))
