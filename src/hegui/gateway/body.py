r"""A JSON body read strictly, for every dialect: what is asked, as fields and texts.

The body is parsed once, checked, and written again from what was checked: the
upstream gets exactly what was judged, whatever the client's JSON held twice.
Every string of it is text to judge, keys included, but for what a dialect
names itself: the model, roles, and files in base64.

>>> list(strings({'a': ['b', {'c': 'd'}]}))
['a', 'b', 'c', 'd']
>>> both(r'\u8d4c')
'\\u8d4c\n赌'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import orjson

from hegui.errors import InvalidJson, InvalidValue, ModelNotFound
from hegui.gateway.asked import Unjudged
from hegui.gateway.unescape import unescaped

__all__ = [
    "both",
    "count",
    "flag",
    "is_number",
    "kind_of",
    "listed",
    "model_of",
    "parsed",
    "passed",
    "strings",
    "text_of",
    "user_of",
    "wants_json",
]

_MODEL: Final = re.compile(r"[\w.:/@+\-]{1,200}")
"""Names that stand in an entry; anything longer or stranger could carry a text there."""

_FILES: Final = frozenset({"data", "file_data", "image_data", "b64_json"})
"""Keys under which a file stands in base64."""

_LONGEST_USER: Final = 256
_JSON_FORMS: Final = ("json_object", "json_schema")


def parsed(raw: bytes) -> dict[str, object]:
    """Return the body.

    Raises:
        InvalidJson: it is no JSON object.
    """
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise InvalidJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    if not isinstance(body, dict):
        raise InvalidJson(kind_of(body))
    return body


def model_of(body: Mapping[str, object]) -> str:
    """Return the model's name.

    Raises:
        InvalidValue: there is none.
        ModelNotFound: it cannot be one.
    """
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise InvalidValue("model", expected="the name of a model", found=kind_of(model))
    if not _MODEL.fullmatch(model):
        raise ModelNotFound(model[:64])
    return model


def user_of(body: Mapping[str, object], *names: str) -> str:
    """Return the first of several fields that names the end user, or nothing."""
    for name in names:
        value = body.get(name)
        if isinstance(value, str) and value:
            return value[:_LONGEST_USER]
    return ""


def wants_json(form: object) -> bool:
    """Tell whether the form that is asked for an answer is JSON.

    >>> wants_json({'type': 'json_schema'}), wants_json({'type': 'text'}), wants_json(None)
    (True, False, False)
    """
    return isinstance(form, Mapping) and form.get("type") in _JSON_FORMS


def flag(body: Mapping[str, object], name: str) -> bool:
    """Return a flag; absent and null are false.

    Raises:
        InvalidValue: it is something else.
    """
    value = body.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise InvalidValue(name, expected="true or false", found=kind_of(value))


def count(body: Mapping[str, object], name: str, limit: int) -> int:
    """Return a number from 1 to `limit`; absent and null are 1.

    Raises:
        InvalidValue: it is something else.
    """
    n = body.get(name)
    if n is None:
        return 1
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= limit:
        found = str(n) if isinstance(n, int) else kind_of(n)
        raise InvalidValue(name, expected=f"a whole number from 1 to {limit}", found=found)
    return n


def text_of(body: Mapping[str, object], name: str) -> str:
    """Return a text that must be there.

    Raises:
        InvalidValue: it is missing, empty or something else.
    """
    value = body.get(name)
    if not isinstance(value, str) or not value:
        found = "an empty string" if value == "" else kind_of(value)
        raise InvalidValue(name, expected="a text", found=found)
    return value


def listed(body: Mapping[str, object], name: str) -> list[object]:
    """Return a list that must be there and hold something.

    Raises:
        InvalidValue: it is missing, empty or something else.
    """
    value = body.get(name)
    if not isinstance(value, list):
        raise InvalidValue(name, expected="a non-empty list", found=kind_of(value))
    if not value:
        raise InvalidValue(name, expected="a non-empty list", found="an empty list")
    return value


def is_number(value: object) -> bool:
    """Tell whether a value is a plain number or a flag: neither holds text."""
    return value is None or isinstance(value, int | float)


def strings(value: object) -> Iterator[str]:
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


def passed(part: Mapping[str, object], kind: str, at: str) -> tuple[str, Unjudged]:
    """Return the text around a file in a prompt, and the file as what passes unjudged.

    A file in base64 or in a ``data:`` address is not text. Everything else about it
    is: its name, the address where it lies.

    >>> passed({'type': 'image', 'data': 'QUJD', 'name': 'cat.png'}, 'image', 'x')
    ('cat.png', Unjudged(field='x', kind='image', bytes=4))
    """
    texts: list[str] = []
    size = 0
    pending: list[tuple[str, object]] = [("", part)]
    while pending:
        key, item = pending.pop()
        if isinstance(item, dict):
            pending.extend((str(name), inner) for name, inner in reversed(item.items()))
        elif isinstance(item, list):
            pending.extend((key, inner) for inner in reversed(item))
        elif isinstance(item, str):
            if key in _FILES or item.startswith("data:"):
                size += len(item)
            elif key != "type":
                texts.append(item)
    return "\n".join(texts), Unjudged(field=at, kind=kind, bytes=size)


def both(text: str) -> str:
    r"""Return `text`, and after it what it says when its ``\u`` escapes are read."""
    if "\\u" not in text or (plain := unescaped(text)) == text:
        return text
    return f"{text}\n{plain}"


def kind_of(value: object) -> str:
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
