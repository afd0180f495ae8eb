"""Deadlines: from an event to the last day, or open."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hegui.bilingual import Bilingual
from hegui.clock import BEIJING
from hegui.law.calendar import load_calendars
from hegui.law.deadline import Due, Open, due, keep_until, kept_since, shifted
from hegui.law.events import Event
from hegui.law.timing import Deadline, Retention

CHINA = load_calendars()["cn"].days


def rule(within: int, unit: str, side: str = "after") -> Deadline:
    return Deadline(event="launch", within=within, unit=unit, side=side)


def launch(on: date) -> Event:
    return Event(kind="launch", on=on)


def day_of(outcome: Due | Open) -> date:
    assert isinstance(outcome, Due)
    return outcome.day


class TestWorkingDays:
    """The day of the event does not count; a count past the calendar is open."""

    @pytest.mark.parametrize(
        ("on", "within", "day"),
        [
            (date(2026, 9, 28), 10, date(2026, 10, 16)),  # over the National Day
            (date(2026, 6, 6), 10, date(2026, 6, 22)),  # from a Saturday, over Dragon Boat
            (date(2026, 6, 7), 10, date(2026, 6, 22)),  # from the Sunday: the same
            (date(2026, 10, 9), 1, date(2026, 10, 10)),  # the next Saturday is worked
            (date(2026, 12, 17), 10, date(2026, 12, 31)),  # the last day published
            (date(2026, 10, 3), 0, date(2026, 10, 3)),  # on the day itself
        ],
    )
    def test_after_an_event(self, on: date, within: int, day: date) -> None:
        assert day == day_of(due(rule(within, "working_days"), launch(on), CHINA))

    def test_past_the_calendar_it_is_open(self) -> None:
        """Three working days of 2026 are left after 28 December; seven are not published."""
        outcome = due(rule(10, "working_days"), launch(date(2026, 12, 28)), CHINA)

        assert isinstance(outcome, Open)
        assert date(2026, 12, 31) == outcome.last_published
        assert date(2027, 1, 7) == outcome.not_before
        assert "published up to 2026-12-31; 7 remain" in outcome.reason.en
        assert "只公布到 2026-12-31" in outcome.reason.zh

    def test_before_an_event(self) -> None:
        """Ten working days before 16 October is 28 September."""
        outcome = due(rule(10, "working_days", "before"), launch(date(2026, 10, 16)), CHINA)

        assert date(2026, 9, 28) == day_of(outcome)

    def test_before_the_calendar_begins_it_is_open(self) -> None:
        outcome = due(rule(10, "working_days", "before"), launch(date(2018, 1, 5)), CHINA)

        assert isinstance(outcome, Open)
        assert outcome.not_before is None

    def test_without_a_calendar_it_is_open(self) -> None:
        """Another jurisdiction's working days are not ours."""
        outcome = due(rule(10, "working_days"), launch(date(2026, 9, 28)))

        assert isinstance(outcome, Open)
        assert "no calendar of working days" in outcome.reason.en
        assert outcome.as_dict()["last_published"] is None


class TestCivilTerms:
    """Days, months and years run on the calendar; a day off at the end is shown, not taken."""

    @pytest.mark.parametrize(
        ("on", "within", "unit", "day"),
        [
            (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),  # no such day: the last
            (date(2028, 1, 31), 1, "months", date(2028, 2, 29)),
            (date(2026, 11, 30), 3, "months", date(2027, 2, 28)),
            (date(2028, 2, 29), 1, "years", date(2029, 2, 28)),
            (date(2026, 1, 31), 15, "days", date(2026, 2, 15)),
        ],
    )
    def test_after_an_event(self, on: date, within: int, unit: str, day: date) -> None:
        assert day == day_of(due(rule(within, unit), launch(on), CHINA))

    def test_a_day_off_at_the_end_has_another_day(self) -> None:
        """15 days from 18 September end on 3 October, in the National Day; 8 October is worked."""
        outcome = due(rule(15, "days"), launch(date(2026, 9, 18)), CHINA)

        assert isinstance(outcome, Due)
        assert (date(2026, 10, 3), date(2026, 10, 8)) == (outcome.day, outcome.rolled)

    @pytest.mark.parametrize("on", [date(2026, 12, 25), date(2026, 12, 17)])
    def test_beyond_the_calendar_nothing_is_said_of_days_off(self, on: date) -> None:
        outcome = due(rule(15, "days"), launch(on), CHINA)

        assert isinstance(outcome, Due)
        assert outcome.rolled is None

    def test_the_strict_day_ends_at_midnight_in_beijing(self) -> None:
        outcome = due(rule(1, "days"), launch(date(2026, 1, 1)), CHINA)

        assert isinstance(outcome, Due)
        assert datetime(2026, 1, 3, tzinfo=BEIJING) == outcome.late_from
        assert "2026-01-02T16:00:00+00:00" == outcome.as_dict()["late_from"]

    @pytest.mark.parametrize(
        ("within", "day"),
        [
            (0, date(2026, 10, 7)),  # before the launch: done by the day before it
            (1, date(2026, 10, 7)),
            (30, date(2026, 9, 8)),
        ],
    )
    def test_before_an_event(self, within: int, day: date) -> None:
        """And it is not made longer by a day off."""
        outcome = due(rule(within, "days", "before"), launch(date(2026, 10, 8)), CHINA)

        assert isinstance(outcome, Due)
        assert (day, None) == (outcome.day, outcome.rolled)


class TestHours:
    """Hours run from an instant, and stay hours."""

    @pytest.mark.parametrize(
        ("side", "instant"),
        [
            ("after", datetime(2026, 11, 21, 1, tzinfo=BEIJING)),
            ("before", datetime(2026, 11, 20, 21, tzinfo=BEIJING)),
        ],
    )
    def test_from_an_instant(self, side: str, instant: datetime) -> None:
        """Two hours from eleven at night are the next day, whatever the day is."""
        at = datetime(2026, 11, 20, 15, tzinfo=UTC)
        outcome = due(rule(2, "hours", side), Event(kind="launch", on=date(2026, 11, 20), at=at))

        assert isinstance(outcome, Due)
        assert (instant, instant.date(), True) == (
            outcome.late_from,
            outcome.day,
            outcome.is_hour,
        )

    def test_a_day_alone_leaves_it_open(self) -> None:
        """Nobody takes midnight for the hour of an incident."""
        outcome = due(rule(1, "hours"), launch(date(2026, 11, 20)), CHINA)

        assert isinstance(outcome, Open)
        assert "give the instant" in outcome.reason.en


class TestKeeping:
    """How long something stays, and from when on it must be there."""

    LOGS = Retention(at_least=6, unit="months", what=Bilingual(zh="日志", en="logs"))

    @pytest.mark.parametrize(
        ("made", "until"),
        [
            (date(2026, 5, 21), date(2026, 11, 21)),
            (date(2026, 8, 31), date(2027, 2, 28)),
        ],
    )
    def test_until(self, made: date, until: date) -> None:
        assert until == keep_until(self.LOGS, made)

    @pytest.mark.parametrize(
        ("on", "since"),
        [
            (date(2026, 11, 21), date(2026, 5, 21)),
            (date(2026, 8, 31), date(2026, 3, 1)),  # of 28 February the term ended on the 28th
            (date(2027, 2, 28), date(2026, 8, 28)),  # four days of August end together
        ],
    )
    def test_since(self, on: date, since: date) -> None:
        """The earliest day that must be there; the day before may go."""
        assert since == kept_since(self.LOGS, on)
        assert keep_until(self.LOGS, since) >= on
        assert keep_until(self.LOGS, date.fromordinal(since.toordinal() - 1)) < on


@pytest.mark.parametrize(
    ("count", "unit", "day"),
    [
        (2, "week", date(2026, 2, 14)),
        (-1, "day", date(2026, 1, 30)),
        (1, "quarter", date(2026, 4, 30)),
        (-11, "month", date(2025, 2, 28)),
    ],
)
def test_civil_units_shift_a_day(count: int, unit: str, day: date) -> None:
    assert day == shifted(date(2026, 1, 31), count, unit)
