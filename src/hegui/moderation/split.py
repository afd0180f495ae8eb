"""Characters taken apart (拆字): the parts people write for a whole, side by side.

Only characters that stand left and right of each other are listed
(``tables/split.txt``), since parts above each other do not read as the whole.
The list is our own and short: those characters that terms of lexicons are made of.

>>> list(split_keys('赌博'))
['贝者博']
>>> list(split_keys('枪'))
['木仓']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product
from pathlib import Path
from types import MappingProxyType
from typing import Final

__all__ = ["parts", "split_keys"]

_FILE: Final = Path(__file__).with_name("tables") / "split.txt"

_MOST: Final = 32
"""Keys for one term; a long term of many such characters has more, and the first ones do."""


@cache
def parts() -> Mapping[str, str]:
    """Return each listed character with its parts, from left to right."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return MappingProxyType(dict(line.split() for line in lines if not line.startswith("#")))


def split_keys(key: str) -> Iterator[str]:
    """Yield the ways to write a key with one or more of its characters taken apart."""
    known = parts()
    choices = [(char, known[char]) if char in known else (char,) for char in key]
    for way in islice(product(*choices), 1, _MOST + 1):
        yield "".join(way)
