"""An agenda as iCalendar text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty

from hegui.law import load_profile
from hegui.law.agenda import Item, agenda
from hegui.law.calendar import load_calendars
from hegui.law.ical import escaped, folded, ical

A = "cn/a-2020"
STAMP = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
FILE = 'event = "launch"\nwithin = 10\nunit = "working_days"\nside = "after"'
REPORT = 'event = "incident"\nwithin = 1\nunit = "hours"\nside = "after"'
PROFILE = """\
[facts]
role.provider = true
[[event]]
kind = "launch"
on = {launch}
[[event]]
kind = "incident"
at = 2026-11-20T14:30:00+08:00
[[done]]
obligation = "cn/a-2020/art-1-done"
on = 2026-10-09
"""


def items(folder: Path, launch: str, unit: str = "week") -> tuple[Item, ...]:
    pack = Pack(folder).instrument(A)
    pack.provision(
        A,
        "art-1",
        duty("art-1-file", deadline=FILE, title__zh='"备案；一、二"', title__en='"File; a, b"'),
        duty("art-1-done", deadline=FILE),
        duty("art-1-report", deadline=REPORT),
        duty("art-1-update", recurs=f'every = 1\nunit = "{unit}"'),
    )
    law = pack.load()
    file = folder / "hegui.toml"
    file.write_text(PROFILE.format(launch=launch), encoding="utf-8")
    return agenda(law, load_profile(file, law), date(2026, 10, 10), calendars=load_calendars())


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def components(text: str) -> list[dict[str, str]]:
    """Return the properties of each event and task, by name."""
    found: list[dict[str, str]] = []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if name == "BEGIN" and value != "VCALENDAR":
            found.append({"BEGIN": value})
        elif found and name != "END":
            found[-1][name] = value
    return found


class TestCalendar:
    """Days, hours, rules and open ends."""

    def test_each_item_is_what_it_is(self, tmp_path: Path) -> None:
        """A day is all-day, an hour is an instant, a recurring duty has its rule."""
        text = ical(items(tmp_path, "2026-10-08"), language="en", stamp=STAMP)
        found = {each["SUMMARY"].split()[-1]: each for each in components(text)}

        assert ("20261021", "20261022") == (
            found["b"]["DTSTART;VALUE=DATE"],
            found["b"]["DTEND;VALUE=DATE"],
        )
        assert "20261120T073000Z" == found["art-1-report"]["DTSTART"]
        assert "FREQ=WEEKLY;INTERVAL=1" == found["art-1-update"]["RRULE"]

    def test_what_was_done_is_left_out(self, tmp_path: Path) -> None:
        text = ical(items(tmp_path, "2026-10-08"), language="en", stamp=STAMP)

        assert "art-1-done" not in "".join(unfolded(text))

    def test_an_open_deadline_is_a_task_without_a_date(self, tmp_path: Path) -> None:
        """It claims no day, and says why."""
        text = ical(items(tmp_path, "2026-12-28"), language="zh", stamp=STAMP)
        task = next(each for each in components(text) if each["BEGIN"] == "VTODO")

        assert not {name for name in task if name.startswith(("DTSTART", "DUE"))}
        assert "只公布到 2026-12-31" in task["DESCRIPTION"]

    def test_words_are_escaped(self, tmp_path: Path) -> None:
        text = ical(items(tmp_path, "2026-10-08"), language="en", stamp=STAMP)

        assert r"SUMMARY:File\; a\, b" in unfolded(text)

    def test_a_uid_is_of_the_duty_and_its_event(self, tmp_path: Path) -> None:
        """The same again, another for another event; the language does not matter."""
        one, two, moved = (
            {each["UID"] for each in components(ical(found, language=language, stamp=STAMP))}
            for found, language in (
                (items(tmp_path / "1", "2026-10-08"), "en"),
                (items(tmp_path / "2", "2026-10-08"), "zh"),
                (items(tmp_path / "3", "2026-10-09"), "en"),
            )
        )

        assert one == two
        assert 1 == len(moved - one)

    def test_the_same_agenda_gives_the_same_bytes(self, tmp_path: Path) -> None:
        found = items(tmp_path, "2026-10-08")

        assert ical(found, language="en", stamp=STAMP) == ical(found, language="en", stamp=STAMP)

    @pytest.mark.parametrize(
        ("launch", "unit", "rule"),
        [
            ("2026-10-08", "week", "FREQ=WEEKLY;INTERVAL=1"),
            ("2026-10-08", "quarter", "FREQ=MONTHLY;INTERVAL=3"),
            ("2026-08-31", "month", None),  # would skip the shorter months
            ("2026-08-31", "day", "FREQ=DAILY;INTERVAL=1"),
        ],
    )
    def test_rules(self, tmp_path: Path, launch: str, unit: str, rule: str | None) -> None:
        text = ical(items(tmp_path, launch, unit), language="en", stamp=STAMP)
        rules = [each.get("RRULE") for each in components(text) if "RRULE" in each]

        assert ([] if rule is None else [rule]) == rules

    def test_lines_are_short_and_end_as_they_should(self, tmp_path: Path) -> None:
        """At most 75 octets each, CRLF at every end."""
        text = ical(items(tmp_path, "2026-12-28"), language="zh", stamp=STAMP)
        lines = text.encode().split(b"\r\n")

        assert b"" == lines[-1]
        assert max(map(len, lines)) <= 75
        assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    "line", ["", "a" * 75, "a" * 76, "字" * 25, "字" * 26, "a" + "字" * 60, "é" * 200]
)
def test_folding_can_be_undone(line: str) -> None:
    """And never cuts a character."""
    parts = folded(line).split("\r\n")

    assert line == folded(line).replace("\r\n ", "")
    assert all(len(part.encode()) <= 75 for part in parts)


def test_escapes() -> None:
    assert r"a\\b\;\,\nc" == escaped("a\\b;,\r\nc")
