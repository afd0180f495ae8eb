"""What the law asks of words, heights and rhythm."""

from __future__ import annotations

import pytest
from tests.unit.labels.explicit.made import RULES

from hegui.errors import UnclearLabel


@pytest.mark.parametrize("words", ["AI生成", "人工智能合成", " 本图片由AI生成合成 "])
def test_words_with_both_elements_are_taken(words: str) -> None:
    assert words.strip() == RULES.require_words(words)


@pytest.mark.parametrize(
    "words", ["", "AI", "AI播客", "合成", "虚拟主播", "AI\n生成", "AI\u200b生成"]
)
def test_words_that_lack_one_or_break_the_line_are_refused(words: str) -> None:
    with pytest.raises(UnclearLabel):
        RULES.require_words(words)


def test_height_goes_by_the_shortest_side() -> None:
    assert (5.0, 5.0) == (RULES.needed_px(100, 9_000), RULES.needed_px(300, 100))
