"""What a frame says, in the protocols that pass through; and frames that say nothing."""

from __future__ import annotations

import orjson
import pytest

from hegui.gateway.judges.frames import Said, Spoken, read_event, read_frame, read_whole


def test_every_text_field_of_a_delta_is_read_and_the_role_is_not() -> None:
    delta = {"role": "assistant", "content": "a", "reasoning_content": "b", "refusal": None}
    raw = orjson.dumps({"choices": [{"index": 2, "delta": delta, "finish_reason": None}]})

    assert Said((Spoken(2, "content", "a"), Spoken(2, "reasoning_content", "b")), (2,)) == (
        read_frame(raw)
    )


def test_a_tool_call_is_one_field_by_its_index() -> None:
    calls = [{"index": 1, "function": {"name": "f", "arguments": "{}"}}, {"index": 3}]
    raw = orjson.dumps({"choices": [{"index": 0, "delta": {"tool_calls": calls}}]})
    (spoken,) = read_frame(raw).spoken

    assert Spoken(0, "call/1", "f\n{}") == spoken
    assert spoken.is_call


@pytest.mark.parametrize(
    "raw", [b"", b"nonsense", b"[]", b"{}", b'{"choices":7}', b'{"choices":[7]}',
            b'{"choices":[{"index":"x"}]}']
)  # fmt: skip
def test_what_is_no_chunk_says_nothing(raw: bytes) -> None:
    assert Said() == read_frame(raw)


@pytest.mark.parametrize(
    ("event", "field", "text"),
    [
        ({"type": "content_block_delta", "index": 1,
          "delta": {"type": "text_delta", "text": "a"}}, "text/1", "a"),
        ({"type": "content_block_delta", "index": 0,
          "delta": {"type": "input_json_delta", "partial_json": "{"}}, "call/0", "{"),
        ({"type": "response.output_text.delta", "output_index": 0, "content_index": 2,
          "delta": "b"}, "delta/0.2", "b"),
        ({"type": "response.function_call_arguments.delta", "output_index": 0,
          "delta": "{"}, "call/0", "{"),
        ({"choices": [{"index": 0, "text": "c", "finish_reason": None}]}, "text", "c"),
    ],
)  # fmt: skip
def test_other_protocols_say_their_text_too(
    event: dict[str, object], field: str, text: str
) -> None:
    assert (Spoken(0, field, text),) == read_event(orjson.dumps(event)).spoken


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message_stop"},
        {"type": "response.completed", "response": {"output": [{"text": "again"}]}},
        {"choices": [{"text": "", "finish_reason": "stop"}]},
    ],
)
def test_other_protocols_say_their_end(event: dict[str, object]) -> None:
    said = read_event(orjson.dumps(event))

    assert ((), (0,)) == (said.spoken, said.finished)


def test_a_whole_answer_of_another_protocol_is_read_text_by_text() -> None:
    body = {"id": "x", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}

    assert ["a", "b"] == [s.text for s in read_whole(orjson.dumps(body), "/v1/messages")]
    assert () == read_whole(b"\xff\xfb sound", "/v1/audio/speech")
