"""Words as a mask of ink, sized by the ink itself and never by the font's size.

A font's size is that of its em box; Chinese ink fills about nine tenths of it
and Latin capitals about three quarters. So the size is searched: the smallest
at which the words as a whole, and each capital letter and figure among them,
reach the height.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import Path
from string import ascii_uppercase, digits
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import ImageFont

from hegui.errors import FileNotReadable, MissingGlyph
from hegui.labels.explicit.font import FONT

__all__ = ["Lettering", "Mask", "ink_rows", "letter"]

Mask = npt.NDArray[np.uint8]
"""Coverage, rows by columns: 0 nothing, 255 ink."""

_TALL: Final = frozenset(ascii_uppercase + digits)
"""Latin characters whose height counts alone: a reader takes each of them for the text's height."""

_HALF: Final = 128
"""Coverage from which a pixel is ink."""

_NO_CHARACTER: Final = "\uffff"
"""A code point that no font has: what is drawn for it is what is drawn for a missing one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """Words, ready to be painted."""

    words: str
    mask: Mask
    """No empty row or column at its edges."""

    ink_px: int
    """Height of the lowest of: the whole, each capital letter, each figure."""


def ink_rows(mask: Mask) -> int:
    """Return how many rows lie between the first and the last with ink, both included.

    >>> ink_rows(np.array([[0, 0], [0, 200], [9, 0], [255, 0]], np.uint8))
    3
    """
    rows = np.flatnonzero((mask >= _HALF).any(axis=1))
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0


@lru_cache(maxsize=64)
def letter(words: str, at_least_px: float, font: Path = FONT) -> Lettering:
    """Return words whose ink is at least so high.

    Raises:
        MissingGlyph: the font cannot show a character.
        FileNotReadable: there is no such font.

    Notes:
        Searches by halves; some ten drawings of the words. The last 64 are kept.
    """
    _require_glyphs(words, font)
    low, high = 1, max(4, ceil(at_least_px * 3))
    while low < high:
        middle = (low + high) // 2
        if _lowest(words, font, middle) >= at_least_px:
            high = middle
        else:
            low = middle + 1
    # Hinting and rounding make the height no perfect staircase: climb until it holds.
    while _lowest(words, font, low) < at_least_px:
        low += 1
    return Lettering(words=words, mask=_draw(words, font, low), ink_px=_lowest(words, font, low))


@lru_cache(maxsize=64)
def _font(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise FileNotReadable(path.name, f"it is no font ({error})") from error


def _draw(words: str, path: Path, size_px: int) -> Mask:
    font = _font(path, size_px)
    core, _ = font.getmask2(words, mode="L")
    mask = np.array(core, np.uint8).reshape(core.size[::-1])
    if not mask.any():
        return mask[:0, :0]
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _lowest(words: str, path: Path, size_px: int) -> int:
    parts = [words, *sorted(_TALL & set(words))]
    return min(ink_rows(_draw(part, path, size_px)) for part in parts)


def _require_glyphs(words: str, path: Path) -> None:
    size_px = 40  # large enough for two glyphs to differ
    nothing = _draw(_NO_CHARACTER, path, size_px)
    missing = [
        char
        for char in dict.fromkeys(words)
        if not char.isspace()
        and ((drawn := _draw(char, path, size_px)).size == 0 or np.array_equal(drawn, nothing))
    ]
    if missing:
        shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing)
        raise MissingGlyph(path.name, shown)
