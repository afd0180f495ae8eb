r"""The reply formats of guard models, read strictly.

A guard model writes text, and text can be anything: an apology, an essay, the
prompt repeated. So a reply either has its format to the letter or is nonsense,
and nonsense is ``unjudged``. Nothing is searched for inside a longer reply,
since what a user wrote may be quoted there.

>>> qwen3guard('Safety: Unsafe\nCategories: Violent')
Said(level='unsafe', names=('Violent',))
>>> qwen3guard('The text says: Safety: Safe') is None
True
>>> llama_guard('unsafe\nS1,S10')
Said(level='unsafe', names=('S1', 'S10'))
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["FORMATS", "Said", "llama_guard", "mapping", "qwen3guard"]

_FILE: Final = Path(__file__).with_name("guards.toml")

_LONGEST: Final = 512
"""Code points; a well-formed reply has under 200."""

_QWEN: Final = re.compile(
    r"Safety: (Safe|Unsafe|Controversial)\n"
    r"Categories: ([A-Za-z&, -]{1,300})"
    r"(?:\nRefusal: (?:Yes|No))?"
)
_LLAMA: Final = re.compile(r"(safe)|unsafe\n(S[0-9]{1,2}(?:, ?S[0-9]{1,2}){0,13})")


class Said(NamedTuple):
    """What a guard said."""

    level: str
    """``safe``, ``controversial`` or ``unsafe``."""

    names: tuple[str, ...]
    """The guard's own names of the risks, in its order; empty exactly when the level is safe."""


def qwen3guard(reply: str) -> Said | None:
    """Return what a Qwen3Guard-Gen reply says, or None when it is not one."""
    found = _QWEN.fullmatch(reply.strip()) if len(reply) <= _LONGEST else None
    if found is None:
        return None
    names = tuple(name.strip() for name in found[2].split(","))
    if found[1] == "Safe":
        return Said("safe", ()) if names == ("None",) else None
    return _known(found[1].lower(), names, "qwen3guard")


def llama_guard(reply: str) -> Said | None:
    """Return what a Llama Guard reply says, or None when it is not one."""
    found = _LLAMA.fullmatch(reply.strip()) if len(reply) <= _LONGEST else None
    if found is None:
        return None
    if found[1]:
        return Said("safe", ())
    return _known("unsafe", tuple(name.strip() for name in found[2].split(",")), "llama-guard")


def _known(level: str, names: tuple[str, ...], table: str) -> Said | None:
    return Said(level, names) if all(name in mapping(table) for name in names) else None


@cache
def mapping(table: str) -> Mapping[str, str]:
    """Return the guard's names with the risks that they are here.

    Raises:
        KeyError: no such guard.
    """
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType(tables[table])


FORMATS: Final[Mapping[str, Callable[[str], Said | None]]] = MappingProxyType(
    {"qwen3guard": qwen3guard, "llama-guard": llama_guard}
)
"""Reader of each format, by its name in guards.toml."""
