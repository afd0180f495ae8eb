"""Bugs of other gateways with protocols beside chat: judged on one address, open on the next.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from tests.fault.conftest import Pair
from tests.fault.heard import Heard, read
from tests.fault.scripted import MODEL, Ending, Move, event_stream, whole

TERM = "办假身份证"
BEFORE = "今天天气很好。"
HEAVY = f"{BEFORE}{TERM}，后面。"
_MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "model": MODEL}
_RESPONSE = {"id": "resp_1", "object": "response", "created_at": 1, "model": MODEL}


def event(payload: dict[str, Any]) -> bytes:
    """Return a named event, as both protocols send them."""
    return b"event: %s\ndata: %s\n\n" % (payload["type"].encode(), orjson.dumps(payload))


def ask(pair: Pair, path: str, *moves: Move, stream: bool = True, **body: Any) -> Heard:
    """Post a body while the upstream plays."""
    pair.upstream.play(*moves)
    asked = {"model": MODEL, "stream": stream, **body}
    return read(pair.served.url, path, orjson.dumps(asked))


def messages(pair: Pair, *moves: Move, stream: bool = True, said: str = "你好") -> Heard:
    """Ask for a message."""
    body = {"max_tokens": 50, "messages": [{"role": "user", "content": said}]}
    return ask(pair, "/v1/messages", *moves, stream=stream, **body)


def responses(pair: Pair, *moves: Move, stream: bool = True, said: str = "你好") -> Heard:
    """Ask for a response."""
    return ask(pair, "/v1/responses", *moves, stream=stream, input=said)


def a_message(block: dict[str, Any], *deltas: dict[str, Any]) -> tuple[Move, ...]:
    """Return a streamed message of one block."""
    begun = {**_MESSAGE, "content": [], "usage": {"input_tokens": 1, "output_tokens": 1}}
    ends = {"stop_reason": "end_turn", "stop_sequence": None}
    return event_stream(
        event({"type": "message_start", "message": begun}),
        event({"type": "content_block_start", "index": 0, "content_block": block}),
        *(event({"type": "content_block_delta", "index": 0, "delta": each}) for each in deltas),
        event({"type": "content_block_stop", "index": 0}),
        event({"type": "message_delta", "delta": ends, "usage": {"output_tokens": 9}}),
        event({"type": "message_stop"}),
    )


def a_response(text: str) -> tuple[Move, ...]:
    """Return a streamed response, whose last events repeat all of its text."""
    part = {"type": "output_text", "text": text, "annotations": []}
    item = {"id": "m", "type": "message", "role": "assistant", "status": "completed"}
    at = {"item_id": "m", "output_index": 0, "content_index": 0}
    begun = {**_RESPONSE, "status": "in_progress", "output": []}
    done = {**_RESPONSE, "status": "completed", "output": [{**item, "content": [part]}]}
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": begun},
        {"type": "response.output_item.added", "output_index": 0, "item": {**item, "content": []}},
        {"type": "response.content_part.added", **at, "part": {**part, "text": ""}},
        *({"type": "response.output_text.delta", **at, "delta": char} for char in text),
        {"type": "response.output_text.done", **at, "text": text},
        {"type": "response.content_part.done", **at, "part": part},
        {"type": "response.output_item.done", "output_index": 0,
         "item": {**item, "content": [part]}},
        {"type": "response.completed", "response": done},
    ]  # fmt: skip
    return event_stream(*(event({**each, "sequence_number": n}) for n, each in enumerate(events)))


def test_a_streamed_message_is_judged(pair: Pair) -> None:
    """Guards ran on chat and not on /v1/messages. litellm#35257."""
    deltas = [{"type": "text_delta", "text": char} for char in HEAVY]

    heard = messages(pair, *a_message({"type": "text", "text": ""}, *deltas))

    said = heard.raw.decode()
    assert "办" not in said
    assert "后面" not in said.replace("后面的内容", "")
    assert '"refusal"' in said


@pytest.mark.parametrize(
    ("block", "delta"),
    [
        ({"type": "thinking", "thinking": "", "signature": ""}, "thinking_delta thinking"),
        (
            {"type": "tool_use", "id": "t", "name": "f", "input": {}},
            "input_json_delta partial_json",
        ),
    ],
    ids=["thinking", "tool"],
)
def test_other_blocks_of_a_message_are_judged(
    pair: Pair, block: dict[str, Any], delta: str
) -> None:
    """Thinking and tool input went past. litellm#39431, aisix#448."""
    kind, field = delta.split(" ")
    said = HEAVY if kind == "thinking_delta" else f'{{"q": "{HEAVY}"}}'

    heard = messages(pair, *a_message(block, *({"type": kind, field: char} for char in said)))

    assert "办" not in heard.raw.decode()
    assert "身份" not in heard.raw.decode()


def test_a_message_begins_before_it_ends(pair: Pair) -> None:
    """The proxy waited for the whole of the thinking. litellm#39574."""
    begun = [{"type": "thinking_delta", "thinking": "今天天气很好。"}]
    *frames, _, _, _, _ = a_message({"type": "thinking", "thinking": "", "signature": ""}, *begun)
    heard = messages(pair, *frames, Ending.CLOSE)

    assert "今天天气" in heard.raw.decode()
    assert "message_stop" not in heard.raw.decode()


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_a_prompt_of_another_protocol_is_judged(pair: Pair, stream: bool) -> None:
    """Inputs of /v1/messages and /v1/responses were not read. litellm#26922."""
    before = len(pair.upstream.asked)

    for asking in (messages, responses):
        heard = asking(pair, stream=stream, said=f"哪里可以{TERM}")

        assert heard.status == 200
        assert "（内容由人工智能生成）" in heard.raw.decode()
    assert before == len(pair.upstream.asked)


def test_a_streamed_response_is_judged_and_its_last_events_are_too(pair: Pair) -> None:
    """The final events repeat the text that the deltas had lost. portkey gateway#1407."""
    heard = responses(pair, *a_response(HEAVY))

    said = heard.raw.decode()
    assert "今天" in said
    assert "办" not in said


def test_a_clean_response_arrives_whole(pair: Pair) -> None:
    """And its last events agree with its deltas, label included. aisix#799."""
    heard = responses(pair, *a_response(BEFORE))

    events = [
        orjson.loads(line.removeprefix("data: "))
        for line in heard.raw.decode().splitlines()
        if line.startswith("data: {")
    ]
    deltas = "".join(e["delta"] for e in events if e["type"] == "response.output_text.delta")
    last = events[-1]["response"]["output"][0]["content"][0]["text"]
    assert deltas == last == f"{BEFORE}\n\n（内容由人工智能生成）"


@pytest.mark.parametrize("asking", [messages, responses])
def test_an_upstream_that_breaks_breaks_every_protocol_alike(pair: Pair, asking: Any) -> None:
    """Cut streams ended as if they were whole. litellm#36126."""
    moves = a_response(BEFORE) if asking is responses else a_message({"type": "text", "text": ""})

    heard = asking(pair, *moves[:5], Ending.CUT)

    assert "upstream_cut" in heard.raw.decode()
    assert "message_stop" not in heard.raw.decode()
    assert "response.completed" not in heard.raw.decode()
    assert pair.entry(heard).payload["outcome"] == "upstream-error"


@pytest.mark.parametrize("asking", [messages, responses])
def test_an_error_of_an_upstream_is_told_in_no_protocol(pair: Pair, asking: Any) -> None:
    """What a server says when it fails is its own business. openguardrails-safety proxy_api."""
    heard = asking(pair, *whole({"error": {"message": f"sk-1 {TERM}"}}, status=500))

    assert heard.status == 502
    assert "sk-1" not in heard.raw.decode()
    assert "办" not in heard.raw.decode()
