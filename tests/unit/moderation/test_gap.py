from __future__ import annotations

import pytest

from hegui.moderation.gap import INVISIBLES, JOINT, POINT, WIDE, gap_of, width


@pytest.mark.parametrize(
    ("between", "gap"),
    [
        ("", 0),
        ("\u200b\u0301", 0),
        (" ", 1 | JOINT),
        (" － ", 3 | JOINT),
        ("    ", 4),
        ("\n", 1),
        ("。", 1),
        (".", 1 | POINT),
        ("，", 1),
        ("．", 1 | POINT),
        (".\u200b", 1 | POINT),
        ("..", 2),
        ("*" * 16, 16),
        ("*" * 17, WIDE),
        ("\u200b" * INVISIBLES, 0),
        ("\u200b" * (INVISIBLES + 1), WIDE),
    ],
)
def test_a_gap_tells_how_far_and_how(between: str, gap: int) -> None:
    assert gap == gap_of(between)


def test_a_wide_gap_is_no_joint() -> None:
    """Flags and width do not run into each other."""
    assert WIDE == width(WIDE)
    assert not WIDE & (JOINT | POINT)
