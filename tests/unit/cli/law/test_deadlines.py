"""`hegui law deadlines`: what falls due, what waits, what must be kept."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.unit.cli.law.conftest import PROFILE, Run

LAUNCH = '\n[[event]]\nkind = "launch"\non = {day}\n'
FILED = '\n[[done]]\nobligation = "cn/algorithm-2021/art-24-1-file"\non = 2026-10-14\n'


def told(run: Run, text: str, *arguments: str) -> tuple[int, str]:
    """Run the verb on a profile."""
    Path("hegui.toml").write_text(PROFILE + text, encoding="utf-8")
    shown = run("deadlines", "--on", "2026-11-21", *arguments)
    return shown.exit_code, shown.output


def test_nothing_reported_is_said(run: Run) -> None:
    """What waits for an event is listed all the same, and what must be kept."""
    code, shown = told(run, "", "--until", "2026-11-22")

    assert 0 == code
    assert "Waiting for an event not reported" in shown
    assert "within 10 working days after launch" in shown
    assert "Must still be there" in shown
    assert "since 2026-05-21" in shown


def test_before_there_was_a_law_nothing_is_due(run: Run) -> None:
    """One line, and no empty headings."""
    shown = run("deadlines", "--on", "2000-01-01").output

    assert "so nothing falls due yet" in shown
    assert "Waiting" not in shown


def test_what_is_late_is_a_finding(run: Run) -> None:
    """Exit code 1, so that a nightly run says so."""
    code, shown = told(run, LAUNCH.format(day="2026-09-28"))

    assert 1 == code
    assert "✕ late" in shown
    assert "2026-10-16  cn/algorithm-2021/art-24-1-file" in shown


def test_what_was_done_is_none(run: Run) -> None:
    _, shown = told(run, LAUNCH.format(day="2026-09-28") + FILED)

    assert "✓ done" in shown


def test_what_is_open_gives_its_reason(run: Run) -> None:
    """Once, below the list, in the reader's language."""
    code, shown = told(run, LAUNCH.format(day="2026-12-28"), "--lang", "zh")

    assert 0 == code
    assert "? 待定" in shown
    assert "? 工作日历只公布到 2026-12-31，其后还须计 7 个工作日。" in shown


@pytest.mark.parametrize(("event", "mark"), [("incident", "15:30"), ("request", "authority")])
def test_hours_and_others_clocks(run: Run, event: str, mark: str) -> None:
    """An hour is shown as one; what an authority has to do is not late for the service."""
    at = f'\n[[event]]\nkind = "{event}"\nat = 2026-11-21T11:30:00+08:00\n'
    facts = "operator.network_operator = true\nservice.social_mobilisation = false\n"
    facts += "operator.critical_infrastructure = false\noperator.central_organ = false\n"
    _, shown = told(run, facts + at)

    assert mark in shown


def test_json_has_all_three(run: Run) -> None:
    _, shown = told(run, LAUNCH.format(day="2026-09-28"), "--json")
    found = orjson.loads(shown)
    filing = next(
        each for each in found["deadlines"] if each["id"] == "cn/algorithm-2021/art-24-1-file"
    )

    assert ("2026-10-16", "late", True) == (
        filing["due"]["day"],
        filing["state"],
        filing["is_ours"],
    )
    assert {"waiting", "kept"} <= set(found)
    assert all(each["deadline"]["en"] for each in found["waiting"])


def test_a_calendar_to_take_along(run: Run) -> None:
    _, shown = told(run, LAUNCH.format(day="2026-11-20"), "--ical")

    assert shown.startswith("BEGIN:VCALENDAR")
    assert "DTSTART;VALUE=DATE:20261204" in shown
