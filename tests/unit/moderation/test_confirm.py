"""What is the phrase and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.finding import Stage
from hegui.moderation import Lexicon, RuleSet, Term


def found(term: str, text: str, *, whole: bool = True) -> list[str]:
    """Return what one term finds in a text."""
    entry = Term(rule="t#1", text=term, category="a1.other-banned", severity=1, whole=whole)
    lexicon = Lexicon(name="t", version="1", author="", source="", terms=(entry,), file=Path("t"))
    findings = RuleSet((lexicon,)).scan(text, Stage.PROMPT)
    return [text[f.span.start : f.span.end] for f in findings if f.span is not None]


@pytest.mark.parametrize(
    ("term", "text", "seen"),
    [
        ("ass", "an ass.", "ass"),
        ("ass", "他是ass吗", "ass"),
        ("ass", "ａｓｓ", "ａｓｓ"),
        ("ass", "a\u200bss", "a\u200bss"),
        ("kill", "k i l l", "k i l l"),
        ("kill", "k-i-l-l!", "k-i-l-l"),
        ("kill", "k.i.l.l now", "k.i.l.l"),
        ("buy it", "buy it", "buy it"),
        ("buy it", "BUY---IT", "BUY---IT"),
        ("buy it", "buyit", "buyit"),
        ("buy it", "b u y i t", "b u y i t"),
        ("赌博", "赌 博", "赌 博"),
        ("赌博", "赌*️⃣博", "赌*️⃣博"),
        ("赌博", "賭\n\n博", "賭\n\n博"),
        ("赌博", "赌" + "*" * 16 + "博", "赌" + "*" * 16 + "博"),
        ("买ak47", "买 AK47", "买 AK47"),
        ("ak-47", "AK47", "AK47"),
        ("卖k粉", "卖K粉吗", "卖K粉"),
    ],
)
def test_it_is_the_phrase(term: str, text: str, seen: str) -> None:
    assert [seen] == found(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("ass", "class"),
        ("ass", "assess"),
        ("ass", "as soon"),
        ("ass", "as … s"),
        ("ass", "c l a s s"),
        ("ass", "ass1"),
        ("ass", "Ассистент"),
        ("anal", "ana lab"),
        ("anal", "an al"),
        ("anal", "a n alley"),
        ("buyit", "buy it"),
        ("ak47", "ak-47"),
        ("kill", "ski ll"),
        ("赌博", "赌" + "*" * 17 + "博"),
        ("赌博", "赌1博"),
        ("赌博", "赌" + "\u200b" * 200 + "博"),
    ],
)
def test_it_only_looks_like_the_phrase(term: str, text: str) -> None:
    assert not [seen for seen in found(term, text) if "\u200b" not in seen]


def test_a_term_may_be_allowed_inside_words() -> None:
    """``whole = false`` finds a part of a longer word."""
    assert ["ass"] == found("ass", "bass", whole=False)
    assert ["kill"] == found("kill", "roadkills", whole=False)
