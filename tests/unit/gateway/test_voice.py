"""Files pass through the hook or are told as unlabelled; usage is counted."""

from __future__ import annotations

import logging

import pytest
from tests.unit.gateway.judging import TERM, a_choice, a_judge, a_request, an_exchange

from hegui.errors import FileWithheld
from hegui.gateway.voice import Voice


def test_a_file_without_a_hook_passes_and_the_entry_says_so() -> None:
    """Nothing pretends that it was labelled."""
    exchange = an_exchange()
    voice = Voice(a_request(), a_judge(exchange), exchange)

    assert voice.file("0.b64_json", b"abc", "image") == b"abc"
    assert exchange.payload()["files"] == [
        {"field": "0.b64_json", "kind": "image", "bytes": [[0, 3]], "labelled": False}
    ]


def test_a_hook_that_fails_withholds_the_file(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever it raises; the log has the reason."""
    exchange = an_exchange()

    def fail(raw: bytes, kind: str) -> bytes:
        raise OSError(f"{kind} of {len(raw)} bytes")

    with caplog.at_level(logging.ERROR), pytest.raises(FileWithheld):
        Voice(a_request(), a_judge(exchange), exchange, fail).file("x", b"abc", "image")

    assert "image of 3 bytes" in caplog.text
    assert "files" not in exchange.payload()


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"total_tokens": 7}, 7),
        ({"input_tokens": 3, "output_tokens": 4}, 7),
        ({"output_tokens": "many"}, 0),
        ("none", 0),
    ],
)
def test_tokens_are_noted_as_the_upstream_tells_them(usage: object, tokens: int) -> None:
    """In the words of either protocol."""
    exchange = an_exchange()
    Voice(a_request(), a_judge(exchange), exchange).usage(usage)

    assert exchange.tokens == tokens


def test_closing_words_differ_for_an_answer_that_had_begun() -> None:
    """In the language of what stands there."""
    exchange = an_exchange()
    voice = Voice(a_request(last="Hello there"), a_judge(exchange), exchange)
    empty, begun = a_choice(), a_choice()
    begun.push("content", "春天来了，花都开了。", is_shown=True)
    begun.push("content", f"{TERM}。", is_shown=True)

    assert voice.closing(empty).isascii()
    assert voice.closing(begun).startswith("\n\n")
    assert not voice.closing(begun).isascii()
