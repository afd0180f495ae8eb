from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.moderation import matcher
from hegui.moderation.matcher import BytewiseMatcher, DaachorseMatcher, Matcher, make_matcher

BOTH = pytest.mark.parametrize("make", [DaachorseMatcher, BytewiseMatcher])


@BOTH
def test_every_occurrence_is_reported(make: type[DaachorseMatcher | BytewiseMatcher]) -> None:
    """Overlapping and nested ones, in code points also beyond the basic plane."""
    found = make(["aa", "a😀", "😀"]).find("aaa😀")

    assert [(0, 2, 0), (1, 3, 0), (2, 4, 1), (3, 4, 2)] == sorted(found)


def test_no_keys_find_nothing() -> None:
    assert [] == DaachorseMatcher([]).find("abc")


@BOTH
def test_lone_surrogates_keep_places(make: type[DaachorseMatcher | BytewiseMatcher]) -> None:
    assert [(2, 4, 0)] == make(["赌博"]).find("\ud83d\ud83d赌博\udc00")


@given(
    st.lists(st.text("ab赌😀", min_size=1, max_size=4), min_size=1, max_size=6, unique=True),
    st.text("ab赌😀\ud800", max_size=30),
)
def test_both_find_what_looking_everywhere_finds(keys: list[str], text: str) -> None:
    expected = sorted(
        (at, at + len(key), number)
        for number, key in enumerate(keys)
        for at in range(len(text))
        if text.startswith(key, at)
    )

    assert expected == sorted(DaachorseMatcher(keys).find(text))
    assert expected == sorted(BytewiseMatcher(keys).find(text))


def test_very_many_keys_are_matched_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matcher, "MANY", 2)
    made: list[Matcher] = [make_matcher(["a"]), make_matcher(["a", "b"])]

    assert [DaachorseMatcher, BytewiseMatcher] == [type(each) for each in made]
