"""What a client asks of a response.

Every string of the input is judged, whatever item it stands in, but for files in
base64 and what only the upstream can read. What the upstream keeps and the
request only names (an earlier response, a conversation, a stored prompt) was
judged when it was made or never: it is recorded as a reference.

>>> asked = parse(b'{"model": "m", "input": "hi", "previous_response_id": "r"}')
>>> asked.texts, asked.last, asked.unjudged[0].kind
(('hi', 'r'), 'hi', 'reference')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from hegui.errors import InvalidValue, UnsupportedParameter
from hegui.gateway.asked import Asked, Unjudged
from hegui.gateway.body import (
    both,
    flag,
    is_number,
    kind_of,
    model_of,
    parsed,
    passed,
    strings,
    user_of,
    wants_json,
)
from hegui.gateway.written import type_of

__all__ = ["parse"]

_PLAIN: Final = frozenset({"model", "input", "stream"})
_REFERENCES: Final = ("previous_response_id", "conversation", "prompt")
_TEXT_PARTS: Final = frozenset({"input_text", "output_text", "text"})
_LOGPROBS: Final = "message.output_text.logprobs"


def parse(raw: bytes) -> Asked:
    """Return the checked request.

    Raises:
        InvalidJson: no JSON object.
        InvalidValue: a field is missing, or of a wrong type or value.
        UnsupportedParameter: something is asked for that would pass unjudged.
        ModelNotFound: the model's name cannot be one.
    """
    body = parsed(raw)
    model = model_of(body)
    _check(body)
    texts: list[str] = []
    unjudged: list[Unjudged] = []
    last = _input(body.get("input"), texts, unjudged)
    for key, value in body.items():
        if key in _PLAIN or is_number(value):
            continue
        texts.extend(both(found) for found in strings(value))
        if key in _REFERENCES:
            unjudged.append(Unjudged(field=key, kind="reference", bytes=0))
    form = body.get("text")
    return Asked(
        model=model,
        texts=tuple(texts),
        last=last,
        stream=flag(body, "stream"),
        is_json=isinstance(form, dict) and wants_json(form.get("format")),
        user=user_of(body, "safety_identifier", "user"),
        unjudged=tuple(unjudged),
        body=orjson.dumps(body),
    )


def _check(body: Mapping[str, object]) -> None:
    if body.get("background"):
        raise UnsupportedParameter("background", "what is fetched later would be judged by nobody")
    include = body.get("include")
    if body.get("top_logprobs") or (isinstance(include, list) and _LOGPROBS in include):
        raise UnsupportedParameter("top_logprobs", "this endpoint gives no token probabilities")


def _input(given: object, texts: list[str], unjudged: list[Unjudged]) -> str:
    if isinstance(given, str):
        text = both(given)
        texts.append(text)
        return text
    if given is None:
        return ""
    if not isinstance(given, list):
        raise InvalidValue("input", expected="a text or a list of items", found=kind_of(given))
    last = ""
    for index, item in enumerate(given):
        at = f"input[{index}]"
        if not isinstance(item, dict):
            raise InvalidValue(at, expected="an object", found=kind_of(item))
        text = _item(item, at, unjudged)
        if text:
            texts.append(text)
            if item.get("role") == "user":
                last = text
    return last


def _item(item: dict[str, object], at: str, unjudged: list[Unjudged]) -> str:
    content = item.get("content")
    rest = {key: value for key, value in item.items() if key not in {"content", "role"}}
    texts: list[str] = []
    if isinstance(content, str):
        texts.append(content)
    elif isinstance(content, list):
        for index, part in enumerate(content):
            texts.append(_part(part, f"{at}.content[{index}]", unjudged))
    elif content is not None:
        raise InvalidValue(f"{at}.content", expected="a text or parts", found=kind_of(content))
    if around := _around(rest, at, unjudged):
        texts.append(f"\n{around}")
    return both("".join(texts))


def _part(part: object, at: str, unjudged: list[Unjudged]) -> str:
    if not isinstance(part, dict):
        raise InvalidValue(at, expected="an object", found=kind_of(part))
    text = part.get("text")
    if type_of(part) in _TEXT_PARTS and isinstance(text, str) and len(part) == 2:
        return text
    around = _around(part, at, unjudged)
    return around and f"\n{around}\n"


def _around(part: Mapping[str, object], at: str, unjudged: list[Unjudged]) -> str:
    kind = type_of(part)
    what = next((name for name in ("image", "audio", "video") if name in kind), "file")
    hidden = part.get("encrypted_content")
    if isinstance(hidden, str):
        unjudged.append(Unjudged(field=at, kind="encrypted", bytes=len(hidden)))
        part = {key: value for key, value in part.items() if key != "encrypted_content"}
    text, found = passed(part, what, at)
    if found.bytes or what != "file" or kind == "input_file":
        unjudged.append(found)
    elif kind == "item_reference":
        unjudged.append(Unjudged(field=at, kind="reference", bytes=0))
    return text
