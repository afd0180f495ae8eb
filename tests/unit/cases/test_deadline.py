"""The clock of a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hegui.cases import days_left, due, overdue
from hegui.clock import BEIJING
from hegui.errors import InvalidLimit

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=BEIJING)


class TestLimit:
    """A provider publishes how long an answer takes and keeps to it.

    cn/genai-2023/art-15-publish
    """

    def test_the_day_of_receipt_does_not_count(self) -> None:
        """Received on the 20th with one day: the whole 21st is in time."""
        last = datetime(2026, 11, 21, 23, 59, 59, 999_999, tzinfo=BEIJING)

        assert not overdue(NOON, limit_days=1, now=last)
        assert overdue(NOON, limit_days=1, now=last + timedelta(microseconds=1))

    @pytest.mark.parametrize("hour", [0, 23])
    def test_the_hour_of_receipt_does_not_matter(self, hour: int) -> None:
        expected = datetime(2026, 12, 6, tzinfo=BEIJING)

        assert expected == due(NOON.replace(hour=hour), limit_days=15)

    def test_days_are_beijing_days(self) -> None:
        """16:00 in UTC is already the next day in Beijing."""
        before = datetime(2026, 11, 20, 15, 59, tzinfo=UTC)
        after = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

        assert timedelta(days=1) == due(after, limit_days=3) - due(before, limit_days=3)

    def test_the_answer_is_in_utc(self) -> None:
        assert UTC is due(NOON, limit_days=1).tzinfo

    def test_a_leap_day_and_a_year_end_count_as_days(self) -> None:
        assert datetime(2028, 3, 2, tzinfo=BEIJING) == due(
            datetime(2028, 2, 28, 9, tzinfo=BEIJING), limit_days=2
        )
        assert datetime(2027, 1, 2, tzinfo=BEIJING) == due(
            datetime(2026, 12, 31, 9, tzinfo=BEIJING), limit_days=1
        )

    @pytest.mark.parametrize("limit", [0, -1, 367, True])
    def test_no_limit_is_guessed(self, limit: int) -> None:
        """Zero, negative and absurd limits are refused."""
        with pytest.raises(InvalidLimit) as caught:
            due(NOON, limit_days=limit)

        assert limit is caught.value.limit_days
        assert f"expected a limit of 1 to 366 days; got {limit}" == str(caught.value)

    def test_an_instant_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="needs a zone"):
            due(NOON.replace(tzinfo=None), limit_days=1)


@pytest.mark.parametrize(
    ("days_later", "left"),
    [(0, 15), (14, 1), (15, 0), (16, -1)],
)
def test_days_left_counts_down_to_the_last_day(days_later: int, left: int) -> None:
    """Zero on the last day itself, when an answer is still in time."""
    now = NOON + timedelta(days=days_later)

    assert left == days_left(NOON, limit_days=15, now=now)
    assert (left < 0) == overdue(NOON, limit_days=15, now=now)
