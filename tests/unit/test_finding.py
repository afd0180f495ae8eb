"""Spans are half-open ranges of code points."""

from __future__ import annotations

import pytest

from hegui.finding import Span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"0 <= start <= end"):
        Span(start, end)


def test_a_span_measures_code_points() -> None:
    """An astral character counts as one."""
    text = "a😀词b"

    assert "😀词" == text[Span(1, 3).start : Span(1, 3).end]
    assert 2 == len(Span(1, 3))
    assert Span(11, 13) == Span(1, 3).shifted(10)
