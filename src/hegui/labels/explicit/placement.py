"""Where words stand on a picture: at an edge or in a corner, with a margin.

>>> place(400, 300, 80, 20, at='bottom-right', margin_px=6)
Box(left=314, top=274, right=394, bottom=294)
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

from hegui.errors import InvalidPlacement

__all__ = ["PLACES", "Box", "Place", "place", "require_place"]

Place = Literal["top-left", "top", "top-right", "bottom-left", "bottom", "bottom-right"]
"""A corner, or the middle of an edge, of the picture as a person sees it."""

PLACES: Final[tuple[Place, ...]] = get_args(Place)


class Box(NamedTuple):
    """A half-open rectangle of pixels, from the top left."""

    left: int
    top: int
    right: int
    bottom: int


def require_place(text: str) -> Place:
    """Return the place of that name.

    Raises:
        InvalidPlacement: there is none.
    """
    for known in PLACES:
        if text == known:
            return known
    raise InvalidPlacement(text, known=PLACES)


def place(  # noqa: PLR0913 - two sizes, a place and a margin
    width: int, height: int, inner_width: int, inner_height: int, *, at: Place, margin_px: int
) -> Box:
    """Return where a rectangle goes; it may stick out when it is too large."""
    if at.endswith("left"):
        left = margin_px
    elif at.endswith("right"):
        left = width - margin_px - inner_width
    else:
        left = (width - inner_width) // 2
    top = margin_px if at.startswith("top") else height - margin_px - inner_height
    return Box(left, top, left + inner_width, top + inner_height)
