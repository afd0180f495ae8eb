"""The engine against a naive reading of its manual; `long_moderation.py` does it for minutes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.moderation_oracle import hold_against_naive
from tests.property.naive_moderation import naive_fold

from hegui.moderation import fold


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**32))
def test_hits_and_places_are_those_of_the_naive_reading(seed: int) -> None:
    """Whole and in pieces of one to nine characters; text comes out as it came in."""
    hold_against_naive(seed)


def test_the_naive_reading_finds_something() -> None:
    """Otherwise it would agree with an engine that finds nothing."""
    assert sum(hold_against_naive(seed) for seed in range(40)) > 40


@settings(deadline=None)
@given(st.text())
def test_folding_is_that_of_the_table(text: str) -> None:
    assert naive_fold(text) == fold(text).text
