"""The items of a response while they are judged: events in, events out.

    message      output_text and refusal parts
    reasoning    summary and reasoning text; what is encrypted passes, recorded as unjudged
    function_call, custom_tool_call   the name in one piece, arguments as they come

Items of other kinds (what the server's own tools found, pictures, annotations)
are dropped with all their events: nobody here has judged them. The rest is
numbered anew, so that a dropped one leaves no gap, and every ``done`` tells what
was delivered, not what the upstream said. A message ends when the next item
begins, so that the label can still stand in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar, Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.asked import Unjudged
from hegui.gateway.choice import Choice
from hegui.gateway.judge import Judge
from hegui.gateway.written import short, type_of
from hegui.labels.text import TextLabel

__all__ = ["CALLS", "PARTS", "ItemsChoice"]

Event = dict[str, object]

PARTS: Final = {
    "output_text": ("output_text", "content_index", "text"),
    "refusal": ("refusal", "content_index", "refusal"),
    "reasoning_text": ("reasoning_text", "content_index", "text"),
    "summary_text": ("reasoning_summary_text", "summary_index", "text"),
}
"""Kinds of parts: how their events are called, their index, and where their text stands."""

CALLS: Final = {
    "function_call": ("function_call_arguments", "arguments"),
    "custom_tool_call": ("custom_tool_call_input", "input"),
}
"""Kinds of calls: how their events are called, and where their text stands."""

_SHOWN: Final = ("output_text", "refusal")
_TEXTS: Final = ("message", "reasoning")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/=_\-]*")


@dataclass(slots=True)
class _Part:
    kind: str
    index: int
    name: str
    text: str = ""


@dataclass(slots=True)
class _Item:
    kind: str
    number: int
    id: str
    about: Event = field(default_factory=dict)
    parts: dict[tuple[str, int], _Part] = field(default_factory=dict)
    call: str = ""


class ItemsChoice(Choice):
    """The one choice of a response."""

    __slots__ = ("_held", "_items", "_next", "output")

    most_fields: ClassVar[int] = 256

    def __init__(self, index: int, judge: Judge, label: TextLabel | None, question: str) -> None:
        super().__init__(index, judge, label, question)
        self._items: dict[int, _Item] = {}
        """Items that are open, by the upstream's number."""
        self._held: _Item | None = None
        """A message whose end still waits."""
        self._next = 0
        self.output: list[Event] = []
        """Items that have ended, as they were delivered."""

    def begin(self, at: int, item: Event) -> list[Event]:
        """Return the events that begin an item."""
        kind = type_of(item)
        if at in self._items:
            raise UpstreamInvalid("a new number for each item", "an old one")
        if kind in _TEXTS:
            out = self._release()
            return [*out, *self._opened(at, kind, short(item.get("id"), "an item's id"))]
        if kind in CALLS:
            return self._begin_call(at, kind, item)
        return []

    def push_part(self, at: int, kind: str, index: int, text: str) -> list[Event]:
        """Return the events of the next characters of a part; `stopped` tells the rest."""
        item = self._items.get(at)
        if item is None or item.kind not in _TEXTS:
            return []
        out: list[Event] = []
        part = item.parts.get((kind, index))
        if part is None:
            name = f"{item.kind}[{item.number}].{kind}[{len(item.parts)}]"
            part = item.parts[kind, index] = _Part(kind, self._count(item, kind), name)
            out.append(self._part_event(item, part, "added"))
        return out + self._say(item, part, self.push(part.name, text, is_shown=kind in _SHOWN))

    def push_call(self, at: int, text: str) -> list[Event]:
        """Return the events of the next characters of a call."""
        item = self._items.get(at)
        if item is None or item.kind not in CALLS:
            return []
        return self._told(
            item,
            self.push(_text_of(item), text, is_call=True, is_json=item.kind == "function_call"),
        )

    def has_begun(self, at: int, kind: str, index: int) -> bool:
        """Tell whether anything of a part or, with index -1, of a call has come."""
        item = self._items.get(at)
        if item is None:
            return True
        return _text_of(item) in self.names if index < 0 else (kind, index) in item.parts

    def end_item(self, at: int, found: Event) -> list[Event]:
        """Return the events that end an item; that of a message waits for what follows."""
        item = self._items.pop(at, None)
        if item is None:
            return []
        out = self._finish(item)
        hidden = found.get("encrypted_content")
        if item.kind == "reasoning" and isinstance(hidden, str) and _BASE64.fullmatch(hidden):
            name = f"{self.index}.reasoning[{item.number}].encrypted_content"
            self._judge.passed(Unjudged(field=name, kind="encrypted", bytes=len(hidden)))
            item.about["encrypted_content"] = hidden
        if self.stopped is not None:
            return out
        if item.kind == "message":
            self._held = item
            return out
        return [*out, *self._done(item, "completed")]

    def end(self) -> list[Event]:
        """Return the events that end every item that is open, and the label."""
        out: list[Event] = []
        for at in tuple(self._items):
            out += self.end_item(at, {})
            if self.stopped is not None:
                return out
        return [*out, *self.labelled(), *self._release()]

    def closed(self, said: str) -> list[Event]:
        """Return the events that close the response with hegui's own words."""
        out: list[Event] = []
        for item in self._items.values():
            if item.kind == "message":
                self._held = item
            elif item.kind == "reasoning":
                out += self._done(item, "incomplete")
        self._items.clear()
        return [*out, *self._own(self.say(said)), *self.labelled(), *self._release("incomplete")]

    def labelled(self) -> list[Event]:
        """Return the events of the explicit label when it is due."""
        label = self.label()
        return self._own(label) if label else []

    def _begin_call(self, at: int, kind: str, found: Event) -> list[Event]:
        # What follows a call is for the tool, so the label stands before it.
        out = [*self.labelled(), *self._release()]
        name = found.get("name")
        if not isinstance(name, str):
            raise UpstreamInvalid("a tool's name as a string", "something else")
        number = self._next
        judged = self.whole(f"{kind}[{number}].name", name, is_call=True)
        if self.stopped is not None:
            return out
        given = found.get("id")
        about: Event = {
            "call_id": short(found.get("call_id"), "a tool call's id"),
            "name": judged,
        }
        ident = short(given, "an item's id") if given is not None else f"call_{number}"
        return [*out, *self._opened(at, kind, ident, about)]

    def _opened(self, at: int, kind: str, ident: str, about: Event | None = None) -> list[Event]:
        item = self._items[at] = _Item(kind, self._next, ident, about or {})
        self._next += 1
        return [_item_event(item, "added", self._as_item(item, "in_progress"))]

    def _finish(self, item: _Item) -> list[Event]:
        """Return what an item still held."""
        if item.kind in CALLS:
            name = _text_of(item)
            return self._told(item, self.finish(name) if name in self.names else "")
        out: list[Event] = []
        for part in item.parts.values():
            out += self._say(item, part, self.finish(part.name))
            if self.stopped is not None:
                break
        return out

    def _release(self, status: str = "completed") -> list[Event]:
        if self._held is None:
            return []
        item, self._held = self._held, None
        return self._done(item, status)

    def _done(self, item: _Item, status: str) -> list[Event]:
        out: list[Event] = []
        for part in item.parts.values():
            said, index, key = PARTS[part.kind]
            done = {**_at(item), index: part.index, key: part.text}
            if part.kind == "output_text":
                done["logprobs"] = []
            out.append({"type": f"response.{said}.done", **done})
            out.append(self._part_event(item, part, "done"))
        if item.kind in CALLS:
            said, key = CALLS[item.kind]
            done = {**_at(item), key: item.call}
            if item.kind == "function_call":
                done["name"] = item.about["name"]
            out.append({"type": f"response.{said}.done", **done})
        whole = self._as_item(item, status)
        self.output.append(whole)
        return [*out, _item_event(item, "done", whole)]

    def _own(self, text: str) -> list[Event]:
        """Return hegui's own words, in the message that waits or in one of their own."""
        out: list[Event] = []
        item = self._held
        if item is None:
            item = self._held = _Item("message", self._next, f"msg_hegui_{self._next}")
            self._next += 1
            out.append(_item_event(item, "added", self._as_item(item, "in_progress")))
        shown = [part for part in item.parts.values() if part.kind == "output_text"]
        part = shown[-1] if shown else None
        if part is None:
            part = _Part("output_text", self._count(item, "output_text"), "")
            item.parts["output_text", -1] = part
            out.append(self._part_event(item, part, "added"))
        return [*out, *self._say(item, part, text)]

    @staticmethod
    def _count(item: _Item, kind: str) -> int:
        """Return the index of a new part: summaries are counted apart."""
        index = PARTS[kind][1]
        return sum(PARTS[part.kind][1] == index for part in item.parts.values())

    @staticmethod
    def _say(item: _Item, part: _Part, text: str) -> list[Event]:
        if not text:
            return []
        part.text += text
        said, index, _ = PARTS[part.kind]
        delta = {**_at(item), index: part.index, "delta": text}
        if part.kind == "output_text":
            delta["logprobs"] = []
        return [{"type": f"response.{said}.delta", **delta}]

    @staticmethod
    def _told(item: _Item, text: str) -> list[Event]:
        if not text:
            return []
        item.call += text
        return [{"type": f"response.{CALLS[item.kind][0]}.delta", **_at(item), "delta": text}]

    @staticmethod
    def _part_event(item: _Item, part: _Part, what: str) -> Event:
        index = PARTS[part.kind][1]
        said = "reasoning_summary_part" if part.kind == "summary_text" else "content_part"
        shown = _as_part(part)
        return {
            "type": f"response.{said}.{what}",
            **_at(item),
            index: part.index,
            "part": shown if what == "done" else {**shown, PARTS[part.kind][2]: ""},
        }

    @staticmethod
    def _as_item(item: _Item, status: str) -> Event:
        found: Event = {"id": item.id, "type": item.kind, "status": status, **item.about}
        if item.kind in CALLS:
            found[CALLS[item.kind][1]] = item.call
            return found
        is_open = status == "in_progress"
        parts = [] if is_open else [p for p in item.parts.values() if p.kind != "summary_text"]
        found["content"] = [_as_part(part) for part in parts]
        if item.kind == "message":
            found["role"] = "assistant"
        else:
            summaries = [p for p in item.parts.values() if p.kind == "summary_text"]
            found["summary"] = [] if is_open else [_as_part(part) for part in summaries]
        return found


def _as_part(part: _Part) -> Event:
    shown: Event = {"type": part.kind, PARTS[part.kind][2]: part.text}
    if part.kind == "output_text":
        shown.update(annotations=[], logprobs=[])
    return shown


def _text_of(item: _Item) -> str:
    return f"{item.kind}[{item.number}].{CALLS[item.kind][1]}" if item.kind in CALLS else ""


def _at(item: _Item) -> Event:
    return {"item_id": item.id, "output_index": item.number}


def _item_event(item: _Item, what: str, shown: Event) -> Event:
    return {"type": f"response.output_item.{what}", "output_index": item.number, "item": shown}
