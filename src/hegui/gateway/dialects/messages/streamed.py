"""A streamed message: the upstream's events in, judged events out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import orjson

from hegui.errors import UpstreamInvalid
from hegui.gateway.asked import Asked
from hegui.gateway.dialects.messages.message import Event, MessageChoice
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept, reason

__all__ = ["StreamedMessage", "event"]

_KEPT: Final = ("id", "model")
_NO_USAGE: Final = {"input_tokens": 0, "output_tokens": 0}


def event(payload: Event) -> bytes:
    r"""Return one event of a stream.

    >>> event({'type': 'ping'})
    b'event: ping\ndata: {"type":"ping"}\n\n'
    """
    return b"event: %s\ndata: %s\n\n" % (str(payload["type"]).encode(), orjson.dumps(payload))


class StreamedMessage:
    """The events of one streamed message."""

    __slots__ = ("_asked", "_choice", "_finish", "_has_begun", "_usage", "_voice", "out", "tail")

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._voice = voice
        self._choice = voice.choice(0, MessageChoice)
        self._has_begun = False
        self._finish: Event = {}
        self._usage: object = None
        self.out: list[bytes] = []
        self.tail: list[bytes] = []

    @property
    def choices(self) -> Sequence[MessageChoice]:
        """The one choice, once it has begun."""
        return (self._choice,) if self._has_begun else ()

    @property
    def is_finished(self) -> bool:
        """Whether the upstream has said how it ends."""
        return bool(self._finish)

    @property
    def is_filtered(self) -> bool:
        """Whether hegui's words stand in it in place of the model's."""
        return self._choice.is_filtered

    @property
    def delivered(self) -> int:
        """Code points that may have reached the client."""
        return self._choice.delivered

    def take_all(self, frames: list[bytes]) -> bool:
        """Judge the data of several frames; True when the answer is complete with them."""
        return any(self._take(answer_in(raw, "an event of a message")) for raw in frames)

    def take_whole(self, raw: bytes) -> None:
        """Judge a whole message as if it were a stream."""
        found = answer_in(raw, "a stream or a message")
        blocks = found.get("content")
        if not isinstance(blocks, list) or not blocks:
            raise UpstreamInvalid("a stream or a message", "something else")
        self.begin(found)
        for at, block in enumerate(blocks):
            self._take({"type": "content_block_start", "index": at, "content_block": block})
            if isinstance(block, dict) and isinstance(signature := block.get("signature"), str):
                signed = {"type": "signature_delta", "signature": signature}
                self._take({"type": "content_block_delta", "index": at, "delta": signed})
            self._take({"type": "content_block_stop", "index": at})
        self._take({"type": "message_delta", "delta": found, "usage": found.get("usage")})

    def stop(self, index: int, categories: tuple[str, ...]) -> None:
        """End the message as if a control had stopped it."""
        del index
        if not self._has_begun:
            self.begin({})
        self._choice.stop(categories)

    def end(self) -> None:
        """Release what was held, write the label, and the end into the tail."""
        choice = self._choice
        if not choice.is_filtered:
            if choice.stopped is None:
                self._write(choice.end())
            if choice.stopped is not None:
                self._write(choice.closed(self._voice.closing(choice)))
        finish = self._finish or {"stop_reason": "end_turn", "stop_sequence": None}
        if choice.is_filtered:
            finish = {"stop_reason": "refusal", "stop_sequence": None}
        choice.finish_reason = str(finish["stop_reason"])
        usage = self._usage if self._usage is not None else _NO_USAGE
        self.tail.append(event({"type": "message_delta", "delta": finish, "usage": usage}))
        self.tail.append(event({"type": "message_stop"}))

    def speak(self, said: str) -> None:
        """Answer with hegui's own words."""
        self.begin({"id": f"msg_{self._voice.receipt}", "model": self._asked.model})
        self._write(self._choice.closed(said))

    def begin(self, found: Event) -> None:
        """Write how the message begins."""
        if self._has_begun:
            raise UpstreamInvalid("one message in a stream", "a second one")
        self._has_begun = True
        about = {"id": f"msg_{self._voice.receipt}", "model": self._asked.model}
        usage = found.get("usage")
        message = {
            **about,
            **kept(found, _KEPT, self._asked.model),
            "type": "message",
            "role": "assistant",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": self._voice.usage(usage) if isinstance(usage, dict) else _NO_USAGE,
        }
        self._write([{"type": "message_start", "message": message}])

    def _write(self, events: list[Event]) -> None:
        self.out.extend(map(event, events))

    def _take(self, found: Event) -> bool:
        choice, at = self._choice, found.get("index", 0)
        kind = found.get("type")
        if kind == "message_start" and isinstance(message := found.get("message"), dict):
            self.begin(message)
            return False
        if kind == "ping":
            self._write([{"type": "ping"}])
            return False
        if not self._has_begun or not isinstance(at, int):
            raise UpstreamInvalid("a message's beginning before the rest of it", "something else")
        if choice.stopped is not None:
            return True
        if kind == "content_block_start" and isinstance(b := found.get("content_block"), dict):
            self._write(choice.begin(at, b))
        elif kind == "content_block_delta" and isinstance(delta := found.get("delta"), dict):
            self._write(choice.take(at, delta))
        elif kind == "content_block_stop":
            self._write(choice.end_block(at))
        elif kind == "message_delta" and isinstance(delta := found.get("delta"), dict):
            self._finished(delta, found.get("usage"))
        return kind == "message_stop" or choice.stopped is not None

    def _finished(self, delta: Event, usage: object) -> None:
        at = delta.get("stop_sequence")
        is_told = isinstance(at, str) and self._voice.judge.is_clean(at)
        why = delta.get("stop_reason")
        self._finish = {
            "stop_reason": "end_turn" if why is None else reason(why),
            "stop_sequence": at if is_told else None,
        }
        if isinstance(usage, dict):
            self._usage = self._voice.usage(usage)
