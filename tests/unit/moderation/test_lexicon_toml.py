"""A mistake in a lexicon is told with its line, what was expected and what is near."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidLexicon
from hegui.finding import Stage
from hegui.moderation.lexicon_toml import read_toml

HEAD = '[lexicon]\nname = "ours/fraud"\nversion = "1"\nauthor = "us"\nsource = "our desk"\n'
GOOD = HEAD + (
    '[[term]]\ntext = "代办 假证"\ncategory = "a1.other-banned"\nseverity = 2\nlang = "zh"\n'
    'stages = ["prompt"]\nwhole = false\nallow = ["举报代办假证"]\nnote = "from the desk"\n'
)


def read(folder: Path, text: str) -> InvalidLexicon:
    """Return the error that a lexicon gives."""
    file = folder / "ours.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidLexicon) as caught:
        read_toml(file)
    return caught.value


def test_a_term_has_all_its_conditions(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(GOOD, encoding="utf-8")
    lexicon = read_toml(file)
    (term,) = lexicon.terms

    assert ("ours/fraud", "1", "us", "our desk") == (
        lexicon.name,
        lexicon.version,
        lexicon.author,
        lexicon.source,
    )
    assert "ours/fraud#001" == term.rule
    assert "代办假证" == term.phrase.key
    assert frozenset({Stage.PROMPT}) == term.stages
    assert not term.whole
    assert ("举报代办假证",) == term.allow
    assert (2, "zh", "from the desk") == (term.severity, term.lang, term.note)


def test_inline_entries_are_the_same_format(tmp_path: Path) -> None:
    """One entry a line is the same list, and errors still name the line."""
    error = read(
        tmp_path,
        'lexicon = { name = "a", version = "1", author = "b", source = "c" }\nterm = [\n'
        '  { text = "甲乙", category = "a1.other-banned", severity = 1 },\n'
        '  { text = "丙丁", category = "a1.other-band", severity = 1 },\n]\n',
    )

    assert 4 == error.line
    assert ("a1.other-banned",) == error.near[:1]


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ('name = "ours/fraud"\n', "", 1, "lexicon.name as text"),
        ('version = "1"', "version = 1", 3, "lexicon.version as text"),
        ('name = "ours/fraud"', 'name = "Our List"', 2, "a name of a-z"),
        ("[lexicon]", "[lexikon]", 1, "[lexicon] or [[term]]"),
        ('author = "us"', 'autor = "us"', 4, "a key of [lexicon]"),
        ("severity = 2", "severity = 4", 9, "1, 2 or 3"),
        ("severity = 2", 'severity = "2"', 9, "each of its type"),
        ("severity = 2\n", "", 6, "each of its type"),
        ('text = "代办 假证"\n', "", 6, "each of its type"),
        ('text = "代办 假证"', 'text = "！"', 7, "at least two"),
        ('text = "代办 假证"', f'text = "{"长" * 201}"', 7, "at most 200"),
        ('text = "代办 假证"', f'text = "代{"-" * 17}办"', 7, "16 signs"),
        ("a1.other-banned", "a1.baned", 8, "a key of categories.toml"),
        ('["prompt"]', '["promt"]', 11, "stages of prompt, output, corpus"),
        ('["prompt"]', "[]", 11, "at least one stage"),
        ("whole = false", 'whole = "no"', 12, "each of its type"),
        ('["举报代办假证"]', '["举报假证"]', 13, "phrases that contain"),
        ('["举报代办假证"]', '["代办假证！"]', 13, "phrases that contain"),
        ("note = ", "remark = ", 14, "a key of [[term]]"),
        ("severity = 2", "severity = ", 9, "valid TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, expected: str
) -> None:
    assert old in GOOD
    error = read(tmp_path, GOOD.replace(old, new))

    assert expected in error.expected
    assert line == error.line
    assert f"ours.toml:{line}: expected" in str(error)


def test_near_names_are_told(tmp_path: Path) -> None:
    error = read(tmp_path, GOOD.replace("severity", "severty"))

    assert "Did you mean severity?" == error.hint


def test_a_term_comes_once(tmp_path: Path) -> None:
    """Two ways to write one term are one term."""
    error = read(
        tmp_path,
        GOOD + '[[term]]\ntext = "代辦*假證"\ncategory = "a1.other-banned"\nseverity = 1\n'
        'stages = ["prompt"]\nwhole = false\n',
    )

    assert 16 == error.line
    assert "line 7" in error.found


@pytest.mark.parametrize("text", [HEAD, HEAD + "term = 3\n", "term = []\n"])
def test_a_lexicon_without_terms_is_refused(tmp_path: Path, text: str) -> None:
    """Rules that find nothing are a mistake, not a choice."""
    assert "expected" in str(read(tmp_path, text))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gbk.toml"
    file.write_bytes(HEAD.encode() + "代办".encode("gbk"))
    with pytest.raises(InvalidLexicon, match="expected UTF-8") as caught:
        read_toml(file)

    assert 6 == caught.value.line


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidLexicon, match="a readable lexicon file"):
        read_toml(tmp_path / "none.toml")
