"""The shape of a stream's frames: a short cut that must never mean something else."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.gateway.shape import Shape

FRAME = {"id": "x", "choices": [{"index": 0, "delta": {"content": "?"}, "finish_reason": None}]}


def a_frame(text: str) -> bytes:
    """Return an upstream's frame with one piece of content."""
    return orjson.dumps(FRAME).replace(b'"?"', orjson.dumps(text))


@given(first=st.text(min_size=1), text=st.text())
def test_what_it_reads_is_what_a_parser_reads(first: str, text: str) -> None:
    """Whatever was learned from, the short cut gives the parsed text or leaves it to the parser."""
    shape = Shape()
    shape.learn(a_frame(first), first)
    raw = a_frame(text)

    assert shape.text_of(raw) in {None, orjson.loads(raw)["choices"][0]["delta"]["content"]}


def test_plain_words_take_the_short_cut() -> None:
    """Chinese needs no escapes, so nearly every frame is read without a parser."""
    shape = Shape()
    shape.learn(a_frame("你好"), "你好")

    assert shape.is_known
    assert shape.text_of(a_frame("春天来了")) == "春天来了"


@pytest.mark.parametrize(
    "raw",
    [
        a_frame('a"b'),
        a_frame("a\\b"),
        a_frame("a\nb"),
        a_frame(""),
        a_frame("春天").replace(b'"x"', b'"y"'),
        a_frame("春天").replace(b"null", b'"stop"'),
        a_frame("春天").replace(b'"}', b'","role":"user"}'),
        a_frame("春天").replace("春".encode(), b"\xff"),
        a_frame("春天").replace("春".encode(), b"\x01"),
    ],
    ids=["quote", "backslash", "escape", "empty", "id", "finish", "field", "bytes", "control"],
)
def test_any_other_frame_is_left_to_the_parser(raw: bytes) -> None:
    """Another id, finish reason or field, an escape, or bytes that are no text."""
    shape = Shape()
    shape.learn(a_frame("你好"), "你好")

    assert shape.text_of(raw) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b'{"a":{"content":"x"},"choices":[{"delta":{"content":"x"}}]}', "x"),
        (b'{"choices":[{"delta":{"content" : "x"}}]}', "x"),
        (b'{"choices":[{"delta":{"content":"\\u8d4c"}}]}', "\u8d4c"),
        (b'{"choices":[{"delta":{"content":"x"}}]}', "y"),
    ],
    ids=["twice", "spaced", "escaped", "another"],
)
def test_a_frame_that_leaves_a_doubt_teaches_nothing(raw: bytes, text: str) -> None:
    """The key must stand there once, before the very text that was parsed."""
    shape = Shape()
    shape.learn(raw, text)

    assert not shape.is_known
    assert shape.text_of(raw) is None
