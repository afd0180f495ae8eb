"""What differs between two obligations, in words that people read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty

from hegui.bilingual import Bilingual
from hegui.law.aspects import aspects, deadline_words, differences, recurrence_words
from hegui.law.timing import Deadline, Recurrence

LAUNCH = 'event = "launch"\nwithin = 10\nunit = "working_days"\nside = "after"'
FULL = duty(
    "art-1-full",
    deadline=LAUNCH,
    recurs='every = 1\nunit = "month"',
    retain='at_least = 6\nunit = "months"\nwhat.zh = "日志"\nwhat.en = "the logs"',
    parameters='share = 0.05\nkinds = ["a", "b"]\nis_hard = true\nlimit = {low = 1}',
    reading__zh='"理解"',
    reading__en='"we read"',
)


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (("launch", 10, "working_days", "after"), "上线后 10 个工作日内", "within 10 working days"),
        (("incident", 1, "hours", "after"), "安全事件后 1 小时内", "within 1 hour after incident"),
        (("launch", 0, "days", "before"), "上线之前", "before launch"),
        (("award", 0, "days", "after"), "取得编号当日", "on the day of award"),
        (("change", 30, "days", "before"), "变更前 30 日", "at least 30 days before change"),
    ],
)
def test_a_deadline_reads_as_a_phrase(rule: tuple[str, int, str, str], zh: str, en: str) -> None:
    event, within, unit, side = rule
    words = deadline_words(Deadline(event=event, within=within, unit=unit, side=side))

    assert zh == words.zh
    assert en in words.en


@pytest.mark.parametrize(
    ("every", "unit", "zh", "en"),
    [
        (1, "week", "每周", "every week"),
        (2, "year", "每 2 年", "every 2 years"),
        (1, "month", "每个月", "every month"),
    ],
)
def test_a_recurrence_reads_as_a_phrase(every: int, unit: str, zh: str, en: str) -> None:
    words = recurrence_words(Recurrence(every=every, unit=unit))

    assert Bilingual(zh=zh, en=en) == words


def test_everything_that_a_duty_has_is_told(tmp_path: Path) -> None:
    """Terms as phrases, parameters one by one."""
    law = Pack(tmp_path).instrument("xx/a-2020").provision("xx/a-2020", "art-1", FULL).load()
    told = {
        aspect.name: aspect.after.en if aspect.after else ""
        for aspect in aspects(law.obligation("xx/a-2020/art-1-full"))
    }

    assert "within 10 working days after launch" == told["deadline"]
    assert "every month" == told["recurs"]
    assert "keep the logs for at least 6 months" == told["retain"]
    assert "we read" == told["reading"]
    assert ("0.05", "a, b", "true", "low = 1") == tuple(
        told[f"parameters.{key}"] for key in ("share", "kinds", "is_hard", "limit")
    )


def test_only_what_differs_is_told(tmp_path: Path) -> None:
    """With what was and what is; None where there was, or is, nothing."""
    other = duty("art-1-other", when='"is_public"', parameters="share = 0.1\nitems = 3")
    law = Pack(tmp_path).instrument("xx/a-2020").provision("xx/a-2020", "art-1", FULL, other).load()
    full, changed = law.obligations.values()
    found = {aspect.name: aspect for aspect in differences(full, changed)}

    assert ("condition", "role.provider", "is_public") == (
        found["when"].group,
        found["when"].before.en if found["when"].before else "",
        found["when"].after.en if found["when"].after else "",
    )
    assert found["deadline"].after is None
    assert found["parameters.items"].before is None
    assert "bearer" not in found
    assert () == differences(full, full)
    assert {"name", "group", "before", "after"} == set(found["when"].as_dict())
