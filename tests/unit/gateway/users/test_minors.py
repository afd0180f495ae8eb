"""What a minor may do now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from hegui.gateway.users.minors import (
    MinorsFrame,
    is_minor,
    is_open,
    minutes_a_day,
    refused_topics,
    why_not,
)
from hegui.records.end_user import Age, EndUser, Guardian, Use

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
FRAME = MinorsFrame(minutes_a_day=40, paid_models=("gold",), topics=("a4.",))
MINOR = EndUser(ref="u-1", digest="d", created=NOON, seen=NOON, age=Age.MINOR)


@pytest.mark.parametrize(
    ("age", "unknown_is_minor", "expected"),
    [
        (Age.CHILD, False, True),
        (Age.MINOR, False, True),
        (Age.ADULT, True, False),
        (Age.UNKNOWN, False, False),
        (Age.UNKNOWN, True, True),
    ],
)
def test_who_is_treated_as_a_minor(age: Age, unknown_is_minor: bool, expected: bool) -> None:
    """An unknown age is what the operator says it is."""
    assert expected == is_minor(age, MinorsFrame(unknown_is_minor=unknown_is_minor))


@pytest.mark.parametrize(
    ("at", "opens", "closes", "expected"),
    [
        (time(6), time(6), time(22), True),
        (time(21, 59), time(6), time(22), True),
        (time(22), time(6), time(22), False),
        (time(1), time(20), time(2), True),
        (time(2), time(20), time(2), False),
        (time(4), time(8), time(8), True),
    ],
)
def test_hours_are_half_open(at: time, opens: time, closes: time, expected: bool) -> None:
    """A window may run past midnight; equal ends are the whole day."""
    assert expected == is_open(at, opens=opens, closes=closes)


class TestWhyNot:
    """A minor is served within hours, minutes and means; a guardian may only narrow them."""

    def _why(self, user: EndUser, at: datetime = NOON, model: str = "m") -> str | None:
        return why_not(user, FRAME, model=model, at=at)

    def test_within_the_frame(self) -> None:
        """Nothing stands in the way."""
        assert None is self._why(MINOR)

    @pytest.mark.parametrize(("hour_utc", "expected"), [(13, None), (14, "hours"), (21, "hours")])
    def test_at_night_in_beijing(self, hour_utc: int, expected: str | None) -> None:
        """22:00 in Beijing is 14:00 UTC."""
        assert expected == self._why(MINOR, NOON.replace(hour=hour_utc))

    def test_when_the_day_is_used_up(self) -> None:
        """At the full minutes, not one after."""
        assert "minutes" == self._why(replace(MINOR, use=Use(day=NOON.date(), day_s=2400)))
        assert None is self._why(replace(MINOR, use=Use(day=NOON.date(), day_s=2399)))

    def test_a_guardian_narrows_and_cannot_widen(self) -> None:
        """The lesser of both minutes counts, and both windows."""
        assert 10 == minutes_a_day(Guardian(minutes_a_day=10), FRAME)
        assert 40 == minutes_a_day(Guardian(minutes_a_day=500), FRAME)
        late = replace(MINOR, guardian=Guardian(opens="18:00", closes="19:00"))

        assert "hours" == self._why(late)

    def test_paid_functions_need_leave(self) -> None:
        """cn/minors-2023/art-44-capacity."""
        assert "paid" == self._why(MINOR, model="gold")
        assert None is self._why(replace(MINOR, guardian=Guardian(may_pay=True)), model="gold")

    def test_a_child_needs_consent(self) -> None:
        """cn/anthropomorphic-2026/art-14-1-consent."""
        child = replace(MINOR, age=Age.CHILD)

        assert "consent" == self._why(child)
        assert None is self._why(replace(child, guardian=Guardian(has_consented=True)))

    def test_a_service_that_is_not_for_minors(self) -> None:
        """cn/gbt-45654-2025/cl-7-fitness-minors-keep-out."""
        assert "not-served" == why_not(MINOR, MinorsFrame(are_served=False), model="m", at=NOON)


def test_a_guardian_adds_topics() -> None:
    """Those of the service stay."""
    assert ("a4.", "a3.") == refused_topics(Guardian(topics=("a3.", "a4.")), FRAME)
