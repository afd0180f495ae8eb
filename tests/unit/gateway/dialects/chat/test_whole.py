"""An answer that came whole is judged and written anew."""

from __future__ import annotations

import orjson
import pytest
from tests.unit.gateway.judging import LABEL, TERM, a_request, a_voice

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.dialects.chat.whole import WholeChat

CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def an_answer() -> WholeChat:
    """Return an answer that closes with a fixed sentence."""
    asked = a_request()
    return WholeChat(asked, a_voice(asked))


def take(message: dict[str, object], **item: object) -> dict[str, object]:
    """Return what is delivered of a completion with one choice."""
    answer = an_answer()
    choice = {"index": 0, "message": message, "finish_reason": "stop", **item}
    answer.take(orjson.dumps({"id": "x", "choices": [choice]}), b"")
    content_type, body = answer.body()
    assert content_type == b"application/json"
    choices = orjson.loads(body)["choices"]
    assert isinstance(choices, list)
    found: dict[str, object] = choices[0]
    return found


def test_known_fields_pass_and_others_do_not() -> None:
    """A field that nobody judges may hold text."""
    found = take(
        {"role": "assistant", "content": "好", "annotations": [TERM], "video": {"t": TERM}},
        logprobs={"content": [{"token": TERM, "logprob": -1}]},
        content_filter_results={"x": TERM},
    )

    assert found == {
        "index": 0,
        "message": {"role": "assistant", "content": f"好\n\n{LABEL}"},
        "logprobs": None,
        "finish_reason": "stop",
    }


def test_a_stop_drops_what_follows_and_all_tool_calls() -> None:
    """No agent runs half of a plan."""
    found = take({"role": "assistant", "content": f"好{TERM}", "tool_calls": [CALL]})

    assert found["message"] == {"role": "assistant", "content": f"好停。\n\n{LABEL}"}
    assert found["finish_reason"] == "content_filter"


def test_reasoning_is_judged_before_content_whatever_their_order() -> None:
    """As a stream would show them."""
    found = take({"content": "答案", "reasoning_content": f"想{TERM}"})

    assert found["message"] == {
        "role": "assistant",
        "content": f"停。\n\n{LABEL}",
        "reasoning_content": "想",
    }


def test_tool_calls_pass_with_their_ids() -> None:
    """And content that is null stays null."""
    found = take({"role": "assistant", "content": None, "tool_calls": [CALL]})

    assert found["message"] == {"role": "assistant", "content": None, "tool_calls": [CALL]}


@pytest.mark.parametrize("name", ["f", TERM])
def test_the_old_kind_of_call_is_judged(name: str) -> None:
    """``function_call`` is still sent by some."""
    found = take({"content": None, "function_call": {"name": name, "arguments": "{}"}})

    assert (found["finish_reason"] == "content_filter") is (name == TERM)
    assert TERM not in repr(found)


@pytest.mark.parametrize(
    "raw",
    [
        b"<html>",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": ["x"]}',
        b'{"choices": [{"index": 0}]}',
        b'{"choices": [{"index": 5, "message": {"content": "x"}}]}',
        b'{"choices": [{"message": {"content": ["x"]}}]}',
        b'{"choices": [{"message": {"content": "x"}}, {"message": {"content": "y"}}]}',
        b'{"choices": [{"message": {"content": null, "tool_calls": ["x"]}}]}',
    ],
)
def test_what_cannot_be_read_cannot_be_judged(raw: bytes) -> None:
    """Nothing of it is passed on."""
    answer = an_answer()

    with pytest.raises(UpstreamInvalid):
        answer.take(raw, b"")


def test_an_error_with_status_200_is_a_failure() -> None:
    """Some servers do that."""
    answer = an_answer()

    with pytest.raises(UpstreamFailed):
        answer.take(b'{"error": {"message": "x"}}', b"")
