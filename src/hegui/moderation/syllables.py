"""The sound of Han characters, tones left out, from ``tables/syllables.txt``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

__all__ = ["sounds", "syllables"]

_FILE: Final = Path(__file__).with_name("tables") / "syllables.txt"


@cache
def syllables() -> Mapping[str, str]:
    """Return each syllable with the characters that have it."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return MappingProxyType(dict(line.split(" ", 1) for line in lines if not line.startswith("#")))


@cache
def _sound() -> Mapping[str, str]:
    return {char: sound for sound, chars in syllables().items() for char in chars}


def sounds(key: str) -> Iterator[str]:
    """Yield a key's syllables in letters, parted by spaces, when all its characters have one.

    Only keys of three characters and more: shorter ones are words of other languages.

    >>> list(sounds('代办证')), list(sounds('赌博')), list(sounds('a赌博网'))
    (['dai ban zheng'], [], [])
    """
    known = _sound()
    if len(key) >= 3 and all(char in known for char in key):
        yield " ".join(known[char] for char in key)
