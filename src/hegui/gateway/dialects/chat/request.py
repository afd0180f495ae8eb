"""What a client asks of a chat completion.

Every string of the body is judged but ``model`` and the role names: messages,
names, tool definitions, tool results, response schemas, stop words, metadata.
Images, audio and files pass and are recorded as what nobody has judged; a part
of a kind that is unknown here is refused.

>>> from hegui.gateway.limits import Limits
>>> asked = parse(b'{"model": "m", "messages": [{"role": "user", "content": "hi"}]}', Limits())
>>> asked.model, asked.texts, asked.stream, asked.n
('m', ('hi',), False, 1)
>>> parse(b'{"model": "m", "messages": []}', Limits())
Traceback (most recent call last):
    ...
hegui.errors.gateway.InvalidValue: 'messages': expected a non-empty list; found an empty list
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from hegui.errors import InvalidValue, UnjudgeableContent, UnsupportedParameter
from hegui.gateway.asked import Asked, Unjudged
from hegui.gateway.body import (
    both,
    count,
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
from hegui.gateway.limits import Limits

__all__ = ["include_usage", "parse"]

_ROLES: Final = ("system", "developer", "user", "assistant", "tool", "function")
_NO_CONTENT: Final = ("assistant", "function")
"""Roles whose message may have no content: it stands in its tool calls."""

_PLAIN: Final = frozenset({"model", "messages", "stream", "n"})

_FILES: Final = {
    "image_url": "image",
    "input_audio": "audio",
    "video_url": "video",
    "file": "file",
}
"""Kinds of parts that no engine here can judge, and what they are."""

_MODALITIES: Final = ("text", "audio")


def parse(raw: bytes, limits: Limits) -> Asked:
    """Return the checked request.

    Raises:
        InvalidJson: no JSON object.
        InvalidValue: a field is missing, or of a wrong type or value.
        UnjudgeableContent: a message has a part of a kind that is unknown here.
        UnsupportedParameter: something is asked for that would pass unjudged.
        ModelNotFound: the model's name cannot be one.
    """
    body = parsed(raw)
    model = model_of(body)
    texts: list[str] = []
    unjudged: list[Unjudged] = []
    last = _messages(body, texts, unjudged)
    stream = flag(body, "stream")
    n = count(body, "n", limits.choices)
    user = ""
    is_json = False
    if len(body) > len(_PLAIN) or not body.keys() <= _PLAIN:
        _check_output(body)
        user = user_of(body, "safety_identifier", "user")
        is_json = wants_json(body.get("response_format"))
        for key, value in body.items():
            # Plain numbers and flags hold no text, and their names are the API's own.
            if key not in _PLAIN and not is_number(value):
                texts.extend(both(found) for found in strings(value))
    return Asked(
        model=model,
        texts=tuple(texts),
        last=last,
        stream=stream,
        n=n,
        include_usage=stream and include_usage(body),
        is_json=is_json,
        user=user,
        unjudged=tuple(unjudged),
        body=orjson.dumps(body),
    )


def include_usage(body: Mapping[str, object]) -> bool:
    """Tell whether a stream is to end with a usage frame.

    Raises:
        InvalidValue: the options are no object.
    """
    options = body.get("stream_options")
    if options is None:
        return False
    if not isinstance(options, dict):
        raise InvalidValue("stream_options", expected="an object", found=kind_of(options))
    return options.get("include_usage") is True


def _messages(body: Mapping[str, object], texts: list[str], unjudged: list[Unjudged]) -> str:
    last = ""
    for index, message in enumerate(listed(body, "messages")):
        at = f"messages[{index}]"
        if not isinstance(message, dict):
            raise InvalidValue(at, expected="an object", found=kind_of(message))
        role = message.get("role")
        if role not in _ROLES:
            expected = f"one of {', '.join(_ROLES)}"
            raise InvalidValue(f"{at}.role", expected=expected, found=kind_of(role))
        text = _content(message, role, at, unjudged)
        if text:
            texts.append(text)
            if role == "user":
                last = text
        if len(message) > 2:
            _rest_of_message(message, at, texts, unjudged)
    return last


def _content(message: Mapping[str, object], role: str, at: str, unjudged: list[Unjudged]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return both(content)
    if isinstance(content, list):
        parts = (_part(part, f"{at}.content[{i}]", unjudged) for i, part in enumerate(content))
        return both("".join(parts))
    if content is None and role in _NO_CONTENT:
        return ""
    raise InvalidValue(
        f"{at}.content", expected="a string or a list of parts", found=kind_of(content)
    )


def _part(part: object, at: str, unjudged: list[Unjudged]) -> str:
    if not isinstance(part, dict):
        raise InvalidValue(at, expected="an object", found=kind_of(part))
    kind = part.get("type")
    if not isinstance(kind, str):
        raise InvalidValue(f"{at}.type", expected="'text'", found=kind_of(kind))
    if kind in _FILES:
        around, found = passed(part, _FILES[kind], at)
        unjudged.append(found)
        return around and f"\n{around}\n"
    if kind not in {"text", "refusal"}:
        raise UnjudgeableContent(f"{at}.type", f"a part of type {kind[:32]!r}")
    text = part.get(kind)
    if not isinstance(text, str):
        raise InvalidValue(f"{at}.{kind}", expected="a string", found=kind_of(text))
    others = {k: v for k, v in part.items() if k not in {"type", kind}}
    return text + "".join(f"\n{other}" for other in strings(others)) if others else text


def _rest_of_message(
    message: Mapping[str, object], at: str, texts: list[str], unjudged: list[Unjudged]
) -> None:
    audio = message.get("audio")
    if audio is not None:
        # It names an answer that was given before, which nobody can look at again.
        unjudged.append(Unjudged(field=f"{at}.audio", kind="reference", bytes=0))
    calls = message.get("tool_calls")
    if calls is not None and not isinstance(calls, list):
        raise InvalidValue(f"{at}.tool_calls", expected="a list", found=kind_of(calls))
    for key, value in message.items():
        if key not in {"role", "content"}:
            texts.extend(both(found) for found in strings({key: value}))


def _check_output(body: Mapping[str, object]) -> None:
    if body.get("prompt_logprobs"):
        raise UnsupportedParameter("prompt_logprobs", "it would show what nobody has released")
    modalities = body.get("modalities")
    if modalities is not None and not (
        isinstance(modalities, list) and all(kind in _MODALITIES for kind in modalities)
    ):
        raise UnsupportedParameter("modalities", "only text and spoken text can be judged")
