"""Facts: declared once, typed, answered or unknown."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.unit.law.conftest import Spoil

from hegui.errors import InvalidInstrument
from hegui.law import Law, load


@pytest.mark.parametrize(
    ("fact", "value", "answer"),
    [
        ("role.provider", True, True),
        ("role.provider", False, False),
        ("stage", "public", "public"),
        ("modalities", ["text", "image", "text"], frozenset({"text", "image"})),
        ("modalities", [], frozenset()),
        ("users", 3, 3),
        ("users", 2.5, 2.5),
        ("users", 10**400, 10**400),
        ("launched", date(2026, 1, 2), date(2026, 1, 2)),
    ],
)
def test_reads_an_answer_of_its_kind(tiny: Law, fact: str, value: object, answer: object) -> None:
    """A TOML value of the right type is the answer."""
    assert answer == tiny.facts[fact].read(value)


@pytest.mark.parametrize(
    ("fact", "value", "found"),
    [
        ("role.provider", 1, "the number 1"),
        ("role.provider", "yes", "the text 'yes'"),
        ("stage", "publik", "the text 'publik'"),
        ("stage", True, "true"),
        ("modalities", "text", "the text 'text'"),
        ("modalities", ["text", "smell"], "the text 'smell' in the list"),
        ("modalities", [["text"]], "a list of 1 in the list"),
        ("users", True, "true"),
        ("users", float("nan"), "the number nan"),
        ("users", "3", "the text '3'"),
        ("launched", datetime(2026, 1, 2, 3), "the value 2026"),  # noqa: DTZ001 (as TOML gives it)
        ("launched", "2026-01-02", "the text '2026-01-02'"),
    ],
)
def test_refuses_another_kind(tiny: Law, fact: str, value: object, found: str) -> None:
    """Nothing is converted: a text is no day and a number is no yes."""
    with pytest.raises(ValueError, match=found):
        tiny.facts[fact].read(value)


@pytest.mark.parametrize(
    ("fact", "answer", "zh", "en"),
    [
        ("role.provider", True, "是", "yes"),
        ("role.provider", False, "否", "no"),
        ("stage", "public", "公开", "public"),
        ("modalities", frozenset({"image", "text"}), "文本、图片", "text, images"),
        ("modalities", frozenset(), "无", "none"),
        ("users", 3, "3", "3"),
        ("launched", date(2026, 1, 2), "2026-01-02", "2026-01-02"),
    ],
)
def test_words_an_answer(
    tiny: Law,
    fact: str,
    answer: bool | str | frozenset[str] | int | date,
    zh: str,
    en: str,
) -> None:
    """People read words, in the order in which the options are declared."""
    words = tiny.facts[fact].words(answer)

    assert (zh, en) == (words.zh, words.en)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("role.provider", "true or false"),
        ("stage", "one of 'internal', 'public'"),
        ("modalities", "a list out of 'text', 'image'"),
        ("users", "a number"),
        ("launched", "a day, for example 2026-11-21"),
    ],
)
def test_says_what_it_expects(tiny: Law, fact: str, expected: str) -> None:
    """The words of an error message."""
    assert expected == tiny.facts[fact].expected


@pytest.mark.parametrize(
    "mistake",
    [
        ('name = "role.provider"', 'name = "Role"', 6, "a dotted name in lower", "'Role'"),
        ('type = "yes_no"', 'type = "yes"', 7, "one of yes_no, choice", "the text 'yes'"),
        ('type = "yes_no"', 'type = "choice"', 5, "at least one [[fact.option]]", "0 options"),
        ('type = "choice"', 'type = "number"', 24, "no [[fact.option]]", "2 options"),
        ('key = "public"', 'key = "internal"', 28, "each option once", "'internal' again"),
        ('name = "users"', 'name = "stage.users"', 52, "overlap with 'stage'", "'stage.users'"),
        ('name = "users"', 'name = "stage"', 52, "overlap with 'stage'", "'stage'"),
        ('name = "users"', 'name = "role"', 52, "overlap with 'role.provider'", "'role'"),
        ('help.zh = "帮助"\n', "", 10, "help.zh and help.en", "no help.zh"),
        ('where.zh = "何处"', 'wher.zh = "何处"', 12, "one of name, type", "unknown key 'wher'"),
        ('key = "internal"', 'kee = "internal"', 25, "one of key, words", "unknown key 'kee'"),
    ],
)
def test_a_wrong_declaration_is_named(
    spoil: Spoil, mistake: tuple[str, str, int, str, str]
) -> None:
    """File, line, what was expected, what was found."""
    old, new, line, expected, found = mistake
    folder = spoil("role.toml", old, new)

    with pytest.raises(InvalidInstrument) as caught:
        load(folder)

    assert ("role.toml", line) == (caught.value.file.name, caught.value.line)
    assert expected in caught.value.expected
    assert found in caught.value.found


def test_a_file_without_facts_is_refused(spoil: Spoil) -> None:
    """Conditions could name nothing."""
    folder = spoil("role.toml", "", "")
    (folder / "facts" / "role.toml").write_text("", encoding="utf-8")

    with pytest.raises(InvalidInstrument, match=r"at least one \[\[fact\]\]"):
        load(folder)
