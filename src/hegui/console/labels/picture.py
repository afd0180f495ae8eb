"""A picture of where labels stand in a file: its bytes as a bar, each finding as a pin.

>>> from hegui.console.labels.picture import Spot, pins
>>> [pin.x for pin in pins([Spot('1', 0, 10, True), Spot('2', 5, 5, False)], size=1000)]
[22, 50]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["BAR", "HEIGHT", "WIDTH", "Pin", "Spot", "pins"]

WIDTH: Final = 480
HEIGHT: Final = 66
_EDGE: Final = 20
BAR: Final = WIDTH - 2 * _EDGE
_APART: Final = 28
"""Units between pins, so that their numbers can be read."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One finding by its place."""

    number: str
    offset: int
    length: int
    """Bytes that it takes up; 0 when nobody knows."""

    is_label: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """One finding, drawn."""

    number: str
    is_label: bool
    at: int
    """Where in the bar it stands."""

    width: int
    """How much of the bar it takes up, at least what can be seen."""

    x: int
    """Where its number stands: near `at`, and apart from the others."""


def pins(spots: Iterable[Spot], *, size: int) -> list[Pin]:
    """Return the pins of one file, from left to right.

    Args:
        spots: in any order.
        size: bytes of the file.
    """
    made: list[Pin] = []
    free = _EDGE
    ordered = sorted(spots, key=lambda spot: (spot.offset, spot.number))
    for left, spot in zip(range(len(ordered) - 1, -1, -1), ordered, strict=True):
        at = _EDGE + BAR * min(spot.offset, size) // max(size, 1)
        width = max(3, BAR * spot.length // max(size, 1))
        at = min(at, _EDGE + BAR - width)
        last = _EDGE + BAR - _APART * left
        x = max(min(at + width // 2, last), free)
        free = x + _APART
        made.append(Pin(spot.number, spot.is_label, at, min(width, BAR), x))
    return made
