from __future__ import annotations

from hegui.moderation import fold
from hegui.moderation.split import parts, split_keys


def test_parts_are_found_as_they_are_written() -> None:
    """Terms are matched after folding, so a part that folds away would never be found."""
    folded = {whole: fold(written).text for whole, written in parts().items()}

    assert dict(parts()) == folded
    assert len(parts()) > 250
    assert all(len(written) >= 2 for written in parts().values())


def test_one_or_more_characters_are_taken_apart() -> None:
    assert {"贝者木仓", "赌木仓", "贝者枪"} == set(split_keys("赌枪"))
    assert [] == list(split_keys("毒品"))


def test_their_number_is_bounded() -> None:
    assert 32 == len(list(split_keys("赌枪" * 5)))
