"""One message of Anthropic's protocol while it is judged: events in, events out.

    text, thinking   judged as they come; a term may not run from one block into the next
    tool_use         the name before the block begins, the input as it comes
    signature, redacted_thinking   only the upstream can read them; passed when they are base64
    citations, results of tools that the server runs   dropped: nobody has judged them

Blocks are numbered anew, since a dropped one leaves no gap. The end of a text
block waits until the next one begins, so that the label can still stand in it.
"""

from __future__ import annotations

import re
from typing import Final

import orjson

from hegui.errors import UpstreamInvalid
from hegui.gateway.asked import Unjudged
from hegui.gateway.choice import Choice
from hegui.gateway.judge import Judge
from hegui.gateway.written import short, type_of
from hegui.labels.text import TextLabel

__all__ = ["MessageChoice"]

Event = dict[str, object]

_BASE64: Final = re.compile(r"[A-Za-z0-9+/=_\-]*")
_TEXTS: Final = {"text": ("text_delta", "text"), "thinking": ("thinking_delta", "thinking")}
_TOOLS: Final = frozenset({"tool_use", "server_tool_use"})


class MessageChoice(Choice):
    """The one choice of a message."""

    __slots__ = ("_kinds", "_next", "_pending")

    def __init__(self, index: int, judge: Judge, label: TextLabel | None, question: str) -> None:
        super().__init__(index, judge, label, question)
        self._kinds: dict[int, tuple[str, int]] = {}
        """The upstream's number of each open block: its type and its own number here."""
        self._next = 0
        self._pending: int | None = None
        """A text block whose end still waits."""

    def begin(self, at: int, block: Event) -> list[Event]:
        """Return the events that begin a block, with what it already holds."""
        kind = type_of(block)
        if at in self._kinds:
            raise UpstreamInvalid("a new number for each block", "an old one")
        if kind in _TEXTS:
            out = self._ended()
            number = self._numbered(at, kind)
            out.append(_start(number, {"type": kind, **_empty(kind)}))
            return out + self.take(at, {**block, "type": _TEXTS[kind][0]})
        if kind in _TOOLS:
            return self._begin_tool(at, kind, block)
        if kind == "redacted_thinking":
            return self._redacted(block)
        return []  # of a type that nobody here can judge

    def take(self, at: int, delta: Event) -> list[Event]:
        """Return the events of a piece of a block; `stopped` tells the rest."""
        found = self._kinds.get(at)
        if found is None:
            return []
        kind, number = found
        said = delta.get("type")
        if kind in _TEXTS and said == _TEXTS[kind][0]:
            text = self.push(
                f"{kind}[{number}]", _checked(delta.get(_TEXTS[kind][1])), is_shown=kind == "text"
            )
            return [_delta(number, {"type": said, _TEXTS[kind][1]: text})] if text else []
        if kind in _TOOLS and said == "input_json_delta":
            text = self.push(
                f"{kind}[{number}].input",
                _checked(delta.get("partial_json")),
                is_call=True,
                is_json=True,
            )
            return [_delta(number, {"type": said, "partial_json": text})] if text else []
        if kind == "thinking" and said == "signature_delta":
            return [*self.finished(at), _delta(number, _signature(delta))]
        return []

    def finished(self, at: int) -> list[Event]:
        """Return what a block still held."""
        kind, number = self._kinds[at]
        name = f"{kind}[{number}]" if kind in _TEXTS else f"{kind}[{number}].input"
        text = self.finish(name) if name in self.names else ""
        if not text:
            return []
        if kind in _TEXTS:
            said, key = _TEXTS[kind]
            return [_delta(number, {"type": said, key: text})]
        return [_delta(number, {"type": "input_json_delta", "partial_json": text})]

    def end_block(self, at: int) -> list[Event]:
        """Return the events that end a block; that of a text waits for what follows."""
        if at not in self._kinds:
            return []
        out = self.finished(at)
        kind, number = self._kinds.pop(at)
        if kind == "text":
            self._pending = number
            return out
        return [*out, _stop(number)]

    def end(self) -> list[Event]:
        """Return the events that end every block that is open, and the label."""
        out: list[Event] = []
        for at in tuple(self._kinds):
            out += self.end_block(at)
            if self.stopped is not None:
                return out
        return out + self.labelled() + self._ended()

    def closed(self, said: str) -> list[Event]:
        """Return the events that close the message with hegui's own words."""
        out = [_stop(number) for kind, number in self._kinds.values() if kind != "text"]
        texts = [number for kind, number in self._kinds.values() if kind == "text"]
        self._kinds.clear()
        if texts:
            self._pending = texts[-1]
            out += [_stop(number) for number in texts[:-1]]
        return [*out, *self._told(self.say(said)), *self.labelled(), *self._ended()]

    def labelled(self) -> list[Event]:
        """Return the events of the explicit label when it is due."""
        label = self.label()
        return self._told(label) if label else []

    def _begin_tool(self, at: int, kind: str, block: Event) -> list[Event]:
        # What follows a tool's call is for the tool, so the label stands before it.
        out = [*self.labelled(), *self._ended()]
        number = self._numbered(at, kind)
        name = self.whole(f"{kind}[{number}].name", _checked(block.get("name")), is_call=True)
        if self.stopped is not None:
            del self._kinds[at]
            return out
        about = {"type": kind, "id": short(block.get("id"), "a tool call's id"), "name": name}
        out.append(_start(number, {**about, "input": {}}))
        given = block.get("input")
        if isinstance(given, dict) and given:
            text = orjson.dumps(given).decode()
            out += self.take(at, {"type": "input_json_delta", "partial_json": text})
        return out

    def _redacted(self, block: Event) -> list[Event]:
        hidden = block.get("data")
        if not isinstance(hidden, str) or not _BASE64.fullmatch(hidden):
            raise UpstreamInvalid("encrypted thinking in base64", "something else")
        number, self._next = self._next, self._next + 1
        field = f"{self.index}.redacted_thinking[{number}]"
        self._judge.passed(Unjudged(field=field, kind="encrypted", bytes=len(hidden)))
        out = self._ended()
        return [*out, _start(number, {"type": "redacted_thinking", "data": hidden}), _stop(number)]

    def _numbered(self, at: int, kind: str) -> int:
        number, self._next = self._next, self._next + 1
        self._kinds[at] = (kind, number)
        return number

    def _told(self, text: str) -> list[Event]:
        """Return hegui's own words, in the text block that waits or in one of their own."""
        out: list[Event] = []
        if self._pending is None:
            self._pending, self._next = self._next, self._next + 1
            out.append(_start(self._pending, {"type": "text", "text": ""}))
        return [*out, _delta(self._pending, {"type": "text_delta", "text": text})]

    def _ended(self) -> list[Event]:
        if self._pending is None:
            return []
        number, self._pending = self._pending, None
        return [_stop(number)]


def _empty(kind: str) -> Event:
    return {"text": ""} if kind == "text" else {"thinking": "", "signature": ""}


def _start(number: int, block: Event) -> Event:
    return {"type": "content_block_start", "index": number, "content_block": block}


def _delta(number: int, delta: Event) -> Event:
    return {"type": "content_block_delta", "index": number, "delta": delta}


def _stop(number: int) -> Event:
    return {"type": "content_block_stop", "index": number}


def _signature(delta: Event) -> Event:
    signature = delta.get("signature")
    if not isinstance(signature, str) or not _BASE64.fullmatch(signature):
        raise UpstreamInvalid("a signature in base64", "something else")
    return {"type": "signature_delta", "signature": signature}


def _checked(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UpstreamInvalid("a block's text as a string", "something else")
    return value
