"""How well hidden terms are found, kind by kind, and what their benign twins cost.

The floors are what is reached, written down so that nobody loses it unseen. Where
they are low the engine does not see through that way of hiding.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from tests.evasion.suite import KINDS, Score, cases, rules, score, table

from hegui.finding import Stage

FOUND_FOR_SURE: Final = frozenset(
    {
        *("combining-marks", "direction-controls", "enclosed", "line-breaks", "long-gaps"),
        *("script-form", "separators", "width-and-case", "zero-width"),
    }
)
"""Kinds that folding and gaps undo, so that every case is found in both languages."""

FLOORS: Final = {
    ("emoji", "zh"): (1.0, 1.0),
    ("emoji", "en"): (0.65, 1.0),
    ("figures", "zh"): (0.0, 1.0),
    ("figures", "en"): (0.0, 1.0),
    ("look-alikes", "zh"): (1.0, 1.0),
    ("look-alikes", "en"): (0.85, 0.85),
    ("sound", "zh"): (0.0, 0.9),
    ("sound", "en"): (0.0, 0.0),
    ("split-characters", "zh"): (0.0, 1.0),
    ("split-characters", "en"): (0.4, 0.4),
}
"""Least shares found for sure, and found for sure or as a hint."""


@pytest.fixture(scope="module")
def scores() -> Mapping[tuple[str, str], Score]:
    """Return the scores; the suite runs once."""
    return score()


def test_the_suite_is_wide() -> None:
    """Four hundred cases and more, fourteen kinds, both languages, no case twice."""
    hidden = [case for case in cases() if case.term is not None]

    assert 14 == len(KINDS)
    assert len(hidden) >= 400
    assert len(hidden) == len({(case.kind, case.text) for case in hidden})
    assert {"zh", "en"} == {case.lang for case in hidden}


def test_no_case_shows_its_term_plainly_and_every_term_can_be_found() -> None:
    """Otherwise a case would prove nothing."""
    held = rules()
    plain = {term.text for term in held.terms_in_force}

    assert {case.term for case in cases() if case.term is not None} <= plain
    assert [] == [case for case in cases() if case.term is not None and case.term in case.text]
    assert [] == [text for text in plain if not held.scan(text, Stage.PROMPT)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_as_much_is_found_as_before(
    kind: str, lang: str, scores: Mapping[tuple[str, str], Score]
) -> None:
    """Of each kind in each language at least its floor."""
    one = scores[kind, lang]
    sure, hinted = (1.0, 1.0) if kind in FOUND_FOR_SURE else FLOORS[kind, lang]

    assert one.caught >= sure * one.cases
    assert one.caught + one.hinted >= hinted * one.cases


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_means_without_a_term_are_left_alone(
    kind: str, lang: str, scores: Mapping[tuple[str, str], Score]
) -> None:
    """No twin is found for sure; one hint in all is known."""
    one = scores[kind, lang]

    assert one.twins >= 3
    assert 0 == one.falsely
    assert one.falsely_hinted <= (1 if (kind, lang) == ("sound", "zh") else 0)


def test_a_stream_lets_nothing_through_that_a_scan_is_sure_of() -> None:
    """Character by character, in every kind."""
    held = rules()
    for case in cases():
        stream = held.stream(Stage.OUTPUT)
        segments = [piece for char in case.text for piece in stream.push(char)]
        segments.extend(stream.finish())
        told = {finding for segment in segments for finding in segment.findings}

        assert set(held.scan(case.text, Stage.OUTPUT)) == told, case.text


def test_the_document_shows_the_table_as_it_is() -> None:
    """Paste what ``python tests/evasion/suite.py`` prints."""
    page = Path(__file__).parents[2] / "docs" / "explanation" / "what-moderation-sees.md"

    assert table() in page.read_text(encoding="utf-8")


def test_the_table_has_a_row_for_each_kind_and_language() -> None:
    assert 1 + 2 * len(KINDS) == len(table().splitlines())
