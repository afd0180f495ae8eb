"""Patterns of operators: found where they stand, refused when wrong, never slow."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from hegui.errors import InvalidExpression
from hegui.finding import Stage
from hegui.moderation import RuleSet
from hegui.moderation.expressions import Expression, Expressions, read_expressions
from hegui.moderation.expressions.expressions import LONGEST, MOST, MOST_FINDINGS


def of(*patterns: str) -> Expressions:
    """Return a set of these patterns."""
    return Expressions(
        [
            Expression(name=f"p{at}", pattern=pattern, category="a3.other", severity=1)
            for at, pattern in enumerate(patterns)
        ]
    )


def places(patterns: Expressions, text: str) -> list[tuple[str, str]]:
    """Return rule and text of each finding."""
    found = patterns.scan(text, Stage.PROMPT)
    return [(f.rule, text[f.span.start : f.span.end]) for f in found if f.span is not None]


def test_each_pattern_is_found_where_it_stands() -> None:
    """In code points, beyond the first plane too."""
    both = of("(转让|出售).{0,6}门票", "(?i)vip[0-9]+")

    assert [("expression/p0", "出售两张门票"), ("expression/p1", "Vip42")] == places(
        both, "😀出售两张门票，Vip42"
    )
    assert [] == places(both, "门票已售完")


def test_a_lone_surrogate_moves_nothing() -> None:
    assert [("expression/p0", "ab")] == places(of("ab"), "\ud800ab")


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a",
        r"(?=a)",
        r"(a)\1",
        "a*",
        "",
        "x" * (LONGEST + 1),
        r"((a{1,99}){1,99}){1,99}",
        "\ud800",
    ],
)
def test_what_cannot_be_bounded_is_refused(pattern: str) -> None:
    """Look-around, back-references, patterns for no text, programs too large."""
    with pytest.raises(InvalidExpression) as caught:
        of(pattern)

    assert caught.value.expected


def test_there_is_an_end_to_their_number() -> None:
    with pytest.raises(InvalidExpression):
        of(*["a"] * (MOST + 1))


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|aa)+b", r"(.*)*x", r"(x+x+)+y"])
def test_no_text_makes_a_pattern_slow(pattern: str) -> None:
    """What hangs a backtracking engine takes a few seconds at most on a megabyte."""
    patterns = of(pattern.replace("(.*)*x", "(.*)*xx"))
    before = time.process_time()
    list(patterns.scan("a" * 1_000_000 + "!" + "x" * 1000, Stage.PROMPT))

    assert time.process_time() - before < 5


def test_a_text_full_of_matches_gives_a_bounded_number_of_findings() -> None:
    """The last one reaches to the end, so that nothing is left unmarked."""
    found = list(of("a").scan("ab" * 5000, Stage.PROMPT))

    assert MOST_FINDINGS == len(found)
    assert found[-1].span is not None
    assert 10_000 == found[-1].span.end


def test_a_rule_set_asks_its_expressions_of_whole_texts() -> None:
    """Prompts and corpora; an answer is streamed, and a pattern may look arbitrarily far."""
    rules = RuleSet((), expressions=of("门票"))

    assert ["expression/p0"] == [f.rule for f in rules.scan("门票", Stage.PROMPT)]
    assert () == rules.scan("门票", Stage.OUTPUT)
    assert "a3.other" in rules.categories
    assert RuleSet(()).digest != rules.digest


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        '[[expression]]\nname = "a"\npattern = "甲.乙"\ncategory = "a3.other"\nseverity = 2\n'
        'stages = ["corpus"]\n',
        encoding="utf-8-sig",
    )

    assert (
        Expression(
            name="a",
            pattern="甲.乙",
            category="a3.other",
            severity=2,
            stages=frozenset({Stage.CORPUS}),
        ),
    ) == read_expressions(file)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a3.other", "a3.othr", "a key of categories.toml"),
        ("severity = 2", "severity = 9", "severity 1, 2 or 3"),
        ('["corpus"]', '["output"]', "stages of corpus, prompt"),
        ('name = "a"', 'name = "A B"', "a name"),
        ("severity = 2", "weight = 2", "[[expression]] tables"),
        ("[[expression]]", "[[expression", "a TOML file"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = (
        '[[expression]]\nname = "a"\npattern = "甲.乙"\ncategory = "a3.other"\nseverity = 2\n'
        'stages = ["corpus"]\n'
    )
    file = tmp_path / "ours.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(InvalidExpression) as caught:
        read_expressions(file)

    assert expected in caught.value.expected
