"""A text that is continued is judged and labelled per choice."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from tests.unit.gateway.judging import LABEL, TERM, a_request, a_voice

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.dialects.completions.continued import StreamedText, WholeText


def an_answer(n: int = 1, **more: Any) -> StreamedText:
    """Return an answer that closes with a fixed word."""
    asked = a_request(n=n, **more)
    return StreamedText(asked, a_voice(asked))


def chunk(text: str, finish: str | None = None, index: int = 0) -> bytes:
    """Return an upstream's frame."""
    item = {"index": index, "text": text, "finish_reason": finish, "logprobs": {"tokens": [TERM]}}
    return orjson.dumps({"id": "x", "model": "m", "choices": [item]})


def text_of(frames: list[bytes], index: int = 0) -> str:
    """Return what a client puts together of one choice."""
    found = [orjson.loads(frame.removeprefix(b"data: ")) for frame in frames]
    items = [item for each in found for item in each["choices"]]
    return "".join(item["text"] for item in items if item["index"] == index)


def test_the_finish_reason_and_usage_wait_for_the_entry() -> None:
    """They are the tail, and ``[DONE]`` is the end of it."""
    answer = an_answer(include_usage=True, stream=True)
    usage = orjson.dumps({"choices": [], "usage": {"total_tokens": 3}})

    assert answer.take_all([chunk("你好"), chunk("。", "stop"), usage, b"[DONE]"])
    answer.end()

    assert text_of(answer.out) == f"你好。\n\n{LABEL}"
    assert b'"finish_reason":"stop"' in answer.tail[0]
    assert b'"total_tokens":3' in answer.tail[1]
    assert answer.tail[2] == b"data: [DONE]\n\n"
    assert TERM not in b"".join((*answer.out, *answer.tail)).decode()


def test_a_stopped_choice_leaves_the_others_running() -> None:
    """The upstream is closed only when every choice was stopped."""
    answer = an_answer(2)
    first = answer.take_all([chunk(f"好{TERM}吧好"), chunk("晚了"), chunk("好的，", index=1)])
    second = answer.take_all([chunk(f"再{TERM}吧好", index=1)])
    answer.end()

    assert (first, second) == (False, True)
    assert text_of(answer.out, 0) == f"好停。\n\n{LABEL}"
    assert text_of(answer.out, 1) == f"好的，再停。\n\n{LABEL}"


@pytest.mark.parametrize(
    "raw",
    [
        b"not json",
        b'{"choices": 1}',
        b'{"choices": ["x"]}',
        b'{"choices": [{"index": 1, "text": "x"}]}',
        b'{"choices": [{"index": 0, "text": ["x"]}]}',
        b'{"choices": [{"index": 0, "text": "x", "finish_reason": 1}]}',
    ],
)
def test_what_cannot_be_read_cannot_be_judged(raw: bytes) -> None:
    """Nothing of it is passed on, streamed or whole."""
    asked = a_request()
    with pytest.raises(UpstreamInvalid):
        an_answer().take_all([raw])
    with pytest.raises(UpstreamInvalid):
        WholeText(asked, a_voice(asked)).take(raw, b"")


def test_an_error_is_a_failure() -> None:
    """Its message is the upstream's, and is not repeated."""
    with pytest.raises(UpstreamFailed):
        an_answer().take_all([b'{"error": {"message": "x"}}'])


def test_a_judge_from_outside_leaves_none_of_its_text() -> None:
    """Whole or streamed."""
    asked = a_request()
    whole = WholeText(asked, a_voice(asked))
    whole.take(chunk("好的", "stop"), b"", {0: ("a1.terrorism",)})
    streamed = an_answer()
    streamed.stop(0, ("a1.terrorism",))
    streamed.take_all([chunk("好的")])

    (item,) = orjson.loads(whole.body()[1])["choices"]
    assert item["text"] == text_of(streamed.out) == f"停。\n\n{LABEL}"
    assert item["finish_reason"] == "content_filter"
