r"""Tool calls of a chat completion: the name in one piece, arguments judged as they come.

    name        held until it is complete, so that clients get it in one piece
    arguments   escapes written out, then judged like any text (`hegui.gateway.unescape`)
    input       of a custom tool: free text, judged as it is
    id, type    passed

Three shapes hold one: ``tool_calls[].function``, ``tool_calls[].custom`` and the
older ``function_call``.
"""

from __future__ import annotations

from typing import Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.choice import Choice
from hegui.gateway.written import short

__all__ = ["KINDS", "ToolCall", "head_of", "judged_whole", "kind_in"]

KINDS: Final = {"function": "arguments", "custom": "input"}
"""Where a call keeps its name and text, and how the text is called there."""


class ToolCall:
    """One tool call being received."""

    __slots__ = ("_at", "_head", "_is_open", "_name", "_text", "kind")

    def __init__(self, at: str, kind: str, head: dict[str, object]) -> None:
        self.kind = kind
        """``function`` or ``custom``."""
        self._at = at
        self._text = KINDS[kind]
        self._head = head
        self._name = ""
        self._is_open = False

    def take(self, said: dict[str, object], choice: Choice) -> dict[str, object]:
        """Return what may be delivered of the next piece; `Choice.stopped` tells the rest."""
        name, text = said.get("name"), said.get(self._text)
        if name is not None:
            self._name += _checked(name, "a tool's name")
        if text is None or not (text := _checked(text, f"a tool's {self._text}")):
            return {}
        opened = self._opened(choice)
        if choice.stopped is not None:
            return {}
        released = choice.push(
            f"{self._at}.{self._text}", text, is_call=True, is_json=self.kind == "function"
        )
        if opened or released:
            opened[self._text] = released
        return opened

    def close(self, choice: Choice) -> dict[str, object]:
        """Return what was still held."""
        opened = self._opened(choice)
        if choice.stopped is not None:
            return {}
        field = f"{self._at}.{self._text}"
        rest = choice.finish(field) if field in choice.names else ""
        if opened or rest:
            opened[self._text] = rest
        return opened

    def as_delta(self, said: dict[str, object]) -> dict[str, object]:
        """Return the piece as it stands in a delta; id and type come with the name."""
        head, self._head = self._head, {k: v for k, v in self._head.items() if k == "index"}
        return {**head, self.kind: said}

    def _opened(self, choice: Choice) -> dict[str, object]:
        if self._is_open:
            return {}
        self._is_open = True
        return {"name": choice.whole(f"{self._at}.name", self._name, is_call=True)}


def judged_whole(at: str, kind: str, said: dict[str, object], choice: Choice) -> dict[str, object]:
    """Return a call that came whole, as it may be delivered."""
    out: dict[str, object] = {}
    for field in ("name", KINDS[kind]):
        value = said.get(field)
        if value is None:
            continue
        text = _checked(value, f"a tool's {field}")
        out[field] = choice.whole(f"{at}.{field}", text, is_call=True, is_json=field != "input")
        if choice.stopped is not None:
            break
    return out


def kind_in(call: dict[str, object]) -> str:
    """Return which of the two kinds a call is."""
    return "custom" if "custom" in call else "function"


def head_of(call: dict[str, object]) -> dict[str, object]:
    """Return the id and type of a tool call.

    Raises:
        UpstreamInvalid: one of them is long enough to hold a text.
    """
    return {
        name: short(call[name], "a tool call's id")
        for name in ("id", "type")
        if call.get(name) is not None
    }


def _checked(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise UpstreamInvalid(f"{what} as a string", "something else")
    return value
