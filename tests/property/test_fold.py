"""Folding: one form for all ways to write a word, and always a way back."""

from __future__ import annotations

import re
import sys

from hypothesis import assume, given
from hypothesis import strategies as st

from hegui.finding import Span
from hegui.moderation import fold
from hegui.moderation.fold import fold_by_dictionary, fold_by_table
from hegui.moderation.gap import INVISIBLES
from hegui.moderation.kept import Kept

TEXT = st.text(st.one_of(st.characters(), st.sampled_from("ａ①㎏½ﬁ賣\u200b\u0301 —ß\ud800ÅΣ가🅰")))
"""Any text, surrogates too, with oddities more often than chance brings them."""


@given(TEXT)
def test_fold_is_idempotent(text: str) -> None:
    """Folding twice is folding once."""
    once = fold(text).text

    assert once == fold(once).text


@given(TEXT, TEXT)
def test_pieces_fold_to_pieces(left: str, right: str) -> None:
    """A stream may fold chunk by chunk."""
    assert fold(left + right).text == fold(left).text + fold(right).text


@given(TEXT)
def test_both_paths_agree(text: str) -> None:
    """The dictionary and the table give the same text and the same origins."""
    slow, fast = fold_by_dictionary(text), fold_by_table(text)

    assert slow.text == fast.text
    assert list(slow.origin) == list(fast.origin)


def test_both_paths_agree_on_every_code_point() -> None:
    """No code point is folded differently in long text."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    slow, fast = fold_by_dictionary(everything), fold_by_table(everything)

    assert slow.text == fast.text
    assert list(slow.origin) == list(fast.origin)
    assert slow.text == fold_by_table(slow.text).text


@given(TEXT, st.data())
def test_a_match_can_be_shown_in_the_original(text: str, data: st.DataObject) -> None:
    """Whatever is found after folding has a place in what the user wrote."""
    folded = fold(text)
    assume(folded.text)
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))

    span = folded.locate(Span(start, end))

    assert 0 <= span.start < span.end <= len(text)
    assert folded.text[start:end] in fold(text[span.start : span.end]).text


@given(TEXT)
def test_origins_never_go_back(text: str) -> None:
    """Origins rise with the folded text and lie in the original."""
    folded = fold(text)

    assert len(folded.text) == len(folded.origin)
    assert sorted(folded.origin) == list(folded.origin)
    assert all(0 <= at < len(text) for at in folded.origin)


ODD = st.text(st.sampled_from("Ⅱ½㎏ﬁ😀𠀀𝟓\ud800\uffff\u200b\U000e0041賣７3a、"), max_size=40)
TAILS = st.sampled_from(
    ["", "字" * 200, "字" * 3_000, "Ⅱ" * 150, "\u200b" * 300, "\U000e0041" * 300]
)


@given(st.one_of(TEXT, ODD), TAILS)
def test_kept_characters_are_the_folded_text_without_spaces(text: str, tail: str) -> None:
    """What terms are matched over is the folded text: short or long, with few oddities or many."""
    whole = text + tail + text
    kept, folded = Kept(whole), fold(whole)
    shown = [(c, at) for c, at in zip(folded.text, folded.origin, strict=True) if c != " "]

    assert "".join(c for c, _ in shown) == kept.text
    assert [at for _, at in shown] == [kept.place(at) for at in range(len(kept.text))]
    assert kept.codes is None or list(map(ord, kept.text)) == kept.codes.tolist()


@given(ODD, TAILS)
def test_digits_and_hidden_characters_are_counted_alike(text: str, tail: str) -> None:
    """Whichever way a text was folded, runs of digits and the invisible are found."""
    whole = text + tail + text
    kept = Kept(whole)
    unseen = sum(fold_by_dictionary(char).text == "" for char in whole)

    assert [run.span() for run in re.finditer("[0-9]{2,}", kept.text)] == list(kept.runs(2))
    assert (unseen > INVISIBLES) == kept.may_hide()
