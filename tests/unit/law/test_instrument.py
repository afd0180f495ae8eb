"""Instruments and articles as values."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.law.conftest import Spoil

from hegui.law import Law, load
from hegui.law.instrument import is_in_force


@pytest.mark.parametrize(
    ("on", "is_in"),
    [("2023-08-14", False), ("2023-08-15", True), ("2025-12-31", True), ("2026-01-01", False)],
)
def test_days_are_half_open(on: str, is_in: bool) -> None:
    """The first day is in, the day of `until` is out."""
    assert is_in is is_in_force(date(2023, 8, 15), date(2026, 1, 1), date.fromisoformat(on))


def test_an_article_says_what_it_said_then(spoil: Spoil) -> None:
    """An amendment adds an expression; the old one stays."""
    folder = spoil("art-1.toml", "from = 2023-08-15\n", "from = 2023-08-15\nuntil = 2026-01-01\n")
    spoil(
        "art-1.toml",
        "[[obligation]]",
        """[[expression]]
from = 2026-02-01
checked = 2026-11-20
source = "https://example.org/law"
status = "binding"
confidence = "primary"
says.zh = "新规定。"
says.en = "A new rule."

[[obligation]]""",
    )
    article = load(folder).instruments["xx/trial-2023"].article("1")

    assert article is not None
    said = [
        None if (e := article.expression(date.fromisoformat(day))) is None else e.says.en
        for day in ("2023-08-14", "2023-08-15", "2026-01-15", "2026-02-01")
    ]
    assert [None, "A rule.", None, "A new rule."] == said


def test_an_article_that_is_not_there_is_none(tiny: Law) -> None:
    assert tiny.instruments["xx/trial-2023"].article("9") is None
