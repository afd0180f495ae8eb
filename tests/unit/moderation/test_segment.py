from __future__ import annotations

from hegui.finding import Finding, Span
from hegui.moderation.segment import LONGEST_PIECE, cut, pieces


def finding(start: int, end: int) -> Finding:
    """Return a finding at a place."""
    return Finding(detector="t", category="c", span=Span(start, end), score=1.0, rule="r")


def places(*spans: tuple[int, int], base: int = 0) -> list[tuple[int, int, int]]:
    """Return start, end and number of findings of each piece."""
    found = pieces([finding(*span) for span in spans], base)
    return [(start, end, len(inside)) for start, end, inside in found]


def test_overlapping_findings_are_one_piece() -> None:
    assert [(1, 6, 3), (8, 9, 1)] == places((1, 4), (2, 3), (3, 6), (8, 9))


def test_findings_that_touch_are_two_pieces() -> None:
    assert [(1, 3, 1), (3, 5, 1)] == places((1, 3), (3, 5))


def test_nothing_before_the_base_is_cut_again() -> None:
    assert [(4, 6, 1)] == places((1, 3), (2, 6), base=4)


def test_a_piece_ends_when_it_is_long() -> None:
    """What overlaps a full piece begins where it ends; what lies inside is told by it."""
    full = LONGEST_PIECE

    assert [(0, full, 1), (full, full + 5, 1)] == places((0, full), (3, 9), (5, full + 5))


def test_segments_make_up_the_text() -> None:
    text = "abcdef"
    segments = list(cut(text, 10, [(11, 13, [finding(11, 13)]), (13, 14, [finding(13, 14)])]))

    assert ["a", "bc", "d", "ef"] == [segment.text for segment in segments]
    assert [10, 11, 13, 14] == [segment.span.start for segment in segments]
    assert [False, True, True, False] == [bool(segment.findings) for segment in segments]
