"""What a client asks of Anthropic's messages.

Every string is judged but ``model``, roles, and what nobody can read: files in
base64, signatures, encrypted blocks. Those pass and are recorded as unjudged; a
block of a type that is unknown here is refused.

>>> asked = parse(b'{"model": "m", "messages": [{"role": "user", "content": "hi"}]}')
>>> asked.model, asked.texts, asked.stream
('m', ('hi',), False)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from hegui.errors import InvalidValue, UnjudgeableContent
from hegui.gateway.asked import Asked, Unjudged
from hegui.gateway.body import (
    both,
    flag,
    is_number,
    kind_of,
    listed,
    model_of,
    parsed,
    passed,
    strings,
    user_of,
    wants_json,
)

__all__ = ["parse"]

_ROLES: Final = ("user", "assistant", "system")
_PLAIN: Final = frozenset({"model", "messages", "stream"})

_TEXT_BLOCKS: Final = frozenset(
    {
        "text",
        "tool_use",
        "server_tool_use",
        "mcp_tool_use",
        "search_result",
        "web_search_tool_result",
        "web_fetch_tool_result",
        "code_execution_tool_result",
        "mcp_tool_result",
    }
)
"""Blocks of which every string can be read."""

_FILES: Final = {"image": "image", "document": "file", "container_upload": "file"}
_OPAQUE: Final = {"thinking": "signature", "redacted_thinking": "data"}
"""Blocks with a part that only the upstream can read."""

_READABLE_SOURCES: Final = ("text", "content")


def parse(raw: bytes) -> Asked:
    """Return the checked request.

    Raises:
        InvalidJson: no JSON object.
        InvalidValue: a field is missing, or of a wrong type or value.
        UnjudgeableContent: a message has a block of a type that is unknown here.
        ModelNotFound: the model's name cannot be one.
    """
    body = parsed(raw)
    model = model_of(body)
    texts: list[str] = []
    unjudged: list[Unjudged] = []
    last = ""
    for index, message in enumerate(listed(body, "messages")):
        at = f"messages[{index}]"
        if not isinstance(message, dict):
            raise InvalidValue(at, expected="an object", found=kind_of(message))
        role = message.get("role")
        if role not in _ROLES:
            expected = f"one of {', '.join(_ROLES)}"
            raise InvalidValue(f"{at}.role", expected=expected, found=kind_of(role))
        if text := _content(message.get("content"), f"{at}.content", unjudged):
            texts.append(text)
            if role == "user":
                last = text
        others = {k: v for k, v in message.items() if k not in {"role", "content"}}
        texts.extend(both(found) for found in strings(others))
    for key, value in body.items():
        if key not in _PLAIN and not is_number(value):
            texts.extend(both(found) for found in strings(value))
    metadata = body.get("metadata")
    wanted = body.get("output_config")
    form = wanted.get("format") if isinstance(wanted, dict) else body.get("output_format")
    return Asked(
        model=model,
        texts=tuple(texts),
        last=last,
        stream=flag(body, "stream"),
        is_json=wants_json(form),
        user=user_of(metadata, "user_id") if isinstance(metadata, dict) else "",
        unjudged=tuple(unjudged),
        body=orjson.dumps(body),
    )


def _content(content: object, at: str, unjudged: list[Unjudged]) -> str:
    if isinstance(content, str):
        return both(content)
    if not isinstance(content, list):
        raise InvalidValue(at, expected="a string or a list of blocks", found=kind_of(content))
    return both("".join(_block(b, f"{at}[{i}]", unjudged) for i, b in enumerate(content)))


def _block(block: object, at: str, unjudged: list[Unjudged]) -> str:
    if not isinstance(block, dict):
        raise InvalidValue(at, expected="an object", found=kind_of(block))
    kind = block.get("type")
    if not isinstance(kind, str):
        raise InvalidValue(f"{at}.type", expected="the type of a block", found=kind_of(kind))
    if kind == "text" and set(block) <= {"type", "text", "cache_control"}:
        text = block.get("text")
        if not isinstance(text, str):
            raise InvalidValue(f"{at}.text", expected="a string", found=kind_of(text))
        return text
    if kind == "tool_result":
        inner = block.get("content")
        text = "" if inner is None else _content(inner, f"{at}.content", unjudged)
        return f"\n{text}\n"
    if kind in _FILES and not _is_readable(block):
        text, found = passed(block, _FILES[kind], at)
        unjudged.append(found)
        return text and f"\n{text}\n"
    if kind in _OPAQUE:
        return _opaque(block, _OPAQUE[kind], at, unjudged)
    if kind in _TEXT_BLOCKS or kind in _FILES:
        rest = {name: value for name, value in block.items() if name != "type"}
        return "".join(f"\n{found}" for found in strings(rest))
    raise UnjudgeableContent(f"{at}.type", f"a block of type {kind[:32]!r}")


def _is_readable(block: Mapping[str, object]) -> bool:
    source = block.get("source")
    return isinstance(source, dict) and source.get("type") in _READABLE_SOURCES


def _opaque(block: Mapping[str, object], name: str, at: str, unjudged: list[Unjudged]) -> str:
    hidden = block.get(name)
    if isinstance(hidden, str):
        unjudged.append(Unjudged(field=f"{at}.{name}", kind="encrypted", bytes=len(hidden)))
    rest = {key: value for key, value in block.items() if key not in {"type", name}}
    return "".join(f"\n{found}" for found in strings(rest))
