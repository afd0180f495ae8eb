from __future__ import annotations

import pytest

from hegui.finding import Span
from hegui.moderation import fold


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ｈello", "hello"),
        ("ⓗⓔⓛⓛⓞ", "hello"),
        ("🅗🅔🅛🅛🅞", "hello"),
        ("🅷ello", "hello"),
        ("𝒽𝑒𝓁𝓁𝑜", "hello"),
        ("𝕳𝕰𝕷𝕷𝕺", "hello"),
        ("hе11о", "he11o"),
        ("СОСАІΝЕ", "cocaine"),
        ("h\u200be\u2060l\ufeffl\u00ado", "hello"),
        ("h\u0336e\u0301llo", "hello"),
        ("Straße", "strasse"),
        ("ﬁre", "fire"),
        ("①②③", "123"),
        ("➓", "10"),
        ("٣٤५", "345"),
        ("賭場", "赌场"),
        ("売買", "卖买"),
        ("⼈", "人"),
        ("ｶﾞｽ", "カス"),
        ("a\tb　c_d", "a b c d"),
        ("a…b", "a b"),
        ("a\U000e0041b", "ab"),
        ("\ud800x", "\ud800x"),
        ("가나", "가나"),
        ("", ""),
    ],
)
def test_ways_to_write_a_word_become_one(written: str, plain: str) -> None:
    assert plain == fold(written).text


def test_an_expanded_character_is_shown_whole() -> None:
    """One code point that folds to two is one place in the original."""
    folded = fold("5㎏")

    assert "5kg" == folded.text
    assert Span(1, 2) == folded.locate(Span(1, 2)) == folded.locate(Span(2, 3))


@pytest.mark.parametrize("span", [Span(1, 1), Span(0, 4)])
def test_a_range_outside_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="expected a range within"):
        fold("abc").locate(span)
