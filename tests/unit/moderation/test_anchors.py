"""Which stretches of a text may hold a key."""

from __future__ import annotations

import pytest

from hegui.moderation.anchors import Anchors
from hegui.moderation.fold import codes_of

STRANGERS = "的一是不了在人有我他" * 2


def _cut(keys: list[str], text: str) -> list[str]:
    """Return the windows of a text, as text."""
    starts, stops = Anchors(keys).windows(codes_of(text))
    return [text[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]


def test_text_of_strangers_has_no_window() -> None:
    assert [] == _cut(["赌博网站"], STRANGERS)
    assert [] == _cut(["赌博网站"], "")
    assert [] == _cut(["赌博网站"], "赌")


@pytest.mark.parametrize("key", ["赌博", "的赌博", "赌博的", "赌", "赌博网站枪支弹药"])
@pytest.mark.parametrize("around", [("", ""), (STRANGERS, ""), ("", STRANGERS), (STRANGERS,) * 2])
def test_a_key_lies_in_a_window(key: str, around: tuple[str, str]) -> None:
    """At either end of the text and within, wherever its rarest pair stands in it."""
    before, after = around
    found = _cut([key], f"{before}{key}{after}")

    assert 1 == len(found)
    assert key in found[0]


def test_the_rarest_pair_stands_for_a_key() -> None:
    """The common characters of a key alone are no anchor."""
    assert [] == _cut(["我的赌博"], "我的" * 20)


def test_a_neighbour_is_asked_for_besides() -> None:
    """The pair in other company is none."""
    assert [] == _cut(["赌博网"], f"{STRANGERS}赌博的{STRANGERS}")


def test_windows_that_meet_are_one() -> None:
    found = _cut(["赌博网站"], f"{STRANGERS}赌博网站赌博网站{STRANGERS}")

    assert 1 == len(found)


def test_a_window_reaches_as_far_as_the_longest_key_of_its_anchor() -> None:
    """Two keys of one anchor, one of them with much before it."""
    long = f"{'的一是不了在' * 3}赌博网站"
    found = _cut(["赌博网站", long], f"{STRANGERS}{long}{STRANGERS}")

    assert long in found[0]


def test_long_text_is_read_in_blocks() -> None:
    """A key over the border of two blocks is found as any other."""
    for at in (8_190, 8_191, 8_192, 8_193):
        assert ["赌博网站"] == [
            each.strip("的") for each in _cut(["赌博网站"], f"{'的' * at}赌博网站{'的' * 9_000}")
        ]
