"""The bar of states: widths of a drawing one hundred units wide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["ORDER", "Piece", "pieces"]

ORDER: Final = ("ok", "attested", "failing", "stale", "unknown")
"""States as `hegui.audit.Row.state` names them, left to right."""

_GAP: Final = 0.5
_LEAST: Final = 1.5
"""A state with one row among hundreds is still seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One state's part of the bar. `x` and `width` are in hundredths of its length."""

    state: str
    count: int
    x: float
    width: float


def pieces(counts: Mapping[str, int]) -> tuple[Piece, ...]:
    """Return one piece for each state that occurs, left to right, with gaps between.

    >>> [(p.state, p.x, p.width) for p in pieces({'ok': 1, 'unknown': 1})]
    [('ok', 0.0, 49.75), ('unknown', 50.25, 49.75)]
    >>> pieces({'ok': 0})
    ()
    """
    present = [(state, counts.get(state, 0)) for state in ORDER if counts.get(state, 0)]
    if not present:
        return ()
    total = sum(count for _, count in present)
    room = 100 - _GAP * (len(present) - 1)
    wanted = [max(_LEAST, room * count / total) for _, count in present]
    scale = room / sum(wanted)
    made: list[Piece] = []
    x = 0.0
    for (state, count), width in zip(present, wanted, strict=True):
        made.append(Piece(state=state, count=count, x=round(x, 3), width=round(width * scale, 3)))
        x += width * scale + _GAP
    return tuple(made)
