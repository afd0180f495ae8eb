"""Refusals are kind, in the right language, and clean by our own rules."""

from __future__ import annotations

import pytest
from tests.starter import starter_rules

from hegui.finding import Stage
from hegui.gateway.refusals import Language, Place, in_force, language_of, words
from hegui.moderation import categories

PLACES: tuple[Place, ...] = ("ask", "end")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("怎么办？", "zh"),
        ("What shall I do?", "en"),
        ("ｗｈａｔ ｓｈａｌｌ Ｉ ｄｏ", "en"),
        ("Python 里怎么排序列表", "zh"),
        ("请问 machine learning 是什么", "zh"),
        ("", "zh"),
        ("12345 !!", "zh"),
        ("x" * 5000 + "这是结尾的问题", "zh"),
    ],
)
def test_the_language_follows_the_script(text: str, language: Language) -> None:
    """A Han character weighs as much as a Latin word."""
    assert language_of(text) == language


@pytest.mark.parametrize("category", sorted(c.key for c in categories().values()))
@pytest.mark.parametrize("place", PLACES)
def test_every_category_has_words(category: str, place: Place) -> None:
    """In both languages, each in its own script."""
    zh = words(place, (category,), "zh", "r-1")
    en = words(place, (category,), "en", "r-1")

    assert (language_of(zh), language_of(en)) == ("zh", "en")


def test_self_harm_comes_before_all_else() -> None:
    """Several categories: the person first."""
    assert words("ask", ("a1.other-banned", "a4.health"), "zh", "r") == words(
        "ask", ("a4.health",), "zh", "r"
    )


def test_a_receipt_always_picks_the_same_words_and_receipts_differ() -> None:
    """Reproducible, and not one sentence for ever."""
    said = {words("ask", ("a1.other-banned",), "zh", f"r-{n}") for n in range(50)}

    assert len(said) == 3
    assert words("ask", (), "en", "r-7") == words("ask", (), "en", "r-7")


def test_our_own_words_pass_our_own_rules() -> None:
    """A refusal that is stopped would never arrive; none names a telephone number."""
    rules = starter_rules()
    said = list(in_force().texts())

    assert [text for text in said if rules.scan(text, Stage.OUTPUT)] == []
    assert [text for text in said if any(sign.isdigit() for sign in text)] == []
