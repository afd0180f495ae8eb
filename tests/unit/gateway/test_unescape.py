"""Escapes are written out, the value stays the same, however the text is cut."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.gateway.unescape import Unescape, unescaped

TEXT = (
    r'{"a": "\u8d4c\u535a", "b": "\\u8d4c \" \n", '
    r'"c": "\ud83d\ude00\u0022\u005c\u0000", "\u0041": 1}'
)
PLAIN = r'{"a": "赌博", "b": "\\u8d4c \" \n", "c": "😀\u0022\u005c\u0000", "A": 1}'


@pytest.mark.parametrize("cut", range(len(TEXT) + 1))
def test_a_text_cut_anywhere_is_written_out(cut: int) -> None:
    """An escape may be split between two pieces, a pair of surrogates, too."""
    escapes = Unescape()

    found = escapes.push(TEXT[:cut]) + escapes.push(TEXT[cut:]) + escapes.finish()

    assert found == PLAIN


def test_nothing_of_an_escape_leaves_before_it_is_whole() -> None:
    """One character at a time, no piece shows a part of an escape of a plain character."""
    escapes = Unescape()

    pieces = [escapes.push(char) for char in r"x\u8d4cy"]

    assert pieces == ["x", "", "", "", "", "", "赌", "y"]


@given(st.recursive(st.text() | st.integers(), st.lists, max_leaves=5))
def test_the_json_value_stays_the_same(value: object) -> None:
    """Whoever parses the written-out text gets what the escaped one said."""
    escaped = json.dumps(value)

    assert json.loads(unescaped(escaped)) == value


@pytest.mark.parametrize(
    "broken", ["\\", "\\u", "\\u8d4", r"\ud83d", r"\ud83d\u", r"\ude00", "\\x"]
)
def test_what_is_no_escape_stays_as_it_is(broken: str) -> None:
    """Broken ends and lone surrogates are delivered untouched."""
    assert Unescape().whole(broken) == broken
