"""Words painted into pixels of any depth, and measured there again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from hegui.errors import LabelNotRendered
from hegui.labels.explicit.contrast import Colours
from hegui.labels.explicit.lettering import Lettering, Mask, ink_rows, letter
from hegui.labels.explicit.placement import Box, Place, place
from hegui.labels.explicit.rules import RenderRules

__all__ = ["LEGIBLE_PX", "Layout", "lay_out", "measure_ink", "paint"]

LEGIBLE_PX: Final = 9
"""Ink that people can read on a screen, in pixels. Our choice: the rules ask for a share only, and
five per cent of a thumbnail is no type. A picture that has no room for it gets what it has room
for, down to `_LOWEST_PX` or the rules' share, whichever is more."""

_LOWEST_PX: Final = 7
_MARGIN: Final = 0.02
"""Of the shortest side, between words or plate and the edge. Our choice."""

_PAD: Final = 0.35
"""Of the ink's height, between words and the edge of their plate."""

Levels = npt.NDArray[Any]
"""Rows by columns by channels, of 8 or 16 bits each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Words and where they go."""

    lettering: Lettering
    needed_px: float
    """Height that the rules ask for."""

    box: Box
    """Of the plate, or of the ground that is kept free around plain words."""

    pad_px: int
    """Between the box and the ink, on each side."""

    @property
    def ink_box(self) -> Box:
        """The rectangle of the words themselves."""
        left, top, right, bottom = self.box
        pad = self.pad_px
        return Box(left + pad, top + pad, right - pad, bottom - pad)


def lay_out(  # noqa: PLR0913 - a size, words and how they are set
    name: str, width: int, height: int, words: str, *, rules: RenderRules, at: Place, font: Path
) -> Layout:
    """Return words of the needed height at their place.

    Raises:
        LabelNotRendered: there is no room for words that can be read.
        MissingGlyph: the font cannot show them.
    """
    needed = rules.needed_px(width, height)
    margin = max(1, round(_MARGIN * min(width, height)))
    for wanted in dict.fromkeys(max(needed, px) for px in range(LEGIBLE_PX, _LOWEST_PX - 1, -1)):
        lettering = letter(words, wanted, font)
        rows, columns = lettering.mask.shape
        pad = max(1, round(_PAD * lettering.ink_px))
        box = place(width, height, columns + 2 * pad, rows + 2 * pad, at=at, margin_px=margin)
        if box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height:
            return Layout(lettering=lettering, needed_px=needed, box=box, pad_px=pad)
    raise LabelNotRendered(
        name,
        f"{width} x {height} pixels have no room for {words!r} in type that can be read",
        hint="Choose shorter words or a larger picture.",
    )


def paint(
    region: Levels, layout: Layout, colours: Colours, *, white: Levels, black: Levels
) -> Levels:
    """Return the pixels of the layout's box with plate and words.

    Args:
        region: the box's pixels; not changed.
        layout: words and where they go.
        colours: ink and plate.
        white: one pixel of it, in the region's channels.
        black: the same.
    """
    ink, plate = (white, black) if colours.is_ink_white else (black, white)
    result = region.astype(np.float64)
    result += (plate - result) * colours.plate_opacity
    coverage = np.zeros((*region.shape[:2], 1))
    pad = layout.pad_px
    rows, columns = layout.lettering.mask.shape
    coverage[pad : pad + rows, pad : pad + columns, 0] = layout.lettering.mask / 255
    result += (ink - result) * coverage
    return np.rint(result).astype(region.dtype)


def measure_ink(grey: Mask, *, is_ink_white: bool) -> int:
    """Return the height of ink in the pixels of a box, in rows.

    Args:
        grey: the box, as finished; its outermost pixels hold no ink.
        is_ink_white: else it is black.

    Notes:
        A pixel is ink when it is nearer to the ink's shade than to that of the
        ground, which is the worst of the box's rim.
    """
    rim = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]).astype(int)
    shade = int(rim.max()) if is_ink_white else int(rim.min())
    ink = int(grey.max()) if is_ink_white else int(grey.min())
    if abs(ink - shade) < 32:  # nothing that stands out
        return 0
    is_ink = grey >= (ink + shade) / 2 if is_ink_white else grey <= (ink + shade) / 2
    return ink_rows((is_ink * 255).astype(np.uint8))
