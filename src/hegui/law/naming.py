"""File names of provisions: what they mean, how people cite them, how they sort.

    art-14.toml       article 14         cl-5-4.toml     clause 5.4 of a standard
    sec-22757.toml    section 22757      annex-a.toml    annex A
    item-3.toml       entry 3 of a list

Every part after the kind is a number without leading zeros, letters, or a
number with letters after it (``6a``).

>>> named('cl-5-4.toml').label, named('annex-a-1.toml').label, named('art-07.toml')
('5.4', 'A.1', None)
>>> sorted(['annex-a', 'art-10', 'art-9', 'cl-5-10', 'cl-5-9'], key=order)
['art-9', 'art-10', 'cl-5-9', 'cl-5-10', 'annex-a']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["SHAPES", "Named", "named", "order"]

SHAPES: Final = "art-14.toml, cl-5-4.toml, annex-a.toml, sec-22757.toml or item-3.toml"
"""File names by example, for error messages."""

_PART: Final = r"(?:0|[1-9][0-9]*[a-z]*|[a-z][a-z0-9]*)"
_NAME: Final = re.compile(
    rf"(?P<stem>(?P<kind>art|cl|annex|sec|item)-(?P<number>{_PART}(?:-{_PART})*))\.toml"
)
_ORDER: Final = ("art", "cl", "sec", "item", "annex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a file name says."""

    stem: str
    """For example ``cl-5-4``."""

    kind: str
    """For example ``cl``."""

    number: str
    """For example ``5-4``."""

    @property
    def label(self) -> str:
        """The number as people write it: dots, and letters of clauses and annexes as capitals."""
        dotted = self.number.replace("-", ".")
        return dotted.upper() if self.kind in {"annex", "cl"} else dotted


def named(file_name: str) -> Named | None:
    """Return what a file name says, or None when it is not one of a provision."""
    match = _NAME.fullmatch(file_name)
    return None if match is None else Named(**match.groupdict())


def order(stem: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    """Return the key by which provisions sort: by kind, then naturally by each part."""
    kind, *parts = stem.split("-")
    return _ORDER.index(kind), tuple(map(_natural, parts))


def _natural(part: str) -> tuple[int, int, str]:
    digits = part.rstrip("abcdefghijklmnopqrstuvwxyz")
    return (0, int(digits), part[len(digits) :]) if digits.isdigit() else (1, 0, part)
