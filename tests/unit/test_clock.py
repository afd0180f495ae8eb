"""Days turn over at midnight in Beijing, whatever the machine's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui import clock


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 11, 20, 15, 59, 59, 999999, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_beijing_day_begins_at_sixteen_utc(utc: datetime, day: date) -> None:
    assert day == clock.beijing_day(utc)


def test_an_instant_without_zone_is_refused() -> None:
    """A naive time could be any day."""
    with pytest.raises(ValueError, match="needs a zone"):
        clock.beijing_day(datetime(2026, 11, 21))  # noqa: DTZ001 - the mistake under test


@given(st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - a zone is added below
def test_the_next_midnight_begins_the_next_day(naive: datetime) -> None:
    """It is later, by a day at most, and the day changes there and not before."""
    instant = naive.replace(tzinfo=UTC)

    midnight = clock.next_beijing_midnight(instant)

    assert timedelta(0) < midnight - instant <= timedelta(days=1)
    assert clock.beijing_day(midnight) == clock.beijing_day(instant) + timedelta(days=1)
    assert clock.beijing_day(midnight - timedelta(microseconds=1)) == clock.beijing_day(instant)


def test_stamps_sort_as_times_do() -> None:
    """Fixed width in UTC: text order is time order."""
    early = datetime(2026, 1, 2, 3, 4, 5, tzinfo=clock.BEIJING)
    late = early + timedelta(microseconds=1)

    assert clock.stamp(early) < clock.stamp(late)
    assert "2026-01-01T19:04:05.000000Z" == clock.stamp(early)
