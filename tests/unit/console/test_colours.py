"""Text can be read: contrast of every colour pair, by day and by night.

Source:
    WCAG 2.2, 1.4.3 (text, 4.5 to 1) and 1.4.11 (borders of fields, 3 to 1).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.unit.console.catalogue import CONSOLE

SHEET = (CONSOLE / "static" / "hegui.css").read_text(encoding="utf-8")
DAY, NIGHT = re.findall(r":root \{(.*?)\}", SHEET, flags=re.DOTALL)[:2]
TEXT = ("ink", "soft", "accent", "ok", "failing", "stale", "unknown")


def colours(block: str) -> dict[str, str]:
    """Return the colours that a block of the stylesheet defines."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    """The formula is the standard's."""
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))


@pytest.mark.parametrize("ground", ["page", "sheet", "stripe"])
@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("block", [DAY, NIGHT], ids=["day", "night"])
def test_text_can_be_read(block: str, name: str, ground: str) -> None:
    """Every colour of words, on every ground."""
    found = colours(block)

    assert contrast(found[name], found[ground]) >= 4.5


@pytest.mark.parametrize("block", [DAY, NIGHT], ids=["day", "night"])
def test_buttons_and_fields_can_be_seen(block: str) -> None:
    """Words on a button, and the edge of a field."""
    found = colours(block)

    assert contrast(found["on-accent"], found["accent"]) >= 4.5
    assert contrast(found["page"], found["failing"]) >= 4.5
    assert contrast(found["edge"], found["page"]) >= 3
    assert contrast(found["edge"], found["sheet"]) >= 3


def test_templates_hold_no_style_of_their_own() -> None:
    """All looks are in the one stylesheet."""
    inline = [
        file.name
        for file in Path(CONSOLE).rglob("*.html")
        if re.search(r"\sstyle=|<style", file.read_text(encoding="utf-8"))
    ]

    assert [] == inline
