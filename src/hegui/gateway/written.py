"""What dialects write that no judge reads: ids, names, and counts of tokens.

An answer is written anew from known fields. Those that are about the answer as a
whole are short names and numbers; what could hold a text is refused, so that
nothing goes past the judge in a field that nobody looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import orjson

from hegui.errors import UpstreamFailed, UpstreamInvalid

__all__ = ["answer_in", "counts", "kept", "reason", "short", "type_of"]

_LONGEST: Final = 256
"""Longest value of a field about an answer as a whole, in code points."""

_WORD: Final = re.compile(r"[a-z0-9_.\-]{1,64}")
_NAME: Final = re.compile(rf"[!-~]{{0,{_LONGEST}}}")
"""Visible ASCII without a space: an id, a name, and no sentence."""
_DEPTH: Final = 6
_USUAL: Final = frozenset({"prompt_tokens", "completion_tokens", "total_tokens"})
_PLAIN: Final = f"an id or name of at most {_LONGEST} plain characters"


def answer_in(raw: bytes, what: str) -> dict[str, object]:
    """Return an upstream's JSON body or frame.

    Raises:
        UpstreamInvalid: it is no JSON object.
        UpstreamFailed: it is an error.
    """
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise UpstreamInvalid(what, "something else") from None
    if not isinstance(found, dict):
        raise UpstreamInvalid(what, "something else")
    if found.get("error"):
        raise UpstreamFailed("it reported an error in its answer")
    return found


def kept(found: Mapping[str, object], names: tuple[str, ...], model: str = "") -> dict[str, object]:
    """Return the named fields of an answer.

    Args:
        found: the answer.
        names: of the fields.
        model: what the client asked for; stands in place of a name that is not plain.

    Raises:
        UpstreamInvalid: one of them could hold a text, or is no plain value.
    """
    chosen: dict[str, object] = {name: found[name] for name in names if name in found}
    for name, value in chosen.items():
        if isinstance(value, str):
            if not _NAME.fullmatch(value):
                if name != "model" or not model:
                    raise UpstreamInvalid(_PLAIN, "something else")
                chosen[name] = model
        elif value is not None and not isinstance(value, int | float):
            raise UpstreamInvalid(_PLAIN, "something else")
    return chosen


def counts(value: object, depth: int = _DEPTH) -> object:
    """Return a usage object with everything that could be a text left out.

    >>> counts({'total_tokens': 3, 'details': {'cached': 1}, 'says': '你好', 'tier': 'standard'})
    {'total_tokens': 3, 'details': {'cached': 1}, 'tier': 'standard'}
    """
    if isinstance(value, dict):
        if value.keys() <= _USUAL and all(type(number) is int for number in value.values()):
            return value
        if depth == 0:
            return None
        return {
            name: counts(inner, depth - 1)
            for name, inner in value.items()
            if _WORD.fullmatch(name)
            and (
                inner is None
                or isinstance(inner, int | float | dict)
                or (isinstance(inner, str) and _WORD.fullmatch(inner))
            )
        }
    return value


def reason(value: object) -> str:
    """Return a finish reason.

    Raises:
        UpstreamInvalid: it is no short string.
    """
    if not isinstance(value, str) or not 0 < len(value) <= 32 or not _NAME.fullmatch(value):
        raise UpstreamInvalid("a short finish reason", "something else")
    return value


def short(value: object, what: str) -> str:
    """Return an id or type.

    Raises:
        UpstreamInvalid: it is no string, or long enough to hold a text.
    """
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        expected = f"{what} of at most {_LONGEST} plain characters"
        raise UpstreamInvalid(expected, "something else")
    return value


def type_of(found: Mapping[str, object]) -> str:
    """Return what an object says it is; nothing when it says that in no string."""
    kind = found.get("type")
    return kind if isinstance(kind, str) else ""
