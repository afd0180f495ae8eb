"""A streamed response: the upstream's events in, judged events out.

Events that are not named here are dropped, so that a kind of event that carries
text and came after this was written passes nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import orjson

from hegui import clock
from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.asked import Asked
from hegui.gateway.dialects.responses.items import CALLS, PARTS, ItemsChoice
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept, reason, type_of

__all__ = ["StreamedResponse", "event"]

Event = dict[str, object]

_KEPT: Final = (
    "id",
    "created_at",
    "completed_at",
    "model",
    "service_tier",
    "temperature",
    "top_p",
    "max_output_tokens",
    "parallel_tool_calls",
    "previous_response_id",
    "truncation",
    "store",
)
_BEGINS: Final = ("response.created", "response.in_progress", "response.queued")
_ENDS: Final = ("response.completed", "response.incomplete")
_DELTAS: Final = {f"response.{said}.delta": kind for kind, (said, _, _) in PARTS.items()}
_DONES: Final = {f"response.{said}.done": kind for kind, (said, _, _) in PARTS.items()}
_CALL_DELTAS: Final = {f"response.{said}.delta" for said, _ in CALLS.values()}
_CALL_DONES: Final = {f"response.{said}.done": kind for kind, (said, _) in CALLS.items()}


def event(payload: Event) -> bytes:
    """Return one event of a stream."""
    return b"event: %s\ndata: %s\n\n" % (str(payload["type"]).encode(), orjson.dumps(payload))


class StreamedResponse:
    """The events of one streamed response."""

    __slots__ = ("_asked", "_choice", "_end", "_has_begun", "_number", "_voice", "about", "out",
                 "tail")  # fmt: skip

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._voice = voice
        self._choice = voice.choice(0, ItemsChoice)
        self._has_begun = False
        self._end: Event | None = None
        self._number = 0
        self.about: Event = {}
        """The response as it was delivered, without its items until it has ended."""
        self.out: list[bytes] = []
        self.tail: list[bytes] = []

    @property
    def choices(self) -> Sequence[ItemsChoice]:
        """The one choice, once it has begun."""
        return (self._choice,) if self._has_begun else ()

    @property
    def is_finished(self) -> bool:
        """Whether the upstream has said how it ends."""
        return self._end is not None

    @property
    def delivered(self) -> int:
        """Code points that may have reached the client."""
        return self._choice.delivered

    def take_all(self, frames: list[bytes]) -> bool:
        """Judge the data of several frames; True when the answer is complete with them."""
        for raw in frames:
            if raw == b"[DONE]" or self._take(answer_in(raw, "an event of a response")):
                return True
        return False

    def take_whole(self, raw: bytes) -> None:
        """Judge a whole response as if it were a stream."""
        found = answer_in(raw, "a stream or a response")
        items = found.get("output")
        if not isinstance(items, list):
            raise UpstreamInvalid("a stream or a response", "something else")
        self.begin(found)
        for at, item in enumerate(items):
            if self._choice.stopped is None and isinstance(item, dict):
                self._write(self._choice.begin(at, item))
                self._item_done(at, item)
        self._finished(found)

    def stop(self, index: int, categories: tuple[str, ...]) -> None:
        """End the response as if a control had stopped it."""
        del index
        if not self._has_begun:
            self.begin({})
        self._choice.stop(categories)

    def begin(self, found: Event) -> None:
        """Write how the response begins."""
        self._has_begun = True
        self.about = {
            "id": f"resp_{self._voice.receipt}",
            "created_at": int(clock.now().timestamp()),
            "model": self._asked.model,
            **kept(found, _KEPT, self._asked.model),
            "object": "response",
            "status": "in_progress",
            "output": [],
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "tools": [],
            "tool_choice": "auto",
            "usage": None,
        }
        self.about.setdefault("parallel_tool_calls", True)
        for name in ("created", "in_progress"):
            self._write([{"type": f"response.{name}", "response": self.about}])

    def speak(self, said: str) -> None:
        """Answer with hegui's own words."""
        self.begin({})
        self._write(self._choice.closed(said))

    def end(self) -> None:
        """Release what was held, write the label, and the end into the tail."""
        choice = self._choice
        if not choice.is_filtered:
            if choice.stopped is None:
                self._write(choice.end())
            if choice.stopped is not None:
                self._write(choice.closed(self._voice.closing(choice)))
        why = self._end
        if choice.is_filtered:
            why = {"reason": "content_filter"}
        status = "incomplete" if why else "completed"
        choice.finish_reason = str(why["reason"]) if why else "stop"
        self.about.update(status=status, output=choice.output, incomplete_details=why or None)
        last = {"type": f"response.{status}", "response": self.about}
        self.tail.append(event({**last, "sequence_number": self._number}))

    def _write(self, events: list[Event]) -> None:
        for each in events:
            self.out.append(event({**each, "sequence_number": self._number}))
            self._number += 1

    def _take(self, found: Event) -> bool:
        kind = str(found.get("type"))
        response = found.get("response")
        if kind in ("error", "response.failed"):
            raise UpstreamFailed("it reported an error in its stream")
        if kind in _BEGINS:
            if not self._has_begun:
                self.begin(response if isinstance(response, dict) else {})
            return False
        at = found.get("output_index", 0)
        if not self._has_begun or not isinstance(at, int):
            raise UpstreamInvalid("a response's beginning before the rest of it", "something else")
        if kind in _ENDS:
            if not isinstance(response, dict):
                raise UpstreamInvalid("a response at its end", "something else")
            self._finished(response)
            return True
        if self._choice.stopped is None:
            self._take_piece(kind, at, found)
        return self._choice.stopped is not None

    def _take_piece(self, kind: str, at: int, found: Event) -> None:
        choice, item = self._choice, found.get("item")
        if kind == "response.output_item.added" and isinstance(item, dict):
            self._write(choice.begin(at, item))
        elif kind == "response.output_item.done" and isinstance(item, dict):
            self._item_done(at, item)
        elif kind in _DELTAS:
            self._part(at, _DELTAS[kind], found, "delta")
        elif kind in _DONES:
            part = _DONES[kind]
            if not choice.has_begun(at, part, _index(found, part)):
                self._part(at, part, found, PARTS[part][2])
        elif kind in _CALL_DELTAS:
            self._write(choice.push_call(at, _text(found, "delta")))
        elif kind in _CALL_DONES and not choice.has_begun(at, "", -1):
            self._write(choice.push_call(at, _text(found, CALLS[_CALL_DONES[kind]][1])))

    def _part(self, at: int, kind: str, found: Event, key: str) -> None:
        text = _text(found, key)
        self._write(self._choice.push_part(at, kind, _index(found, kind), text))

    def _item_done(self, at: int, item: Event) -> None:
        """End an item, after all of it that no event has told."""
        choice = self._choice
        for name in ("summary", "content"):
            parts = item.get(name)
            for index, part in enumerate(parts if isinstance(parts, list) else ()):
                kind = type_of(part) if isinstance(part, dict) else ""
                if kind in PARTS and not choice.has_begun(at, kind, index):
                    text = _text(part, PARTS[kind][2])
                    self._write(choice.push_part(at, kind, index, text))
                if choice.stopped is not None:
                    return
        call = CALLS.get(str(item.get("type")))
        if call is not None and not choice.has_begun(at, "", -1):
            self._write(choice.push_call(at, _text(item, call[1])))
        if choice.stopped is None:
            self._write(choice.end_item(at, item))

    def _finished(self, found: Event) -> None:
        details = found.get("incomplete_details")
        why = details.get("reason") if isinstance(details, dict) else None
        self._end = {} if why is None else {"reason": reason(why)}
        if isinstance(usage := found.get("usage"), dict):
            self.about["usage"] = self._voice.usage(usage)


def _index(found: Event, kind: str) -> int:
    index = found.get(PARTS[kind][1], 0)
    if not isinstance(index, int):
        raise UpstreamInvalid("the index of a part", "something else")
    return index


def _text(found: Event, key: str) -> str:
    value = found.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UpstreamInvalid("a piece of text as a string", "something else")
    return value
