from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from hegui.finding import Span, Stage
from hegui.moderation import Lexicon, RuleSet, Term


def term(text: str, number: int = 1, **more: object) -> Term:
    """Return a term; `more` are fields."""
    plain = Term(rule=f"t#{number}", text=text, category="a1.other-banned", severity=1)
    return replace(plain, **more)  # type: ignore[arg-type]  # the tests name the fields


def rules_of(*terms: Term, version: str = "1") -> RuleSet:
    """Return a rule set of one lexicon."""
    return RuleSet(
        (Lexicon(name="t", version=version, author="", source="", terms=terms, file=Path("t")),)
    )


def spans(rules: RuleSet, text: str, stage: Stage = Stage.PROMPT) -> list[tuple[int, int]]:
    """Return the places of all findings."""
    return [(f.span.start, f.span.end) for f in rules.scan(text, stage) if f.span is not None]


def test_a_finding_tells_what_and_where() -> None:
    (finding,) = rules_of(term("赌博")).scan("网上賭 博吗", Stage.PROMPT)

    assert "moderation.lexicon" == finding.detector
    assert "a1.other-banned" == finding.category
    assert Span(2, 5) == finding.span
    assert 1.0 == finding.score
    assert "t#1" == finding.rule


def test_overlapping_terms_are_all_found_in_order() -> None:
    rules = rules_of(term("网上赌博", 1), term("赌博", 2), term("博彩", 3))

    assert [(0, 4), (2, 4), (3, 5)] == spans(rules, "网上赌博彩")


def test_overlapping_findings_share_a_segment() -> None:
    rules = rules_of(term("网上赌博", 1), term("博彩", 2))
    segments = rules.segments("是网上赌博彩吗", Stage.PROMPT)

    assert ["是", "网上赌博彩", "吗"] == [segment.text for segment in segments]
    assert [True, False, True] == [segment.is_clean for segment in segments]
    assert ["t#1", "t#2"] == [finding.rule for finding in segments[1].findings]


def test_a_term_stands_only_at_its_stages() -> None:
    rules = rules_of(term("赌博", stages=frozenset({Stage.OUTPUT})))

    assert [] == spans(rules, "赌博", Stage.PROMPT)
    assert [(0, 2)] == spans(rules, "赌博", Stage.OUTPUT)


class TestExcuses:
    """An allow phrase excuses the occurrence that it holds, and no other."""

    RULES = rules_of(term("赌博", 1, allow=("禁止赌博", "赌博危害")), term("博", 2))

    @pytest.mark.parametrize("text", ["禁止赌博", "禁 止 賭 博", "赌博危害大", "禁止赌博危害"])
    def test_excused(self, text: str) -> None:
        rules = {f.rule for f in self.RULES.scan(text, Stage.PROMPT)}

        assert {"t#2"} == rules

    @pytest.mark.parametrize("text", ["赌博", "禁止。去赌博", "禁止赌" + "*" * 17 + "博赌博"])
    def test_not_excused(self, text: str) -> None:
        assert "t#1" in {f.rule for f in self.RULES.scan(text, Stage.PROMPT)}

    def test_one_excused_and_one_not(self) -> None:
        assert [(4, 6)] == spans(rules_of(term("赌博", allow=("禁止赌博",))), "禁止赌博赌博"[0:6])[
            -1:
        ]


def test_long_text_is_searched_like_short() -> None:
    """The other folding path, with offsets through expansions and dropped characters."""
    rules = rules_of(term("赌博"))
    long = "㎏½ﬁ\u200b字，" * 100

    assert [(600, 603)] == spans(rules, long + "賭-博" + long)


def test_a_surrogate_does_no_harm() -> None:
    rules = rules_of(term("赌博"))

    assert [(2, 4)] == spans(rules, "\ud800\udfff赌博"[:4])


def test_the_digest_follows_what_is_found() -> None:
    """Equal rules have equal digests; any difference that matters shows."""
    base = rules_of(term("赌博")).digest
    others = [
        rules_of(term("赌场")),
        rules_of(term("赌博", category="a4.health")),
        rules_of(term("赌博", severity=2)),
        rules_of(term("赌博", whole=False)),
        rules_of(term("赌博", stages=frozenset({Stage.OUTPUT}))),
        rules_of(term("赌博", allow=("禁止赌博",))),
        rules_of(term("赌博"), version="2"),
        rules_of(),
    ]

    assert base == rules_of(term("赌博", note="other words")).digest
    assert base.startswith("sha256:")
    assert len({base, *(each.digest for each in others)}) == len(others) + 1


def test_figures() -> None:
    rules = rules_of(term("赌博"), term("buy it now", 2, category="a4.health"))

    assert 2 == rules.terms
    assert 8 == rules.longest
    assert ("a1.other-banned", "a4.health", "a4.personal-information") == rules.categories
    assert "赌博" == getattr(rules.term("t#1"), "text", None)
    assert rules.term("mobile") is None


def test_another_matcher_may_do_the_work() -> None:
    """The matcher is a protocol; conditions are not its business."""

    class Naive:
        def __init__(self, keys: Sequence[str]) -> None:
            self.keys = keys

        def find(self, text: str) -> list[tuple[int, int, int]]:
            return [
                (at, at + len(key), number)
                for number, key in enumerate(self.keys)
                for at in range(len(text))
                if text.startswith(key, at)
            ]

    lexicons = rules_of(term("ass"), term("赌博", 2)).lexicons

    assert [(0, 3), (10, 12)] == spans(RuleSet(lexicons, make=Naive), "ass class 赌博")


def test_one_set_serves_many_threads() -> None:
    """The first streams of a stage may begin at the same time."""
    rules = rules_of(term("赌博"))

    def stream(_: int) -> str:
        one = rules.stream(Stage.OUTPUT)
        segments = (*one.push("网上赌"), *one.push("博吗"), *one.finish())
        return "|".join(segment.text for segment in segments)

    with ThreadPoolExecutor(4) as pool:
        assert {"网上|赌博|吗"} == set(pool.map(stream, range(32)))
