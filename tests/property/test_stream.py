"""Streams: exactly what a scan of the whole finds, and nothing of it in a clean segment."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hegui.finding import Stage
from hegui.moderation import prefixes, stream
from hegui.moderation.confirm import is_phrase
from hegui.moderation.kept import Kept
from hegui.moderation.lexicon import Lexicon, Phrase, Term, View
from hegui.moderation.rules import RuleSet
from hegui.moderation.segment import LONGEST_PIECE, Segment, order
from hegui.moderation.split import split_keys

LETTERS = st.sampled_from("ab赌博毒1x")
"""Few, so that terms overlap, nest and repeat."""

NOISE = st.sampled_from(
    [
        *("a", "b", "A", "ａ", "ⓑ", "x", "ﬀ", "㏒"),
        *("赌", "賭", "博", "毒", "字", "元", "\ud800"),
        *(" ", "-", "　", "。", ".", "😀", "-" * 17),
        *("\u200b", "\u0301", "\ufe0f", "\u200b" * 127, "\u200b" * 129),
        *("1", "１", "86", "13800138000", "138-0013-8000", "11010519491231002x"),
    ]
)

WORDS = st.text(LETTERS, min_size=2, max_size=5)


@st.composite
def terms(draw: st.DrawFn) -> tuple[Term, ...]:
    """Return a few terms: spaced, excused, alone, with a companion, taken apart."""
    made = []
    for place, word in enumerate(draw(st.lists(WORDS, max_size=5))):
        at = draw(st.integers(1, len(word) - 1))
        text = draw(st.sampled_from([word, word[:at] + " " + word[at:]]))
        around = draw(st.lists(st.tuples(st.text(LETTERS, max_size=2), WORDS), max_size=2))
        made.append(
            Term(
                rule=f"t#{place}",
                text=text,
                category="a1.other-banned",
                severity=1,
                whole=draw(st.booleans()),
                stages=draw(st.sampled_from([frozenset(Stage), frozenset({Stage.PROMPT})])),
                allow=tuple(before + text + after for before, after in around),
                alone=draw(st.sampled_from([False, False, True])),
                near=tuple(draw(st.lists(WORDS, max_size=2)) if draw(st.booleans()) else ()),
                within=draw(st.sampled_from([0, 1, 3, 9])),
                views=frozenset(draw(st.sampled_from([(), (View.SPLIT,)]))),
            )
        )
    return tuple(made)


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Term, ...], list[str]]:
    """Return terms, and chunks of a text in which they and their parts occur often."""
    made = draw(terms())
    written = [text for term in made for text in (term.text, *term.allow, *term.near)]
    written += [key for term in made if term.views for key in split_keys(term.phrase.key)]
    halves = [text[at:] for text in written for at in range(len(text))]
    parts = st.one_of(NOISE, st.sampled_from([*written, *halves])) if written else NOISE
    return made, draw(st.lists(st.lists(parts, max_size=4).map("".join), max_size=12))


def rules_of(made: tuple[Term, ...]) -> RuleSet:
    """Return a rule set of these terms."""
    lexicon = Lexicon(name="t", version="0", author="", source="", terms=made, file=Path("t"))
    return RuleSet((lexicon,))


def run(rules: RuleSet, chunks: list[str], stage: Stage = Stage.OUTPUT) -> list[Segment]:
    """Return all segments of a stream, and hold it to its bound."""
    one = rules.stream(stage)
    segments: list[Segment] = []
    for chunk in chunks:
        segments.extend(one.push(chunk))
        assert one.held <= rules.hold + len(chunk)
    segments.extend(one.finish())
    assert one.held == 0
    return segments


@pytest.fixture(autouse=True)
def _short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget at once what is decided, so that whatever is still needed would be missed."""
    monkeypatch.setattr(stream, "_TRIM", 2)


@settings(
    max_examples=800, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases())
@example(((), ["7" * 40, "13800138000", "。"]))
@example(((), ["1" * 30, "1" * 30, " 13800138000"]))
@example(((), ["1 3 8 0 0 1 3 8 0 0 ", "0", " ", "1"]))
@example(((), ["13800138000", ".", "5"]))
@example(((), ["1101051949123100", "2", "x", "a"]))
@example(((), ["1101051949123100", "2", "x", ".", "5"]))
def test_a_stream_finds_what_a_scan_finds(case: tuple[tuple[Term, ...], list[str]]) -> None:
    """For any terms, any text and any way to cut it."""
    made, chunks = case
    rules = rules_of(made)
    text = "".join(chunks)
    segments = run(rules, chunks)

    assert text == "".join(segment.text for segment in segments)
    assert list(rules.scan(text, Stage.OUTPUT)) == sorted(
        (finding for segment in segments for finding in segment.findings), key=order
    )
    place = 0
    for segment in segments:
        assert place == segment.span.start
        assert len(segment.text) == len(segment.span) > 0
        place = segment.span.end
        for finding in segment.findings:
            start, end, _ = order(finding)
            assert segment.span.start <= start < end <= segment.span.end


HAN = st.text("赌賭博网。", min_size=2, max_size=6)


@settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(HAN.filter(lambda word: "。" not in word), max_size=4),
    st.lists(st.text("赌賭博网。", max_size=5), max_size=10),
)
def test_the_quick_way_misses_nothing(words: list[str], chunks: list[str]) -> None:
    """Chinese that arrives in pieces is found as when it is looked at whole."""
    made = tuple(
        Term(rule=f"t#{at}", text=word, category="a1.other-banned", severity=1)
        for at, word in enumerate(words)
    )
    rules = rules_of(made)
    text = "".join(chunks)

    segments = run(rules, chunks)

    assert text == "".join(segment.text for segment in segments)
    found = {finding for segment in segments for finding in segment.findings}
    assert set(rules.scan(text, Stage.OUTPUT)) == found


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases(), st.data())
def test_segments_do_not_depend_on_the_cut(
    case: tuple[tuple[Term, ...], list[str]], data: st.DataObject
) -> None:
    """The pieces with findings are those of the whole text; only clean text is cut otherwise."""
    made, text = case[0], "".join(case[1])[:200]
    rules = rules_of(made)
    chunks = []
    at = 0
    while at < len(text):
        size = data.draw(st.integers(1, 4))
        chunks.append(text[at : at + size])
        at += size

    assert [s for s in rules.segments(text, Stage.PROMPT) if s.findings] == [
        s for s in run(rules, chunks, Stage.PROMPT) if s.findings
    ]


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases())
def test_a_scan_finds_what_looking_everywhere_finds(
    case: tuple[tuple[Term, ...], list[str]],
) -> None:
    """The automaton and its conditions agree with trying every term at every place."""
    made, text = case[0], "".join(case[1])
    kept = Kept(text)

    def places(phrase: Phrase, *, whole: bool, alone: bool = False) -> list[tuple[int, int]]:
        """Return the ranges of the original where the phrase stands."""
        size = len(phrase.key)
        return [
            (kept.place(at), kept.place(at + size - 1) + 1)
            for at in range(len(kept.text))
            if kept.text.startswith(phrase.key, at)
            and is_phrase(phrase, kept.text, kept.gap, at, at + size, whole=whole, alone=alone)
        ]

    expected = set()
    for term in made:
        excuses = [each for phrase in term.excuses for each in places(phrase, whole=False)]
        company = [each for phrase in term.companions for each in places(phrase, whole=term.whole)]
        hits = places(term.phrase, whole=term.whole, alone=term.alone)
        if term.views:
            for key in split_keys(term.phrase.key):
                hits += places(Phrase(key, frozenset()), whole=term.whole)
        for start, stop in hits:
            is_excused = any(first <= start and stop <= last for first, last in excuses)
            is_accompanied = not term.near or any(
                max(start - last, first - stop) <= term.within for first, last in company
            )
            if is_accompanied and not is_excused:
                expected.add((start, stop, term.rule))

    found = {order(f) for f in rules_of(made).scan(text, Stage.PROMPT) if f.rule.startswith("t#")}

    assert expected == found


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cases())
def test_keys_that_lie_sorted_are_walked_like_a_tree(
    monkeypatch: pytest.MonkeyPatch, case: tuple[tuple[Term, ...], list[str]]
) -> None:
    """Very many keys are kept otherwise and found alike."""
    made, chunks = case
    with monkeypatch.context() as patched:
        patched.setattr(prefixes, "MANY", 0)
        segments = run(rules_of(made), chunks)

    assert run(rules_of(made), chunks) == segments


def test_a_term_repeated_for_ever_is_told_in_bounded_pieces() -> None:
    """Findings that overlap without end do not hold the stream without end."""
    term = Term(rule="t#1", text="赌赌", category="a1.other-banned", severity=1)
    rules = rules_of((term,))
    chunks = ["赌赌赌"] * 2000
    segments = run(rules, chunks)

    assert "".join(chunks) == "".join(segment.text for segment in segments)
    assert [s for s in rules.segments("".join(chunks), Stage.OUTPUT) if s.findings] == segments
    assert max(len(segment.text) for segment in segments) <= LONGEST_PIECE + 1
