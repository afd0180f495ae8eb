"""Words before a number that say what it is.

A shape alone is often ambiguous: eight digits after a letter are a passport, a
part or a flight. Such a kind asks for one of its words among the kept
characters before it; and an eleven-digit order number is no telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["REACH", "before", "words"]

REACH: Final = 16
"""Kept characters before an identifier that may tell what it is. Streams remember so many."""


def words(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern for any of some folded words, anywhere in what stands before."""
    return re.compile("|".join(map(re.escape, alternatives)))


def before(text: Sequence[str], at: int, reach: int = REACH) -> str:
    """Return up to `reach` kept characters before place `at`.

    >>> before('护照e12345678', 2), before(list('护照e12345678'), 2, 1)
    ('护照', '照')
    """
    some: Iterable[str] = text[max(0, at - reach) : at]
    return some if isinstance(some, str) else "".join(some)
