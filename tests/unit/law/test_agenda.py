"""The agenda: what falls due when, what comes back, what must be kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty

from hegui.law import Applicability, Law, Profile, load_profile
from hegui.law.agenda import Item, State, agenda, kept, waiting
from hegui.law.calendar import load_calendars
from hegui.law.deadline import Open

A = "cn/a-2020"
FILE = 'event = "launch"\nwithin = 10\nunit = "working_days"\nside = "after"'
ASSESS = 'event = "launch"\nwithin = 0\nunit = "days"\nside = "before"'
REPORT = 'event = "incident"\nwithin = 1\nunit = "hours"\nside = "after"'
LOGS = 'at_least = 6\nunit = "months"\nwhat.zh = "日志"\nwhat.en = "the logs"'
ON = date(2026, 11, 21)


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Filing after launch, assessment before it, a report in an hour, a weekly update, logs."""
    pack = Pack(tmp_path).instrument(A)
    pack.provision(
        A,
        "art-1",
        duty("art-1-file", deadline=FILE),
        duty("art-1-assess", deadline=ASSESS, when='"is_public"'),
        duty("art-1-report", deadline=REPORT),
        duty("art-1-update", recurs='every = 1\nunit = "week"'),
        duty("art-1-logs", retain=LOGS),
        duty("art-1-minors", deadline=FILE, when='"has_minors"'),
        duty("art-1-later", deadline=FILE, from_="2026-10-09"),
    )
    return pack.load()


def profile(folder: Path, law: Law, text: str) -> Profile:
    file = folder / "hegui.toml"
    facts = "[facts]\nrole.provider = true\nhas_minors = false\n"
    file.write_text(facts + text, encoding="utf-8")
    return load_profile(file, law)


def event(kind: str, on: str) -> str:
    key = "at" if "T" in on else "on"
    return f'[[event]]\nkind = "{kind}"\n{key} = {on}\n'


def done(name: str, on: str) -> str:
    return f'[[done]]\nobligation = "{A}/{name}"\non = {on}\n'


def shown(items: tuple[Item, ...]) -> list[tuple[str, str | None, str]]:
    return [
        (i.obligation.id.rpartition("-")[2], i.day.isoformat() if i.day else None, i.state.value)
        for i in items
    ]


def items(folder: Path, law: Law, text: str, until: date | None = None) -> tuple[Item, ...]:
    return agenda(law, profile(folder, law, text), ON, calendars=load_calendars(), until=until)


class TestEvents:
    """A deadline belongs to an event, and binds by the law of that event's day."""

    def test_a_launch_starts_its_clocks(self, tmp_path: Path, law: Law) -> None:
        """Before and after; what may apply is there too, what does not is not."""
        found = items(tmp_path, law, event("launch", "2026-09-28"))

        assert [
            ("assess", "2026-09-27", "late"),
            ("file", "2026-10-16", "late"),
            ("update", "2026-11-23", "late"),
        ] == shown(found)
        assert Applicability.UNKNOWN is found[0].verdict

    def test_a_duty_of_later_days_does_not_reach_back(self, tmp_path: Path, law: Law) -> None:
        """In force from 9 October: a launch on the 8th is not its event, one on the 9th is."""
        before = items(tmp_path, law, event("launch", "2026-10-08"))
        on_the_day = items(tmp_path, law, event("launch", "2026-10-09"))

        assert "later" not in {name for name, _, _ in shown(before)}
        assert "later" in {name for name, _, _ in shown(on_the_day)}

    def test_past_the_calendar_it_is_open_and_last(self, tmp_path: Path, law: Law) -> None:
        """No day, a reason, and no state but open."""
        found = items(tmp_path, law, event("launch", "2026-12-28"))

        assert ("file", None, "open") in shown(found)
        assert [None, None] == [item.day for item in found[-2:]]
        assert isinstance(found[-1].outcome, Open)

    def test_hours_stay_hours(self, tmp_path: Path, law: Law) -> None:
        found = items(tmp_path, law, event("incident", "2026-11-22T23:30:00+08:00"))

        assert ("report", "2026-11-23", "ahead") in shown(found)
        assert {"late_from": "2026-11-22T16:30:00+00:00"}.items() <= dict(
            found[0].as_dict()["due"]  # type: ignore[call-overload]
        ).items()

    def test_what_was_done_is_done(self, tmp_path: Path, law: Law) -> None:
        """In time, or late; an act before the event is not the act after it."""
        text = event("launch", "2026-09-28") + done("art-1-assess", "2026-09-27")
        in_time = items(tmp_path, law, text + done("art-1-file", "2026-10-16"))
        too_late = items(tmp_path, law, text + done("art-1-file", "2026-10-17"))
        before = items(tmp_path, law, text + done("art-1-file", "2026-09-01"))

        assert [("assess", "2026-09-27", "done"), ("file", "2026-10-16", "done")] == shown(in_time)[
            :2
        ]
        assert ("file", "2026-10-16", "late") == shown(too_late)[1]
        assert date(2026, 10, 17) == too_late[1].done_on
        assert before[1].done_on is None

    def test_until_leaves_out_what_is_later(self, tmp_path: Path, law: Law) -> None:
        found = items(tmp_path, law, event("launch", "2026-09-28"), until=date(2026, 10, 1))

        assert ["assess"] == [name for name, _, _ in shown(found)]


class TestRecurring:
    """A duty that comes back counts from when it was last done."""

    def test_from_the_launch(self, tmp_path: Path, law: Law) -> None:
        """Every week since 28 September: seven passed by 21 November."""
        update = items(tmp_path, law, event("launch", "2026-09-28"))[-1]

        assert (7, date(2026, 11, 23)) == (update.missed, update.day)

    def test_from_the_last_time(self, tmp_path: Path, law: Law) -> None:
        text = event("launch", "2026-09-28") + done("art-1-update", "2026-11-19")
        update = items(tmp_path, law, text)[-1]

        assert ("2026-11-26", "ahead", 0) == (str(update.day), update.state.value, update.missed)
        assert date(2026, 11, 19) == update.done_on

    def test_without_a_beginning_it_is_open(self, tmp_path: Path, law: Law) -> None:
        assert [("update", None, "open")] == shown(items(tmp_path, law, ""))


def test_what_waits_for_an_event(tmp_path: Path, law: Law) -> None:
    """A launch was reported, an incident was not."""
    found = waiting(law, profile(tmp_path, law, event("launch", "2026-09-28")), ON)

    assert [f"{A}/art-1-report"] == [decision.obligation.id for decision in found]


def test_what_must_still_be_there(tmp_path: Path, law: Law) -> None:
    found = kept(law, profile(tmp_path, law, ""), ON)[0]

    assert (date(2026, 5, 21), "the logs") == (found.since, found.rule.what.en)
    assert "2026-05-21" == found.as_dict()["since"]


def test_every_state_has_words() -> None:
    assert 4 == len({state.words.zh for state in State})
