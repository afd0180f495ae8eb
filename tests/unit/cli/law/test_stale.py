"""`hegui law stale`: what nobody compared with its source for a while."""

from __future__ import annotations

import orjson
from tests.unit.cli.law.conftest import Run


def test_a_list_that_never_fails(run: Run) -> None:
    """However long it is: that a day has passed breaks nothing."""
    shown = run("stale", "--on", "2036-11-21")

    assert 0 == shown.exit_code
    assert "not compared with their source for 90 days" in shown.output
    assert "cn/genai-2023/art-14" in shown.output


def test_nothing_is_stale_on_the_day_of_the_check(run: Run) -> None:
    shown = orjson.loads(run("stale", "--on", "2026-11-20", "--json").output)

    assert {"on": "2026-11-20", "days": 90, "stale": []} == shown
    assert 1 == len(run("stale", "--on", "2026-11-20").output.splitlines())


def test_days_and_language(run: Run) -> None:
    assert (
        "超过 1 日未与出处核对"
        in run("stale", "--on", "2026-11-30", "--days", "1", "--lang", "zh").output
    )
    assert 2 == run("stale", "--days", "-1").exit_code
