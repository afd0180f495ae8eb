"""Counting unlawful inputs, and the ladder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hegui.gateway.users.unlawful import Limits, Rung, climbed, counted, has_reached, left
from hegui.records.end_user import MeasureKind, Unlawful

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
BEFORE_MIDNIGHT = datetime(2026, 11, 21, 15, 59, tzinfo=UTC)
"""One minute before midnight in Beijing."""

LIMITS = Limits(in_a_row=3, in_a_day=5)
LADDER = (Rung(kind=MeasureKind.LIMIT, hours=2), Rung(kind=MeasureKind.END, hours=None))


def _after(*inputs: bool, at: datetime = NOON) -> Unlawful:
    counts = Unlawful()
    for unlawful in inputs:
        counts = counted(counts, unlawful=unlawful, at=at)
    return counts


class TestCounting:
    """cn/gbt-45654-2025/cl-7-users-breach: three in a row, or five in one day."""

    @pytest.mark.parametrize(
        ("inputs", "reached"),
        [
            ((True, True), False),
            ((True, True, True), True),
            ((True, True, False, True), False),
            ((True, True, False, True, True, False), False),
            ((True, True, False, True, True, False, True), True),
        ],
    )
    def test_reaches_a_limit(self, inputs: tuple[bool, ...], reached: bool) -> None:
        """A lawful input ends a row, and not the count of the day."""
        assert reached == has_reached(_after(*inputs), LIMITS)

    def test_midnight_in_beijing_ends_a_day_and_not_a_row(self) -> None:
        """The row runs on; the day begins with one."""
        counts = _after(True, True, at=BEFORE_MIDNIGHT)

        counts = counted(counts, unlawful=True, at=BEFORE_MIDNIGHT + timedelta(minutes=2))

        assert (3, 1) == (counts.in_a_row, counts.on_day)

    @pytest.mark.parametrize(("inputs", "expected"), [((), 3), ((True,), 2), ((True, False), 3)])
    def test_tells_how_many_are_left(self, inputs: tuple[bool, ...], expected: int) -> None:
        """The nearer of both limits counts."""
        assert expected == left(_after(*inputs), LIMITS)


class TestClimbing:
    """Each time a limit is reached, the next rung; the last one again and again."""

    def test_the_first_rung_stands_for_its_hours(self) -> None:
        """Counts begin anew, and the rung is remembered."""
        counts, measure, _ = climbed(_after(True, True, True), LADDER, NOON)

        assert Unlawful(rung=1) == counts
        assert (MeasureKind.LIMIT, NOON + timedelta(hours=2)) == (measure.kind, measure.until)
        assert MeasureKind.LIMIT == measure.in_force(NOON + timedelta(hours=1, minutes=59))
        assert MeasureKind.NONE == measure.in_force(NOON + timedelta(hours=2))

    def test_the_last_rung_has_no_end_and_comes_again(self) -> None:
        """Without hours it stands until a person lifts it."""
        counts, measure, _ = climbed(Unlawful(in_a_row=3, rung=7), LADDER, NOON)

        assert (8, None, MeasureKind.END) == (counts.rung, measure.until, measure.kind)
        assert measure.in_force(NOON + timedelta(days=999)).is_stop
