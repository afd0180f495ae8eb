"""Deadlines, recurrences and retentions, as a rule states them."""

from __future__ import annotations

import pytest
from tests.unit.law.conftest import Spoil

from hegui.errors import InvalidInstrument
from hegui.law import Deadline, Recurrence, Retention, load

LAST = 'stage = "during"\n'
DEADLINE = """\
[obligation.deadline]
event = "launch"
within = 10
unit = "working_days"
side = "after"
"""
RECURS = '[obligation.recurs]\nevery = 1\nunit = "week"\n'
RETAIN = """\
[obligation.retain]
at_least = 6
unit = "months"
what.zh = "日志"
what.en = "logs"
"""


def test_all_three_are_read(spoil: Spoil) -> None:
    """An obligation may have each of them once."""
    duty = load(spoil("art-1.toml", LAST, LAST + DEADLINE + RECURS + RETAIN)).obligation(
        "xx/trial-2023/art-1-do"
    )

    assert Deadline(event="launch", within=10, unit="working_days", side="after") == duty.deadline
    assert Recurrence(every=1, unit="week") == duty.recurs
    assert isinstance(duty.retain, Retention)
    assert (6, "months", "logs") == (duty.retain.at_least, duty.retain.unit, duty.retain.what.en)


def test_none_is_none(spoil: Spoil) -> None:
    """Most obligations have no term."""
    duty = load(spoil("art-1.toml", "", "")).obligation("xx/trial-2023/art-1-do")

    assert (None, None, None) == (duty.deadline, duty.recurs, duty.retain)


@pytest.mark.parametrize(
    ("block", "old", "new", "line", "expected", "found"),
    [
        (DEADLINE, '"launch"', '"lanch"', 25, "one of launch, change", "'lanch'"),
        (DEADLINE, "working_days", "workdays", 27, "one of hours, days", "'workdays'"),
        (DEADLINE, '"after"', '"behind"', 28, "one of after, before", "'behind'"),
        (DEADLINE, "10", "-1", 26, "within = a whole number from 0 up", "the number -1"),
        (DEADLINE, "10", "true", 26, "a whole number", "true"),
        (DEADLINE, 'side = "after"\n', "", 24, "side = a text", "no 'side'"),
        (DEADLINE, "side =", "sides =", 28, "one of event, within", "key 'sides'"),
        (RECURS, "every = 1", "every = 0", 25, "every = a whole number from 1 up", "number 0"),
        (RECURS, "week", "weeks", 26, "one of day, week", "'weeks'"),
        (RETAIN, "months", "weeks", 26, "one of days, months, years", "'weeks'"),
        (RETAIN, 'what.en = "logs"\n', "", 27, "what.zh and what.en", "no what.en"),
    ],
)
def test_a_mistake_is_named(
    spoil: Spoil, *, block: str, old: str, new: str, line: int, expected: str, found: str
) -> None:
    """File, line, what was expected and what was found."""
    with pytest.raises(InvalidInstrument) as caught:
        load(spoil("art-1.toml", LAST, LAST + block.replace(old, new)))

    assert ("art-1.toml", line) == (caught.value.file.name, caught.value.line)
    assert expected in caught.value.expected
    assert found in caught.value.found
