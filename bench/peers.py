"""Matchers of others, from ``.venv/bench``, where ``make bench`` puts them; or none.

They are no dependency of hegui. Without that folder the benchmark says "absent".
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

__all__ = ["PEERS", "Find", "peer"]

Find = Callable[[str], object]
"""Finds all keys in a text and makes a Python object for each hit."""

_VERSION: Final = f"python{sys.version_info[0]}.{sys.version_info[1]}"
_FOLDER: Final = Path(sys.prefix) / "bench" / "lib" / _VERSION / "site-packages"


def _module(name: str) -> Any:
    """Return a module, from our own environment or from that of the benchmarks, or None."""
    folder = str(_FOLDER)
    if _FOLDER.is_dir() and folder not in sys.path:
        sys.path.append(folder)
    try:
        return import_module(name)
    except ImportError:
        return None


def _ahocorasick_rs(keys: Sequence[str]) -> Find | None:
    module = _module("ahocorasick_rs")
    if module is None:
        return None
    automaton = module.AhoCorasick(list(keys))

    def find(text: str) -> object:
        return automaton.find_matches_as_indexes(text, overlapping=True)

    return find


def _pyahocorasick(keys: Sequence[str]) -> Find | None:
    module = _module("ahocorasick")
    if module is None:
        return None
    automaton = module.Automaton()
    for number, key in enumerate(keys):
        automaton.add_word(key, number)
    automaton.make_automaton()

    def find(text: str) -> object:
        return list(automaton.iter(text))

    return find


def _stdlib_re(keys: Sequence[str]) -> Find:
    pattern = re.compile("|".join(map(re.escape, keys)))
    return pattern.findall


PEERS: Final[Mapping[str, Callable[[Sequence[str]], Find | None]]] = {
    "ahocorasick_rs": _ahocorasick_rs,
    "pyahocorasick": _pyahocorasick,
    "stdlib re": _stdlib_re,
}


def peer(name: str, keys: Sequence[str]) -> Find | None:
    """Return a peer's way to find keys, or None when it is not installed."""
    return PEERS[name](keys)
