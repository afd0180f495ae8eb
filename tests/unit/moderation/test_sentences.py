"""Sentences: cut at stops and at a limit, the same however the text came."""

from __future__ import annotations

import pytest

from hegui.moderation.sentences import Sentences


def cut(text: str, longest: int = 120) -> tuple[str, ...]:
    cutter = Sentences(longest)
    return cutter.push(text) + cutter.finish()


def test_stops_end_sentences_with_their_closing_marks() -> None:
    assert ("他说：“走吧！”", "然后走了。", "尾") == cut("他说：“走吧！”然后走了。尾")
    assert ("What?!", " Yes.", " No") == cut("What?! Yes. No")


def test_points_in_numbers_do_not_end_sentences() -> None:
    assert ("约 3.14 米；", "a.b 不是句子") == cut("约 3.14 米；a.b 不是句子")


def test_a_text_without_stops_is_cut_at_the_limit() -> None:
    assert ("甲" * 10, "甲" * 10, "甲" * 5) == cut("甲" * 25, longest=10)


def test_a_stop_at_the_end_waits_for_what_may_close_it() -> None:
    cutter = Sentences()

    assert () == cutter.push("好。")
    assert "好。" == cutter.open
    assert ("好。”",) == cutter.push("”再")


def test_a_limit_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Sentences(0)
