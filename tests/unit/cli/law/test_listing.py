"""`hegui law list`: the instruments, and whether each stands on a day."""

from __future__ import annotations

from datetime import date

import orjson
import pytest
from tests.unit.cli.law.conftest import Run

from hegui.cli.law.listing import standing
from hegui.errors import InvalidDay
from hegui.law import load


@pytest.mark.parametrize(
    ("id_", "on", "stands"),
    [
        ("cn/genai-2023", date(2023, 8, 14), "not_yet"),
        ("cn/genai-2023", date(2023, 8, 15), "in_force"),
        ("cn/tc260-003-2024", date(2025, 10, 31), "in_force"),
        ("cn/tc260-003-2024", date(2025, 11, 1), "ended"),
        ("cn/genai-draft-2023", date(2026, 11, 21), "draft"),
        ("us/nist-ai-rmf-2023", date(2026, 11, 21), "guidance"),
    ],
)
def test_standing(id_: str, on: date, stands: str) -> None:
    """On its first day it stands, on its last it does not; a draft stays a draft."""
    assert stands == standing(load().instruments[id_], on)


def test_lists_each_with_its_days(run: Run) -> None:
    shown = run("list", "--on", "2026-11-21")

    assert 0 == shown.exit_code
    assert f"2026-11-21: {len(load().instruments)} instruments" in shown.output
    assert "– ended" in shown.output
    assert "2024-02-29 → 2025-11-01" in shown.output


def test_one_jurisdiction_in_chinese(run: Run) -> None:
    shown = run("list", "--in", "cn", "--lang", "zh").output

    assert "生成式人工智能服务管理暂行办法" in shown
    assert "eu/ai-act-2024" not in shown


def test_json_is_complete(run: Run) -> None:
    shown = orjson.loads(run("list", "--on", "2026-11-21", "--json").output)
    found = {each["id"]: each for each in shown["instruments"]}

    assert list(load().instruments) == [each["id"] for each in shown["instruments"]]
    assert ["cn/tc260-003-2024"] == found["cn/gbt-45654-2025"]["succeeds"]
    assert len(load().obligations) == sum(each["obligations"] for each in found.values())


def test_a_day_that_is_none_is_wrong_use(run: Run) -> None:
    assert isinstance(run("list", "--on", "someday").exception, InvalidDay)
