"""Which ink can be read on what lies beneath, and whether it needs a plate.

The measure is the contrast ratio of web accessibility: relative luminance of
the lighter plus 0.05 over that of the darker plus 0.05, from 1 to 21. It is
taken against every pixel beneath the words, and the worst one counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["LEAST_RATIO", "Colours", "choose", "luminance", "ratio"]

LEAST_RATIO: Final = 4.5
"""What accessibility guides ask of text. Our choice: the rules say "clear" and give no number."""

PLATE_OPACITY: Final = 0.75
"""Of a plate over opaque pixels: black so over white leaves white ink a ratio of 10."""

Pixels = npt.NDArray[np.uint8]
"""Rows by columns by red, green, blue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """How words are painted. Ink and plate are white or black."""

    is_ink_white: bool
    plate_opacity: float
    """0 for none, 1 for one that lets nothing through."""

    ratio: float
    """Of ink to the worst pixel beneath, plate included."""


def luminance(pixels: Pixels) -> npt.NDArray[np.float64]:
    """Return relative luminance, 0 black to 1 white, of sRGB pixels.

    >>> luminance(np.array([[[255, 255, 255], [0, 0, 0]]], np.uint8)).round(3).tolist()
    [[1.0, 0.0]]
    """
    share = pixels.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    weighed: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighed


def ratio(one: float, other: float) -> float:
    """Return the contrast ratio of two luminances, 1 to 21.

    >>> ratio(0.0, 1.0)
    21.0
    """
    light, dark = max(one, other), min(one, other)
    return (light + 0.05) / (dark + 0.05)


def choose(beneath: Pixels, *, is_opaque: bool = True, is_moving: bool = False) -> Colours:
    """Return the colours for words over some pixels.

    Args:
        beneath: what lies under the words and around them.
        is_opaque: False when what lies under the pixels may show through them.
        is_moving: whether the pixels will change under the words.

    Returns:
        Plain ink where every pixel leaves it `LEAST_RATIO`, else white on a plate.
    """
    shades = luminance(beneath)
    lightest, darkest = float(shades.max()), float(shades.min())
    if not is_opaque:
        return Colours(is_ink_white=True, plate_opacity=1.0, ratio=ratio(1.0, 0.0))
    on_light, on_dark = ratio(darkest, 0.0), ratio(lightest, 1.0)
    if not is_moving and max(on_light, on_dark) >= LEAST_RATIO:
        return Colours(
            is_ink_white=on_dark >= on_light, plate_opacity=0.0, ratio=max(on_light, on_dark)
        )
    worst = 255 if is_moving else int(beneath.max())
    left = round(worst * (1 - PLATE_OPACITY))
    under = float(luminance(np.full((1, 1, 3), left, np.uint8))[0, 0])
    return Colours(is_ink_white=True, plate_opacity=PLATE_OPACITY, ratio=ratio(1.0, under))
