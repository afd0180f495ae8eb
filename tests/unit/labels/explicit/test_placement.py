"""Edges and corners."""

from __future__ import annotations

import pytest

from hegui.errors import InvalidPlacement
from hegui.labels.explicit.placement import PLACES, Box, Place, place, require_place


@pytest.mark.parametrize("at", PLACES)
def test_every_place_touches_its_edges(at: Place) -> None:
    box = place(400, 300, 80, 20, at=at, margin_px=6)

    assert (80, 20) == (box.right - box.left, box.bottom - box.top)
    assert at.startswith("top") == (6 == box.top)
    assert at.startswith("bottom") == (294 == box.bottom)
    assert at.endswith("left") == (6 == box.left)
    assert at.endswith("right") == (394 == box.right)


def test_the_middle_of_an_edge_is_the_middle() -> None:
    assert Box(160, 6, 240, 26) == place(400, 300, 80, 20, at="top", margin_px=6)


def test_an_unknown_place_is_told_with_the_known_ones() -> None:
    with pytest.raises(InvalidPlacement, match="top-left, top"):
        require_place("centre")
