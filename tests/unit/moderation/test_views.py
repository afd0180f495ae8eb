from __future__ import annotations

from pathlib import Path

import pytest

from hegui.finding import Stage
from hegui.moderation import Lexicon, RuleSet, Term
from hegui.moderation.lexicon import View


def rules_of(text: str, *views: View, near: tuple[str, ...] = ()) -> RuleSet:
    """Return a rule set of one term."""
    term = Term(
        rule="t#1", text=text, category="a3.other", severity=1, views=frozenset(views), near=near
    )
    lexicon = Lexicon(name="t", version="0", author="", source="", terms=(term,), file=Path("t"))
    return RuleSet((lexicon,), identifiers=())


@pytest.mark.parametrize(
    ("term", "view", "text", "seen"),
    [
        ("代办假证", View.HOMOPHONE, "请看：代半甲正！", "代半甲正"),
        ("代办假证", View.HOMOPHONE, "請看：代辦甲正！", "代辦甲正"),
        ("代办假证", View.HOMOPHONE, "找 dai ban jia zheng", "dai ban jia zheng"),
        ("代办假证", View.SPLIT, "代办亻叚讠正", "代办亻叚讠正"),
        ("fake passport", View.LEET, "a f4ke p@$$p0rt!", "f4ke p@$$p0rt"),
        ("fake passport", View.LEET, "FAKE PA5SPORT", "FAKE PA5SPORT"),
        ("代办假证", View.LEET, "找代8办假１２证！", "代8办假１２证"),
        ("fentanyl", View.LEET, "🇫🇪🇳🇹🇦🇳🇾🇱", "🇫🇪🇳🇹🇦🇳🇾🇱"),
    ],
)
def test_another_way_to_write_it_is_a_hint(term: str, view: View, text: str, seen: str) -> None:
    """Found where it stands, with a score that decides nothing by itself."""
    (finding,) = rules_of(term, view).scan(text, Stage.PROMPT)

    assert finding.span is not None
    assert seen == text[finding.span.start : finding.span.end]
    assert finding.score < 1


def test_what_is_written_plainly_is_no_hint() -> None:
    """The plain finding stands alone, though the views see it too."""
    findings = rules_of("代办假证", *View).scan("代办假证", Stage.PROMPT)

    assert [1.0] == [finding.score for finding in findings]


def test_a_view_is_not_taken_unasked_nor_in_streams() -> None:
    """Nor by sound of two characters, which every text is full of."""
    assert () == rules_of("代办假证").scan("代半甲正", Stage.PROMPT)
    assert () == rules_of("代办假证", View.HOMOPHONE).scan("代半甲正", Stage.OUTPUT)
    assert () == rules_of("毒品", View.HOMOPHONE).scan("独品", Stage.PROMPT)


def test_conditions_hold_in_a_view_too() -> None:
    """A companion is looked for as it is written, beside a term that is not."""
    rules = rules_of("代办假证", View.HOMOPHONE, near=("微信",))

    assert () == rules.scan("代半甲正", Stage.PROMPT)
    assert 1 == len(rules.scan("代半甲正，加微信", Stage.PROMPT))
    assert () == rules_of("代办假证", View.LEET).scan("代12345办假证", Stage.PROMPT)
    assert () == rules_of("casino", View.LEET).scan("a ca5inos", Stage.PROMPT)
