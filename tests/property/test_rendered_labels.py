"""Words on a picture of any size: high enough, within it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.labels.explicit.made import RULES, white_rows

from hegui.errors import LabelNotRendered
from hegui.labels.explicit.contrast import LEAST_RATIO, choose
from hegui.labels.explicit.font import FONT
from hegui.labels.explicit.paint import Layout, lay_out, measure_ink, paint
from hegui.labels.explicit.placement import PLACES, Place

_WORDS = st.sampled_from(["AI生成", "人工智能合成", "本图片由AI生成"])
_SIZES = st.integers(1, 1_200)
_WHITE = np.full(3, 255.0)
_BLACK = np.zeros(3)


def _laid_out(width: int, height: int, words: str, at: Place) -> Layout | None:
    try:
        return lay_out("a", width, height, words, rules=RULES, at=at, font=Path(FONT))
    except LabelNotRendered:
        return None


@settings(max_examples=40, deadline=None)
@given(_SIZES, _SIZES, _WORDS, st.sampled_from(PLACES), st.integers(0, 255))
def test_ink_is_high_enough_at_every_size(
    width: int, height: int, words: str, at: Place, shade: int
) -> None:
    """Counted in the pixels; a picture without room for it is refused and never under-labelled."""
    layout = _laid_out(width, height, words, at)
    if layout is None:
        assert min(width, height) < 10 * len(words) + 40 or width < 0.1 * height * len(words)
        return
    box = layout.box
    ground = np.full((box.bottom - box.top, box.right - box.left, 3), shade, np.uint8)
    colours = choose(ground)
    painted = paint(ground, layout, colours, white=_WHITE, black=_BLACK)
    grey = painted[..., 0]
    apart = grey if colours.is_ink_white else 255 - grey
    half = (int(apart.max()) + int(apart[0, 0])) // 2

    assert white_rows(apart, threshold=half) >= 0.05 * min(width, height)
    assert measure_ink(grey, is_ink_white=colours.is_ink_white) >= layout.lettering.ink_px
    assert colours.ratio >= LEAST_RATIO
    assert 0 <= box.left < box.right <= width
    assert 0 <= box.top < box.bottom <= height


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=40), st.booleans())
def test_every_ground_leaves_contrast(pixels: list[tuple[int, int, int]], is_moving: bool) -> None:
    """Whatever lies beneath, and whatever may come beneath a moving picture's words."""
    ground = np.array([pixels], np.uint8)

    assert choose(ground, is_moving=is_moving).ratio >= LEAST_RATIO
