"""Events and acts go into a profile, and nothing else in it changes."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from hegui.clock import BEIJING
from hegui.errors import ProfileNotEdited, ProfileNotWritten
from hegui.law.events import Done, Event
from hegui.law.reporting import (
    record_done,
    report_event,
    with_done,
    with_event,
    without_event,
)

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """# ours
[facts]
stage = "public"  # since spring

[[event]]
kind = "launch"  # the great day
on = 2026-10-08
note.zh = "公开上线"
note.en = "opened"

# what happened next
[[event]]
kind = "incident"
at = 2026-11-20T14:30:00+08:00
"""
LAUNCH = Event(kind="launch", on=date(2026, 10, 8))
INCIDENT = Event(
    kind="incident", on=date(2026, 11, 20), at=datetime(2026, 11, 20, 14, 30, tzinfo=BEIJING)
)
CHANGE = Event(kind="change", on=date(2026, 12, 1))


class TestReporting:
    """One more table at the end."""

    def test_what_stands_there_stays(self) -> None:
        """The text before is a beginning of the text after."""
        made = with_event(TEXT, CHANGE)

        assert made.startswith(TEXT)
        assert {"kind": "change", "on": date(2026, 12, 1)} == tomllib.loads(made)["event"][-1]

    def test_an_instant_keeps_its_zone(self) -> None:
        """Hours count from it."""
        found = tomllib.loads(with_event("", INCIDENT))["event"]

        assert [{"kind": "incident", "at": INCIDENT.at}] == found

    def test_a_last_line_without_its_end(self) -> None:
        """A file that stops in the middle of a line gets its end first."""
        assert "public" == tomllib.loads(with_event('stage = "public"', CHANGE))["stage"]

    def test_an_act(self) -> None:
        """Duty and day."""
        deed = Done(obligation="cn/genai-2023/art-17-file", on=date(2026, 10, 14))
        found = tomllib.loads(with_done(TEXT, deed))["done"]

        assert [{"obligation": deed.obligation, "on": deed.on}] == found

    def test_another_way_of_writing_is_refused(self) -> None:
        """An inline list cannot be continued by a table."""
        with pytest.raises(ValueError, match=r"."):
            with_event('event = [{kind = "launch", on = 2026-10-08}]\n', CHANGE)


class TestTakingBack:
    """The table of the event goes; all else stays."""

    def test_the_event_goes_with_its_note(self) -> None:
        """The other event and the answers stay as they were."""
        before, after = tomllib.loads(TEXT), tomllib.loads(without_event(TEXT, LAUNCH))

        assert before["event"][1:] == after["event"]
        assert before["facts"] == after["facts"]

    def test_the_last_one(self) -> None:
        """To the end of the file."""
        made = without_event(TEXT, INCIDENT)

        assert ["launch"] == [event["kind"] for event in tomllib.loads(made)["event"]]
        assert "# ours" in made

    def test_only_one_of_two_alike(self) -> None:
        """Each report is taken back by itself."""
        twice = with_event(with_event("", CHANGE), CHANGE)

        assert 1 == len(tomllib.loads(without_event(twice, CHANGE))["event"])

    def test_to_and_fro_says_the_same(self) -> None:
        """Reporting and taking back leaves what the file said."""
        assert tomllib.loads(TEXT) == tomllib.loads(without_event(with_event(TEXT, CHANGE), CHANGE))

    def test_one_that_is_not_there_is_refused(self) -> None:
        """Nothing else is taken in its place."""
        with pytest.raises(ValueError, match="change"):
            without_event(TEXT, CHANGE)

    def test_an_inline_list_is_refused(self) -> None:
        """What this cannot cut out cleanly, it leaves alone."""
        with pytest.raises((ValueError, KeyError)):
            without_event('event = [{kind = "launch", on = 2026-10-08}]\n', LAUNCH)


class TestTheFile:
    """Whole or not at all."""

    def test_it_is_written(self, tmp_path: Path) -> None:
        """An event and an act, one after the other."""
        path = tmp_path / "hegui.toml"
        path.write_text(TEXT, encoding="utf-8")
        report_event(path, CHANGE)
        record_done(path, Done(obligation="cn/a-2020/art-1", on=date(2026, 12, 2)))
        report_event(path, LAUNCH, is_withdrawn=True)
        found = tomllib.loads(path.read_text(encoding="utf-8"))

        assert ["incident", "change"] == [event["kind"] for event in found["event"]]
        assert 1 == len(found["done"])

    def test_a_file_that_cannot_be_changed_says_what_to_do(self, tmp_path: Path) -> None:
        """It is left as it was."""
        path = tmp_path / "hegui.toml"
        path.write_text('event = [{kind = "launch", on = 2026-10-08}]\n', encoding="utf-8")
        before = path.read_bytes()
        with pytest.raises(ProfileNotEdited) as refused:
            report_event(path, CHANGE)

        assert "by hand" in refused.value.hint
        assert before == path.read_bytes()

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        """The disk's word is passed on."""
        with pytest.raises(ProfileNotWritten):
            report_event(tmp_path / "none.toml", CHANGE)
