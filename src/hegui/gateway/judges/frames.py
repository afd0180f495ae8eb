"""What a frame of a streamed answer says, for those who only have to judge it.

Chat completions are read choice by choice. Of every other protocol (typed events,
legacy completions, transcripts) the strings under the names that carry text are read,
all as one choice. A frame that is of no known form says nothing here: whoever writes
answers refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import orjson

__all__ = ["CHAT", "END", "Said", "Spoken", "read_event", "read_frame", "read_whole"]

CHAT: Final = "/v1/chat/completions"

END: Final = b"[DONE]"


class Spoken(NamedTuple):
    """Text of one field."""

    choice: int
    field: str
    """``content``, ``reasoning_content`` …; ``call/0`` for the first tool call."""
    text: str

    @property
    def is_call(self) -> bool:
        """Whether it belongs to a tool call, which has to wait."""
        return self.field.startswith("call/")


class Said(NamedTuple):
    """What stands in one frame."""

    spoken: tuple[Spoken, ...] = ()
    began: tuple[int, ...] = ()
    """Choices that it is about."""
    finished: tuple[int, ...] = ()
    """Choices that end with it."""


_NOTHING: Final = Said()

_TEXT: Final = frozenset(
    ("text", "delta", "content", "thinking", "refusal", "transcript", "output_text", "reasoning")
)
_CALL: Final = frozenset(("partial_json", "arguments", "input"))
_REPEATS: Final = (".done", "_stop", ".completed")
"""Ends of the types of events that repeat what deltas have said; they go after these anyhow."""

_ENDS: Final = frozenset(
    ("message_stop", "response.completed", "response.incomplete", "response.failed")
)
_PLACE: Final = ("output_index", "content_index", "index")
_DEPTH: Final = 16
_MOST: Final = 64
"""Most texts of an answer that came whole and is no chat."""


def read_frame(raw: bytes) -> Said:
    """Return what a frame's data says.

    >>> read_frame(b'{"choices":[{"index":1,"delta":{"content":"a"},"finish_reason":"stop"}]}')
    Said(spoken=(Spoken(choice=1, field='content', text='a'),), began=(1,), finished=(1,))
    """
    return _read(raw, "delta")


def read_event(raw: bytes) -> Said:
    """Return what a frame of another protocol says.

    >>> read_event(b'{"type":"content_block_delta","index":0,"delta":{"text":"a"}}').spoken
    (Spoken(choice=0, field='text/0', text='a'),)
    >>> read_event(b'{"type":"message_stop"}').finished
    (0,)
    """
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _NOTHING
    if not isinstance(found, dict):
        return _NOTHING
    if "choices" in found:
        return _read(raw, "delta")
    kind = found.get("type")
    finished = (0,) if kind in _ENDS else ()
    if isinstance(kind, str) and kind.endswith(_REPEATS):
        return Said((), (0,), finished)
    place = ".".join(str(found[name]) for name in _PLACE if isinstance(found.get(name), int))
    return Said(tuple(_strings(found, place, str(kind))), (0,), finished)


def read_whole(raw: bytes, path: str = CHAT) -> tuple[Spoken, ...]:
    """Return the texts of an answer that came whole; none when it is no JSON."""
    if path == CHAT:
        return _read(raw, "message").spoken
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return ()
    if isinstance(found, dict) and "choices" in found:
        return _read(raw, "message").spoken
    return tuple(
        Spoken(0, f"{each.field}/{at}", each.text)
        for at, each in enumerate(_strings(found, "", ""))
    )[:_MOST]


def _strings(value: object, place: str, kind: str, depth: int = 0) -> Iterator[Spoken]:
    """Yield the strings that carry text, at any place that is not absurdly deep."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _strings(each, place, kind, depth + 1)
    if not isinstance(value, dict):
        return
    for name, each in value.items():
        if isinstance(each, str):
            is_call = name in _CALL or (name == "delta" and "arguments" in kind)
            if each and (is_call or name in _TEXT):
                yield Spoken(0, f"call/{place}" if is_call else f"{name}/{place}", each)
        else:
            yield from _strings(each, place, kind, depth + 1)


def _read(raw: bytes, holder: str) -> Said:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _NOTHING
    choices = found.get("choices") if isinstance(found, dict) else None
    if not isinstance(choices, list):
        return _NOTHING
    spoken: list[Spoken] = []
    began: list[int] = []
    finished: list[int] = []
    for item in choices:
        index = item.get("index", 0) if isinstance(item, dict) else None
        if not isinstance(index, int):
            continue
        began.append(index)
        if isinstance(item.get(holder), dict):
            _read_fields(index, item[holder], spoken)
        elif isinstance(item.get("text"), str) and item["text"]:
            spoken.append(Spoken(index, "text", item["text"]))
        if item.get("finish_reason") is not None:
            finished.append(index)
    return Said(tuple(spoken), tuple(began), tuple(finished))


def _read_fields(index: int, fields: dict[str, object], spoken: list[Spoken]) -> None:
    for name, value in fields.items():
        if isinstance(value, str):
            if value and name != "role":
                spoken.append(Spoken(index, name, value))
        elif name == "tool_calls" and isinstance(value, list):
            for at, call in enumerate(value):
                if isinstance(call, dict):
                    _read_call(index, call.get("index", at), call.get("function"), spoken)
        elif name == "function_call":
            _read_call(index, "", value, spoken)


def _read_call(index: int, number: object, function: object, spoken: list[Spoken]) -> None:
    if isinstance(function, dict):
        parts = (function.get("name"), function.get("arguments"))
        text = "\n".join(part for part in parts if isinstance(part, str) and part)
        # Also when it is empty: a call waits whatever it says.
        spoken.append(Spoken(index, f"call/{number}"[:64], text))
