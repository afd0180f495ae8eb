"""Words for an interface, with a style and a web component."""

from __future__ import annotations

import re
from typing import cast

import pytest

from hegui.errors import InvalidPlacement
from hegui.labels.explicit.contrast import LEAST_RATIO, ratio
from hegui.labels.explicit.interface import COMPONENT, SPOTS, STYLE, Spot, component, snippet


def _luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("spot", SPOTS)
def test_words_cannot_break_out_of_the_snippet(spot: Spot) -> None:
    for made in (snippet, component):
        told = made('AI生成"><script>', language='zh"', spot=spot)

        assert "<script" not in told
        assert "AI生成&quot;&gt;&lt;script&gt;" in told


@pytest.mark.parametrize("file", [STYLE, COMPONENT])
def test_words_can_be_read_on_light_and_on_dark(file: object) -> None:
    """Both files hold two pairs of ground and ink, each of enough contrast."""
    text = STYLE.read_text("utf-8") if file == STYLE else COMPONENT.read_text("utf-8")
    pairs = re.findall(r"background:\s*#(\w+);\s*color:\s*#(\w+)", text)

    assert 2 == len(pairs)
    assert all(ratio(_luminance(a), _luminance(b)) >= LEAST_RATIO for a, b in pairs)


def test_the_style_knows_what_the_snippet_uses() -> None:
    style = STYLE.read_text("utf-8")

    for spot in SPOTS:
        for name in re.findall(r'class="([^"]+)"', snippet("AI生成", language="zh", spot=spot)):
            assert all(f".{one}" in style for one in name.split())


def test_an_unknown_spot_is_refused() -> None:
    for made in (snippet, component):
        with pytest.raises(InvalidPlacement, match="near, top, bottom"):
            made("AI生成", language="zh", spot=cast("Spot", "left"))
