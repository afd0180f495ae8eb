"""How each jurisdiction goes about it, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidInstrument
from hegui.law.regimes import load_regimes

REGIME = """\
[[regime]]
key = "xx"
name.zh = "某地"
name.en = "somewhere"
checked = 2026-11-21
confidence = "recalled"
principle.zh = "原则"
principle.en = "principle"
path.zh = "路径"
path.en = "path"
focus.zh = "侧重"
focus.en = "focus"
[[regime.view]]
year = 2025
says.zh = "后"
says.en = "later"
[[regime.view]]
year = 2023
says.zh = "先"
says.en = "earlier"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "regimes.toml").write_text(text, encoding="utf-8")
    return folder


def test_six_regimes_come_with_hegui() -> None:
    """Home first; four of them as they looked in 2023."""
    regimes = load_regimes()

    assert ["cn", "eu", "us", "jp", "kr", "gb"] == [regime.key for regime in regimes]
    assert [2023] * 4 == [view.year for regime in regimes for view in regime.views]


def test_views_are_history_in_order(tmp_path: Path) -> None:
    regime = load_regimes(written(tmp_path, REGIME))[0]

    assert ["earlier", "later"] == [view.says.en for view in regime.views]
    assert "recalled" == regime.as_dict()["confidence"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (REGIME.replace('focus.en = "focus"\n', ""), 11, "no focus.en"),
        (REGIME + REGIME, 22, "each regime once; found 'xx' again"),
        (REGIME.replace("2025", '"2025"'), 14, "a whole number"),
        (REGIME.replace("recalled", "rumoured"), 6, "one of primary"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(InvalidInstrument) as caught:
        load_regimes(written(tmp_path, text))

    assert line == caught.value.line
    assert says in str(caught.value)
