r"""One tool call of an answer: its name in one piece, its arguments judged as they come.

Arguments are JSON inside a string, so their ``\uXXXX`` escapes are written out
before they are judged, and so delivered (`hegui.gateway.unescape`). The name is
held until the arguments begin or the answer ends: clients take it from one frame.
"""

from __future__ import annotations

from typing import Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.judge import Judge, Released
from hegui.gateway.unescape import Unescape, unescaped
from hegui.moderation import Stream

__all__ = ["ToolCall", "head_of", "judged_whole"]

_SHORT: Final = 256
"""Longest id or type of a tool call, in code points."""


class ToolCall:
    """One tool call being received."""

    __slots__ = ("_escapes", "_head", "_name", "_stream", "is_open")

    def __init__(self, head: dict[str, object], stream: Stream) -> None:
        self._head = head
        self._stream = stream
        self._name = ""
        self._escapes = Unescape()
        self.is_open = False
        """Whether the name has been delivered."""

    def take(self, function: dict[str, object], judge: Judge) -> tuple[dict[str, object], Released]:
        """Return what may be delivered, and how the judging went."""
        name, arguments = function.get("name"), function.get("arguments")
        if name is not None:
            self._name += _text(name, "a tool's name")
        if arguments is None or not (text := _text(arguments, "a tool's arguments")):
            return {}, Released("")
        opened, released = self._opened(judge)
        if released.stopped is not None:
            return {}, released
        released = judge.push(self._stream, self._escapes.push(text))
        if opened or released.text:
            opened["arguments"] = released.text
        return opened, released

    def close(self, judge: Judge) -> tuple[dict[str, object], Released]:
        """Return what was still held."""
        opened, released = self._opened(judge)
        if released.stopped is not None:
            return {}, released
        pushed = judge.push(self._stream, self._escapes.finish())
        if pushed.stopped is None:
            rest = judge.finish(self._stream)
            pushed = Released(pushed.text + rest.text, rest.stopped)
        if opened or pushed.text:
            opened["arguments"] = pushed.text
        return opened, pushed

    def as_delta(self, function: dict[str, object]) -> dict[str, object]:
        """Return the piece as it stands in a delta; id and type come with the name."""
        head, self._head = self._head, {k: v for k, v in self._head.items() if k == "index"}
        return {**head, "function": function}

    def _opened(self, judge: Judge) -> tuple[dict[str, object], Released]:
        if self.is_open:
            return {}, Released("")
        self.is_open = True
        released = judge.whole(self._name)
        return {"name": released.text}, released


def judged_whole(function: dict[str, object], judge: Judge) -> tuple[dict[str, object], Released]:
    """Return a function that came whole, as it may be delivered."""
    out: dict[str, object] = {}
    released = Released("")
    for field in ("name", "arguments"):
        value = function.get(field)
        if value is None:
            continue
        released = judge.whole(unescaped(_text(value, f"a tool's {field}")))
        if released.stopped is not None:
            break
        out[field] = released.text
    return out, released


def head_of(call: dict[str, object]) -> dict[str, object]:
    """Return the id and type of a tool call.

    Raises:
        UpstreamInvalid: one of them is long enough to hold a text.
    """
    return {name: _short(call[name]) for name in ("id", "type") if call.get(name) is not None}


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise UpstreamInvalid(f"{what} as a string", "something else")
    return value


def _short(value: object) -> str:
    if not isinstance(value, str) or len(value) > _SHORT:
        raise UpstreamInvalid(f"a tool call's id of at most {_SHORT} characters", "something else")
    return value
