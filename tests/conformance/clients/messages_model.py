"""What a scripted model says at ``/messages``, in Anthropic's protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson
from tests.fault.scripted import MODEL, Move, event_stream, whole

__all__ = ["answer_messages"]

_ABOUT: Final = {"id": "msg_1", "type": "message", "role": "assistant", "model": MODEL}
_SPENT: Final = {"input_tokens": 3, "output_tokens": 4}


def answer_messages(body: dict[str, Any], said: str, arguments: str | None) -> tuple[Move, ...]:
    """Return the moves of an answer: a text, or a call of the first tool."""
    reason = "end_turn" if arguments is None else "tool_use"
    block: dict[str, Any] = {"type": "text", "text": said}
    if arguments is not None:
        name = body["tools"][0]["name"]
        block = {
            "type": "tool_use",
            "id": "toolu_1",
            "name": name,
            "input": orjson.loads(arguments),
        }
    if not body.get("stream"):
        ends = {"stop_reason": reason, "stop_sequence": None, "usage": _SPENT}
        return whole({**_ABOUT, "content": [block], **ends})
    return event_stream(*map(_event, _events(block, said, arguments, reason)))


def _events(
    block: dict[str, Any], said: str, arguments: str | None, reason: str
) -> Iterator[dict[str, Any]]:
    begun: dict[str, Any] = {
        **_ABOUT,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": _SPENT,
    }
    yield {"type": "message_start", "message": begun}
    empty = {**block, "text": ""} if arguments is None else {**block, "input": {}}
    yield {"type": "content_block_start", "index": 0, "content_block": empty}
    yield {"type": "ping"}
    for part in _parts(said if arguments is None else arguments):
        piece = (
            {"type": "text_delta", "text": part}
            if arguments is None
            else {"type": "input_json_delta", "partial_json": part}
        )
        yield {"type": "content_block_delta", "index": 0, "delta": piece}
    yield {"type": "content_block_stop", "index": 0}
    ends = {"stop_reason": reason, "stop_sequence": None}
    yield {"type": "message_delta", "delta": ends, "usage": {"output_tokens": 4}}
    yield {"type": "message_stop"}


def _parts(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(0, len(text), 3)]


def _event(payload: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (payload["type"].encode(), orjson.dumps(payload))
