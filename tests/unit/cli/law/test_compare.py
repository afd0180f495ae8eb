"""`hegui law compare`: this service under several regimes."""

from __future__ import annotations

import orjson
from tests.unit.cli.law.conftest import Run

from hegui.errors import UnknownRegime


def test_counts_theme_by_theme(run: Run) -> None:
    """Marks have their legend; each regime has its principle, path and focus."""
    shown = run("compare", "--on", "2026-11-21")

    assert 0 == shown.exit_code
    assert "Xiaohe · law as of 2026-11-21" in shown.output
    assert "● applies" in shown.output
    assert "△ guidance" in shown.output
    assert "United Kingdom" in shown.output
    assert "five principles" in shown.output
    assert "50,000,000 CNY" in shown.output


def test_one_theme_lists_its_duties(run: Run) -> None:
    """Guidance is named as such; a regime without any has a dash."""
    shown = run("compare", "--theme", "labels", "--regimes", "cn,jp,gb", "--lang", "zh").output

    assert "cn/gb-45438-2025/cl-5-1-place" in shown
    assert "指引" in shown
    assert "—" in shown
    assert "欧盟" not in shown


def test_json_is_complete(run: Run) -> None:
    shown = orjson.loads(run("compare", "--json").output)

    assert ["cn", "eu", "us", "jp", "kr", "gb"] == [
        each["regime"]["key"] for each in shown["regimes"]
    ]
    assert shown["regimes"][0]["penalties"]


def test_wrong_use(run: Run) -> None:
    assert 2 == run("compare", "--theme", "colour").exit_code
    assert isinstance(run("compare", "--regimes", "uk").exception, UnknownRegime)
