"""A message that came whole: judged as the same message would be as a stream.

A stop in any block drops the calls of tools, so that no agent runs half of a plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from hegui.errors import UpstreamInvalid
from hegui.gateway.asked import JSON_TYPE, Asked
from hegui.gateway.dialects.messages.message import MessageChoice
from hegui.gateway.dialects.messages.streamed import StreamedMessage
from hegui.gateway.voice import Voice

__all__ = ["WholeMessage"]

_TOOLS: Final = ("tool_use", "server_tool_use")


class WholeMessage:
    """One message that is not streamed."""

    __slots__ = ("_stream",)

    stops_choices = True

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._stream = StreamedMessage(asked, voice)

    @property
    def choices(self) -> Sequence[MessageChoice]:
        """The one choice."""
        return self._stream.choices

    def take(
        self, raw: bytes, content_type: bytes, stops: Mapping[int, tuple[str, ...]] | None = None
    ) -> None:
        """Judge the upstream's body."""
        del content_type
        if stops:
            self._stream.stop(0, stops[0])
        else:
            self._stream.take_whole(raw)
        self._stream.end()

    def speak(self, said: str) -> None:
        """Answer with hegui's own words."""
        self._stream.speak(said)
        self._stream.end()

    def body(self) -> tuple[bytes, bytes]:
        """Return the message to deliver: what a client would put together of its events."""
        message: dict[str, Any] = {}
        parts: dict[int, str] = {}
        for raw in (*self._stream.out, *self._stream.tail):
            event = orjson.loads(raw.partition(b"data: ")[2])
            match event["type"]:
                case "message_start":
                    message = event["message"]
                case "content_block_start":
                    message["content"].append(event["content_block"])
                case "content_block_delta":
                    _add(message["content"][event["index"]], event, parts)
                case "message_delta":
                    message.update(event["delta"])
                    message["usage"].update(event["usage"])
        if self._stream.is_filtered:
            message["content"] = [b for b in message["content"] if b["type"] not in _TOOLS]
        else:
            for at, text in parts.items():
                message["content"][at]["input"] = _object(text)
        return JSON_TYPE, orjson.dumps(message)


def _add(block: dict[str, Any], event: dict[str, Any], parts: dict[int, str]) -> None:
    delta = event["delta"]
    for name in ("text", "thinking", "signature"):
        if name in delta:
            block[name] += delta[name]
    if "partial_json" in delta:
        at = event["index"]
        parts[at] = parts.get(at, "") + delta["partial_json"]


def _object(text: str) -> dict[str, Any]:
    """Return the input of a tool; where a control has masked it, it may be JSON no more."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise UpstreamInvalid("a tool's input that is JSON after it was judged", "something else")
    return found
