"""Hold one random text against the naive reading: whole, in pieces, and with nothing to find."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.property.naive_moderation import naive_findings, naive_fold
from tests.property.random_texts import chunks_of, random_terms, random_text

from hegui.finding import Stage
from hegui.moderation import fold, prefixes
from hegui.moderation.lexicon import Lexicon
from hegui.moderation.matcher import AnchoredMatcher, BytewiseMatcher, DaachorseMatcher
from hegui.moderation.rules import RuleSet
from hegui.moderation.segment import Segment

__all__ = ["hold_against_naive"]


def hold_against_naive(seed: int) -> int:
    """Make a case of a seed and compare; return the number of findings in it.

    Every second case keeps its keys as very many keys are kept; two of four cases spare
    the automaton what no key can stand in, as in long text.

    Raises:
        AssertionError: the engine and the naive reading differ.
    """
    chance = random.Random(seed)  # noqa: S311 - a case, not a secret
    terms = random_terms(chance)
    text = random_text(chance, terms)
    lexicon = Lexicon(name="t", version="0", author="", source="", terms=terms, file=Path("t"))
    is_sorted = seed % 2 == 1
    plain = BytewiseMatcher if is_sorted else DaachorseMatcher

    def anchored(keys: Sequence[str]) -> AnchoredMatcher:
        return AnchoredMatcher(keys, plain(keys), short=0)

    rules = RuleSet((lexicon,), identifiers=(), make=anchored if seed % 4 > 1 else plain)
    before = prefixes.MANY
    try:
        prefixes.MANY = 0 if is_sorted else before  # type: ignore[misc]
        stream = rules.stream(Stage.OUTPUT)
    finally:
        prefixes.MANY = before  # type: ignore[misc]
    segments: list[Segment] = []
    for chunk in chunks_of(chance, text):
        segments.extend(stream.push(chunk))
    segments.extend(stream.finish())

    expected = naive_findings(terms, text)
    once = fold(text).text
    assert naive_fold(text) == once
    assert once == fold(once).text
    assert all(0 <= place < len(text) for place in fold(text).origin)
    assert expected == _found(rules.segments(text, Stage.OUTPUT)), f"scan, seed {seed}"
    assert expected == _found(segments), f"stream, seed {seed}"
    for told in (rules.segments(text, Stage.OUTPUT), segments):
        assert text == "".join(segment.text for segment in told), f"seed {seed}"
    return len(expected)


def _found(segments: tuple[Segment, ...] | list[Segment]) -> set[tuple[int, int, str]]:
    return {
        (finding.span.start, finding.span.end, finding.rule)
        for segment in segments
        for finding in segment.findings
        if finding.span is not None and finding.rule.startswith("t#")
    }
