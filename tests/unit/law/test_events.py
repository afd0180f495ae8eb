"""Events and what was done, read from a profile."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hegui.errors import InvalidProfile
from hegui.law.events import EVENT_WORDS, Event, History, read_history
from hegui.law.source import read
from hegui.law.timing import EVENTS

KNOWN = ("cn/algorithm-2021/art-24-1-file",)


def history(folder: Path, text: str) -> History:
    file = folder / "hegui.toml"
    file.write_text(text, encoding="utf-8")
    return read_history(read(file, InvalidProfile).top, KNOWN)


def test_every_kind_of_event_has_words() -> None:
    assert EVENTS == tuple(EVENT_WORDS)


def test_events_are_read_by_day(tmp_path: Path) -> None:
    """In the order of the calendar, not of the file; an instant has its Beijing day."""
    text = """
[[event]]
kind = "incident"
at = 2026-11-20T18:30:00Z
[[event]]
kind = "launch"
on = 2026-10-08
note.zh = "公开上线"
note.en = "opened"
"""
    launch, incident = history(tmp_path, text).events

    assert ("launch", date(2026, 10, 8), None) == (launch.kind, launch.on, launch.at)
    assert "opened" == (launch.note.en if launch.note else "")
    assert "上线" == launch.words.zh
    assert date(2026, 11, 21) == incident.on
    assert datetime(2026, 11, 20, 18, 30, tzinfo=UTC) == incident.at


def test_what_was_done_is_found_by_obligation(tmp_path: Path) -> None:
    text = f"""
[[done]]
obligation = "{KNOWN[0]}"
on = 2026-10-20
[[done]]
obligation = "{KNOWN[0]}"
on = 2026-10-14
"""
    found = history(tmp_path, text)

    assert (date(2026, 10, 14), date(2026, 10, 20)) == found.of(KNOWN[0])
    assert () == found.of("cn/other-2020/art-1")


def test_nothing_reported_is_nothing(tmp_path: Path) -> None:
    assert History() == history(tmp_path, "")
    assert History().first("launch") is None


def test_the_first_of_a_kind() -> None:
    days = (date(2026, 1, 1), date(2026, 2, 1))
    found = History(events=tuple(Event(kind="change", on=day) for day in days))

    assert days[0] == (found.first("change") or found.events[1]).on


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[event]]\nkind = "lunch"\non = 2026-10-08\n', "Did you mean launch?"),
        ('[[event]]\nkind = "launch"\n', "either on = a day or at = an instant; found neither"),
        (
            '[[event]]\nkind = "launch"\non = 2026-10-08\nat = 2026-10-08T10:00:00Z\n',
            "found both",
        ),
        ('[[event]]\nkind = "launch"\nat = 2026-10-08T10:00:00\n', "an instant with its zone"),
        ('[[event]]\nkind = "launch"\nat = 2026-10-08\n', "an instant with its zone"),
        ('[[event]]\nkind = "launch"\non = "today"\n', "on = a day"),
        ('[[event]]\nkind = "launch"\non = 2026-10-08\nwho = "me"\n', "unknown key 'who'"),
        (
            '[[done]]\nobligation = "cn/algorithm-2021/art-24-1-fil"\non = 2026-10-08\n',
            "Did you mean cn/algorithm-2021/art-24-1-file?",
        ),
    ],
)
def test_a_slip_is_an_operators_error(tmp_path: Path, text: str, says: str) -> None:
    """What was expected, what was found, and near names."""
    with pytest.raises(InvalidProfile) as caught:
        history(tmp_path, text)

    assert says in caught.value.explain()
