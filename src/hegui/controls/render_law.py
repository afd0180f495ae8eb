"""The law's parameters for explicit labels on pictures, videos and sounds."""

from __future__ import annotations

from functools import cache
from typing import Final

from hegui.labels.explicit.rules import RenderRules
from hegui.law import load

__all__ = ["render_rules"]

_CLAUSE: Final = "cn/gb-45438-2025/cl-5"


@cache
def render_rules() -> RenderRules:
    """Return what explicit labels have to be, by the standard's clause on them.

    Of the heights for pictures and for videos the greater one holds for both.
    """
    law = load()
    heights = [law.obligation(f"{_CLAUSE}-{number}-height").parameters for number in (2, 4)]
    name = "text_height_share_of_shortest_side_at_least"
    return RenderRules.of(
        picture=max(heights, key=lambda parameters: float(str(parameters[name]))),
        words=law.obligation(f"{_CLAUSE}-2-elements").parameters,
        moving=law.obligation(f"{_CLAUSE}-4-duration").parameters,
        sound=law.obligation(f"{_CLAUSE}-3-rhythm").parameters,
    )
