"""Deadlines: events reported, days counted, acts noted, a calendar to take along."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import text_of

from hegui import clock

if TYPE_CHECKING:
    from tests.unit.console.house import House


def report(house: House, **form: str) -> int:
    return house.staff.post("/deadlines/", form).status_code


def events(house: House) -> list[dict[str, object]]:
    """Read the events of the profile as TOML."""
    text = house.profile.read_text(encoding="utf-8")
    found: list[dict[str, object]] = tomllib.loads(text).get("event", [])
    return found


def filing(house: House) -> None:
    """Make the service one that must file, so that working days are counted."""
    for fact in ("service.public_opinion", "service.social_mobilisation"):
        house.staff.post(f"/interview/{fact}/", {"answer": "true"})


class TestReporting:
    """An event that is told starts the clocks of the law."""

    def test_a_launch_starts_its_deadlines(self, living: House) -> None:
        """What counts from it stands on the page with its day."""
        filing(living)
        status = report(living, kind="launch", on="2026-09-28")
        said = text_of(living.staff.get("/deadlines/"))

        assert 302 == status
        assert [{"kind": "launch", "on": date(2026, 9, 28)}] == events(living)
        assert "2026-10-16" in said
        assert "within 10 working days after launch" in said

    def test_past_the_published_calendar_it_stays_open(self, living: House) -> None:
        """No day is guessed; the reason and the earliest day are told."""
        filing(living)
        report(living, kind="launch", on="2026-12-28")
        said = text_of(living.staff.get("/deadlines/"))

        assert "No day can be told yet" in said
        assert "Working days are published up to 2026-12-31" in said

    def test_hours_count_from_the_instant(self, living: House) -> None:
        """An incident with its time gives an hour, in Beijing's clock."""
        report(living, kind="incident", on="2026-11-20", at="14:30")
        said = text_of(living.staff.get("/deadlines/"))

        assert "2026-11-20T14:30:00+08:00" in living.profile.read_text(encoding="utf-8")
        assert re.search(r"2026-11-2\d \d\d:30", said)

    def test_the_ledger_tells_of_it(self, living: House) -> None:
        """Kind, day and person; an event has no words of its own."""
        report(living, kind="launch", on="2026-11-01")
        entry = living.reader.last(kind="event")

        assert entry is not None
        assert ("event/launch",) == entry.refs
        assert {
            "act": "reported",
            "event": "launch",
            "on": "2026-11-01",
            "at": None,
            "by": "officer",
        } == entry.payload

    @pytest.mark.parametrize(
        ("form", "mend"),
        [
            ({"kind": "launch", "on": "someday"}, "Enter a valid date"),
            ({"kind": "nonsense", "on": "2026-11-01"}, "Select a valid choice"),
            ({"kind": "incident", "on": "2026-11-01", "at": "noon"}, "Enter a valid time"),
            ({"kind": "incident"}, "This field is required"),
        ],
    )
    def test_a_mistake_stands_beside_its_field(
        self, form: dict[str, str], mend: str, living: House
    ) -> None:
        """What was typed is kept and nothing is written."""
        before = living.profile.read_text(encoding="utf-8")
        page = living.staff.post("/deadlines/", form)

        assert 422 == page.status_code
        assert mend in text_of(page)
        assert before == living.profile.read_text(encoding="utf-8")
        assert 0 == living.reader.count(kind="event")

    def test_the_same_event_is_not_reported_twice(self, living: House) -> None:
        """The second time says so."""
        report(living, kind="launch", on="2026-11-01")
        page = living.staff.post("/deadlines/", {"kind": "launch", "on": "2026-11-01"})

        assert 422 == page.status_code
        assert "reported already" in text_of(page)
        assert 1 == len(events(living))

    def test_an_event_can_be_taken_back(self, living: House) -> None:
        """It goes from the file, its deadlines go, and both acts stay in the ledger."""
        report(living, kind="launch", on="2026-11-01")
        report(living, kind="change", on="2026-11-10")
        living.staff.post("/deadlines/withdraw/", {"which": "0", "kind": "launch"})

        assert [{"kind": "change", "on": date(2026, 11, 10)}] == events(living)
        assert 3 == living.reader.count(kind="event")

    @pytest.mark.parametrize(("which", "kind"), [("0", "change"), ("7", "launch"), ("x", "launch")])
    def test_an_event_that_is_not_there_is_not_taken_back(
        self, which: str, kind: str, living: House
    ) -> None:
        """A stale page takes nothing else away."""
        report(living, kind="launch", on="2026-11-01")
        page = living.staff.post(
            "/deadlines/withdraw/", {"which": which, "kind": kind}, follow=True
        )

        assert "no such event any more" in text_of(page)
        assert 1 == len(events(living))


class TestTheAgenda:
    """What is late, ahead, open or done; what waits; what must be kept."""

    def test_without_events_it_says_how_to_begin(self, living: House) -> None:
        """Duties that wait stand under the event they wait for."""
        said = text_of(living.staff.get("/deadlines/"))

        assert "Waiting for an event" in said
        assert "Report an event" in said

    def test_what_was_done_is_done(self, living: House) -> None:
        """A deadline that was met leaves the late ones; the ledger knows the day."""
        filing(living)
        day = clock.today() - timedelta(days=3)
        report(living, kind="launch", on=day.isoformat())
        page = living.staff.get("/deadlines/").content.decode()
        found = re.search(r'name="obligation" value="(cn/algorithm-2021/[^"]+)"', page)
        assert found is not None
        living.staff.post("/deadlines/done/", {"obligation": found[1], "on": day.isoformat()})
        entry = living.reader.last(kind="done")

        assert entry is not None
        assert (found[1],) == entry.refs
        assert f"done on {day.isoformat()}" in text_of(living.staff.get("/deadlines/"))

    @pytest.mark.parametrize(
        ("form", "mend"),
        [
            ({"obligation": "cn/nothing-2000/art-1", "on": "2026-01-01"}, "Choose a duty"),
            ({"obligation": "cn/genai-2023/art-17-file", "on": "2999-01-01"}, "a day before"),
        ],
    )
    def test_a_deed_that_cannot_be_is_refused(
        self, form: dict[str, str], mend: str, living: House
    ) -> None:
        """Only a duty of the law, and no day that has not come."""
        page = living.staff.post("/deadlines/done/", form, follow=True)

        assert mend in text_of(page)
        assert 0 == living.reader.count(kind="done")

    def test_it_is_seen_from_the_chosen_day(self, living: House) -> None:
        """On an earlier day, what is late today was ahead."""
        filing(living)
        report(living, kind="launch", on="2026-09-28")
        living.staff.post("/as-of/", {"on": "2026-10-01"})
        said = text_of(living.staff.get("/deadlines/"))

        assert "2026-10-16" in said[said.index("Ahead") :]


def test_the_calendar_is_a_file_for_calendar_programs(living: House) -> None:
    """The same agenda as RFC 5545 text."""
    filing(living)
    report(living, kind="launch", on="2026-09-28")
    answer = living.staff.get("/deadlines/calendar.ics")
    text = answer.content.decode()

    assert "text/calendar; charset=utf-8" == answer.headers["Content-Type"]
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20261016" in text
