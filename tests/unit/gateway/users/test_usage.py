"""How long a person has used the service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hegui.gateway.users.usage import reminders_due, run_s, used
from hegui.records.end_user import Use

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 16, tzinfo=UTC)
GAP = timedelta(minutes=10)


def _used(*minutes: float, since: datetime = NOON) -> Use:
    use = Use()
    for minute in minutes:
        use = used(use, since + timedelta(minutes=minute), gap=GAP)
    return use


def test_a_run_goes_on_over_short_silences() -> None:
    """Ten minutes are no break, ten minutes and a second are."""
    assert 20 * 60 == run_s(_used(0, 10, 20))
    assert 0 == run_s(_used(0, 10, 20 + 1 / 60))


def test_what_lies_in_a_break_is_no_use() -> None:
    """The day counts both runs and not the pause."""
    assert 10 * 60 == _used(0, 5, 60, 65).day_s


def test_a_day_begins_at_midnight_in_beijing() -> None:
    """Of a run across midnight, today has only its own part; the run has both."""
    use = _used(-6, 0, 3, since=MIDNIGHT)

    assert (3 * 60, 9 * 60) == (use.day_s, run_s(use))


def test_an_instant_before_the_last_changes_nothing() -> None:
    """Answers may end out of order."""
    use = _used(0, 5)

    assert use == used(use, NOON + timedelta(minutes=3), gap=GAP)


def test_a_reminder_is_due_after_each_full_period() -> None:
    """cn/anthropomorphic-2026/art-18-2-time: after each two hours, not only the first."""
    every = timedelta(hours=2)

    earned = [reminders_due(_used(*range(0, upto + 1, 10)), every) for upto in (110, 120, 230, 240)]

    assert [0, 1, 1, 2] == earned
