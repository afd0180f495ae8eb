from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.moderation import matcher
from hegui.moderation.matcher import (
    AnchoredMatcher,
    BytewiseMatcher,
    DaachorseMatcher,
    Matcher,
    make_matcher,
)

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


@given(
    st.lists(st.text("ab赌的一😀", min_size=1, max_size=5), min_size=1, max_size=6, unique=True),
    st.text("ab赌的一😀\ud800国是电人民", max_size=60),
    st.booleans(),
)
def test_sparing_the_automaton_finds_what_it_finds(
    keys: list[str], text: str, is_common: bool
) -> None:
    """In text of strangers, too, and where keys are of one character or stand at an end."""
    text = "".join(f"{char}国是电人" for char in text) if is_common else text
    text += "国" * len(text)
    plain = DaachorseMatcher(keys)

    assert sorted(plain.find(text)) == sorted(AnchoredMatcher(keys, plain, short=0).find(text))


def test_windows_cost_the_automaton_a_part_of_the_text() -> None:
    """What is far from any anchor is never looked at; each occurrence keeps its place."""
    keys = ["赌博网站", "枪支弹药"]
    asked: list[str] = []

    class Listening(DaachorseMatcher):
        def find(self, text: str) -> list[tuple[int, int, int]]:
            asked.append(text)
            return super().find(text)

    text = "的一是不了在人有我他" * 1_000
    text = f"{text}赌博网站{text}枪支弹药"
    found = AnchoredMatcher(keys, Listening(keys)).find(text)

    assert [(10_000, 10_004, 0), (20_004, 20_008, 1)] == list(found)
    assert len("".join(asked)) < 40


def test_latin_text_is_read_whole() -> None:
    """Its keys are found all the same."""
    keys = ["赌博网站", "枪支弹药"]
    text = f"{'plain words ' * 400}赌博网站"

    assert [(4_800, 4_804, 0)] == list(
        AnchoredMatcher(keys, DaachorseMatcher(keys), short=0).find(text)
    )


def test_a_text_full_of_anchors_is_read_whole() -> None:
    keys = ["赌博", "博赌"]
    text = "赌博" * 2_000

    found = AnchoredMatcher(keys, DaachorseMatcher(keys), short=0).find(text)

    assert len(text) - 1 == len(list(found))


@pytest.mark.parametrize(
    "keys", [[], ["a" * 255], ["a\uffff"]], ids=["none", "too long", "with the joint in it"]
)
def test_keys_that_no_anchor_fits_are_matched_as_before(keys: list[str]) -> None:
    text = "b" * 3_000 + "".join(keys)
    plain = DaachorseMatcher(keys)

    assert plain.find(text) == list(AnchoredMatcher(keys, plain, short=0).find(text))


def test_very_many_keys_are_matched_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matcher, "MANY", 2)
    made: list[Matcher] = [make_matcher(["a"]), make_matcher(["a", "b"])]

    assert [DaachorseMatcher, BytewiseMatcher] == [type(each) for each in made]


def test_an_automaton_too_large_for_the_cache_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matcher, "SPARED", 2)
    made: list[Matcher] = [make_matcher(["a"]), make_matcher(["ab", "bc"])]

    assert [DaachorseMatcher, AnchoredMatcher] == [type(each) for each in made]
    assert [(0, 2, 0), (1, 3, 1)] == sorted(made[1].find("abc"))
