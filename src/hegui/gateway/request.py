"""What a client asks for, read strictly before anything acts on it.

The body is parsed once, checked, and written again from what was checked: the
upstream gets exactly what was judged, whatever the client's JSON held twice.

Every string of the body is judged but ``model`` and the role names: messages,
names, tool definitions, tool results, response schemas, stop words, metadata.
Content that no engine can judge yet (images, audio, files) is refused. So are
``logprobs``: they carry tokens that moderation has not released.

>>> asked = parse(b'{"model": "m", "messages": [{"role": "user", "content": "hi"}]}')
>>> asked.model, asked.texts, asked.stream, asked.n
('m', ('hi',), False, 1)
>>> parse(b'{"model": "m", "messages": []}')
Traceback (most recent call last):
    ...
hegui.errors.gateway.InvalidValue: 'messages': expected a non-empty list; found an empty list
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from hegui.errors import (
    InvalidJson,
    InvalidValue,
    ModelNotFound,
    UnjudgeableContent,
    UnsupportedParameter,
)
from hegui.gateway.unescape import unescaped

__all__ = ["ChatRequest", "parse"]

_ROLES: Final = ("system", "developer", "user", "assistant", "tool", "function")
_NO_CONTENT: Final = ("assistant", "function")
"""Roles whose message may have no content: it stands in its tool calls."""

_MODEL: Final = re.compile(r"[\w.:/@+\-]{1,200}")
"""Names that stand in an entry; anything longer or stranger could carry a text there."""

_PLAIN: Final = frozenset({"model", "messages", "stream", "n"})
_LOGPROBS: Final = ("logprobs", "top_logprobs", "prompt_logprobs")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """A checked request for a chat completion."""

    model: str

    texts: tuple[str, ...]
    """Every text to judge, in order; the parts of one message are joined."""

    last: str
    """The last message of the user: decides the language of a refusal."""

    stream: bool
    n: int
    """How many choices."""

    include_usage: bool
    """A stream ends with a usage frame."""

    body: bytes
    """The same request as compact JSON, for the upstream."""


def parse(raw: bytes, *, choices: int = 8) -> ChatRequest:
    """Return the checked request.

    Args:
        raw: the whole body.
        choices: the largest ``n`` allowed.

    Raises:
        InvalidJson: no JSON object.
        InvalidValue: a field is missing, or of a wrong type or value.
        UnjudgeableContent: an image, audio or file stands in a message.
        UnsupportedParameter: token probabilities or non-text output are asked for.
        ModelNotFound: the model's name cannot be one.
    """
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise InvalidJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    if not isinstance(body, dict):
        raise InvalidJson(_kind(body))
    model = _model(body)
    texts: list[str] = []
    last = _messages(body, texts)
    stream = _flag(body, "stream")
    n = _count(body, choices)
    if len(body) > len(_PLAIN) or not body.keys() <= _PLAIN:
        _refuse_unjudgeable(body)
        _others(body, texts)
    return ChatRequest(
        model=model,
        texts=tuple(texts),
        last=last,
        stream=stream,
        n=n,
        include_usage=stream and _include_usage(body),
        body=orjson.dumps(body),
    )


def _model(body: Mapping[str, object]) -> str:
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise InvalidValue("model", expected="the name of a model", found=_kind(model))
    if not _MODEL.fullmatch(model):
        raise ModelNotFound(model[:64])
    return model


def _messages(body: Mapping[str, object], texts: list[str]) -> str:
    messages = body.get("messages")
    if not isinstance(messages, list):
        raise InvalidValue("messages", expected="a non-empty list", found=_kind(messages))
    if not messages:
        raise InvalidValue("messages", expected="a non-empty list", found="an empty list")
    last = ""
    for index, message in enumerate(messages):
        at = f"messages[{index}]"
        if not isinstance(message, dict):
            raise InvalidValue(at, expected="an object", found=_kind(message))
        role = message.get("role")
        if role not in _ROLES:
            expected = f"one of {', '.join(_ROLES)}"
            raise InvalidValue(f"{at}.role", expected=expected, found=_kind(role))
        text = _content(message, role, at)
        if text:
            texts.append(text)
            if role == "user":
                last = text
        if len(message) > 2:
            _rest_of_message(message, at, texts)
    return last


def _content(message: Mapping[str, object], role: str, at: str) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return _both(content)
    if isinstance(content, list):
        return _both("".join(_part(part, f"{at}.content[{i}]") for i, part in enumerate(content)))
    if content is None and role in _NO_CONTENT:
        return ""
    raise InvalidValue(
        f"{at}.content", expected="a string or a list of text parts", found=_kind(content)
    )


def _part(part: object, at: str) -> str:
    if not isinstance(part, dict):
        raise InvalidValue(at, expected="an object", found=_kind(part))
    kind = part.get("type")
    if kind not in {"text", "refusal"}:
        if isinstance(kind, str):
            raise UnjudgeableContent(f"{at}.type", f"a part of type {kind[:32]!r}")
        raise InvalidValue(f"{at}.type", expected="'text'", found=_kind(kind))
    text = part.get(kind)
    if not isinstance(text, str):
        raise InvalidValue(f"{at}.{kind}", expected="a string", found=_kind(text))
    others = {k: v for k, v in part.items() if k not in {"type", kind}}
    return text + "".join(f"\n{found}" for found in _strings(others)) if others else text


def _rest_of_message(message: Mapping[str, object], at: str, texts: list[str]) -> None:
    if message.get("audio") is not None:
        raise UnjudgeableContent(f"{at}.audio", "audio")
    calls = message.get("tool_calls")
    if calls is not None and not isinstance(calls, list):
        raise InvalidValue(f"{at}.tool_calls", expected="a list", found=_kind(calls))
    for key, value in message.items():
        if key not in {"role", "content"}:
            texts.extend(_both(found) for found in _strings({key: value}))


def _refuse_unjudgeable(body: Mapping[str, object]) -> None:
    for name in _LOGPROBS:
        if body.get(name):
            raise UnsupportedParameter(name, "token probabilities would show unreleased text")
    modalities = body.get("modalities")
    if modalities not in (None, ["text"]):
        raise UnsupportedParameter("modalities", "only text can be judged")
    if body.get("audio") is not None:
        raise UnsupportedParameter("audio", "only text can be judged")


def _others(body: Mapping[str, object], texts: list[str]) -> None:
    for key, value in body.items():
        # Plain numbers and flags hold no text, and their names are the API's own.
        if key in _PLAIN or value is None or isinstance(value, int | float):
            continue
        texts.extend(_both(found) for found in _strings(value))


def _strings(value: object) -> Iterator[str]:
    """Yield every string in a JSON value, keys included, in order; without recursion."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            for key, inner in reversed(item.items()):
                pending.extend((inner, key))
        elif isinstance(item, list):
            pending.extend(reversed(item))


def _both(text: str) -> str:
    r"""Return `text`, and after it what it says when its ``\u`` escapes are read."""
    if "\\u" not in text or (plain := unescaped(text)) == text:
        return text
    return f"{text}\n{plain}"


def _flag(body: Mapping[str, object], name: str) -> bool:
    value = body.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise InvalidValue(name, expected="true or false", found=_kind(value))


def _count(body: Mapping[str, object], limit: int) -> int:
    n = body.get("n")
    if n is None:
        return 1
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= limit:
        found = str(n) if isinstance(n, int) else _kind(n)
        raise InvalidValue("n", expected=f"a whole number from 1 to {limit}", found=found)
    return n


def _include_usage(body: Mapping[str, object]) -> bool:
    options = body.get("stream_options")
    if options is None:
        return False
    if not isinstance(options, dict):
        raise InvalidValue("stream_options", expected="an object", found=_kind(options))
    return options.get("include_usage") is True


def _kind(value: object) -> str:
    """Name a JSON value for an error message, without repeating a long one."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value if len(value) <= 32 else f"{value[:32]}…")
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case _:
            return "an object"
