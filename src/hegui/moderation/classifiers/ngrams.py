"""Character n-grams as bucket numbers: the one hash that training and serving share.

A text is folded (`hegui.moderation.fold`), its spaces are dropped, and every
run of one to three characters that is left is hashed into a table of
``2 ** bits`` buckets. No word list and no tokenizer: Chinese has no spaces to
cut at, and evasions break words before they break letters.

    text ─ fold ─ letters ─ n-grams ─ hash ─ buckets      each with its place

A text's feature vector is the count of each bucket divided by a number that
grows with the number of n-grams (`damping`). So a score is a sum over places,
which is what lets `embedded` say which characters made it.

>>> grams('赌博', bits=16).buckets.tolist() == grams('賭 博', bits=16).buckets.tolist()
True
>>> grams('', bits=16).buckets.tolist()
[]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from hegui.moderation.fold import codes_of
from hegui.moderation.kept import Kept

__all__ = ["BITS", "ORDERS", "Buckets", "Grams", "bucket_of", "damping", "grams"]

Buckets = npt.NDArray[np.uint32]

ORDERS: Final = (1, 2, 3)
"""Lengths of n-grams, in folded characters, ascending and without a gap from 1."""

BITS: Final = range(8, 23)
"""Table sizes that a model may have, as powers of two."""

_POWER: Final = 0.7
"""Between the square root, by which innocent texts pile up chance evidence with their length, and
the number itself, by which a longer request weighs no more than a short one (measured)."""

_LONG: Final = 120
"""N-grams, those of some 40 characters, from which each more only adds to the mean. Measured on
GAOKAO-Bench as a source left out: 1 % of its pages, of up to 2,500 characters, lie above a margin
of -0.1 so, and above 3.9 without, where a threshold lies at 1.9; recall does not suffer."""

_FIRST: Final = 0x9E3779B1
_NEXT: Final = 0x01000193
_MIX: Final = 0x85EBCA6B
_LAST: Final = 0xC2B2AE35
_WORD: Final = 0xFFFFFFFF

# The same as numpy has them; made once, since making one costs as much as using it.
_U_FIRST: Final = np.uint32(_FIRST)
_U_NEXT: Final = np.uint32(_NEXT)
_U_MIX: Final = np.uint32(_MIX)
_U_LAST: Final = np.uint32(_LAST)
_U_13: Final = np.uint32(13)
_U_15: Final = np.uint32(15)


class Grams(NamedTuple):
    """The n-grams of one text: all of order 1 by place, then all of order 2, and so on."""

    buckets: Buckets
    """Bucket of each n-gram, in ``[0, 2 ** bits)``."""

    counts: tuple[int, ...]
    """How many there are of each order; an order that the text is too short for is left out."""

    kept: Kept
    """The letters of the text, with the way back to the original."""


def grams(text: str, *, bits: int) -> Grams:
    """Return the n-grams of `text`, hashed into ``2 ** bits`` buckets.

    Args:
        text: any length; lone surrogates do no harm.
        bits: one of `BITS`.

    Notes:
        O(n); about 30 µs for 40 characters, nearly all of it numpy's calls.
    """
    kept = Kept(text)
    codes = codes_of(kept.text)
    state = first = codes * _U_FIRST
    states = [state]
    for order in ORDERS[1 : len(codes)]:
        state = (state[:-1] * _U_NEXT) ^ first[order - 1 :]
        states.append(state)
    mixed = np.concatenate(states)
    mixed = (mixed ^ (mixed >> _U_15)) * _U_MIX
    mixed = (mixed ^ (mixed >> _U_13)) * _U_LAST
    return Grams(mixed >> np.uint32(32 - bits), tuple(map(len, states)), kept)


def damping(count: int) -> float:
    """Return what the sum over a text's n-grams is divided by; 1.0 for a text without any.

    >>> damping(0), damping(1), damping(2400) / damping(1200)
    (1.0, 1.0, 2.0)
    """
    return math.pow(min(max(count, 1), _LONG), _POWER) * max(count / _LONG, 1.0)


def bucket_of(gram: Sequence[int], *, bits: int) -> int:
    """Return the bucket of one n-gram of code points: the definition, in plain arithmetic.

    What `grams` does at once for a text; kept apart so that a property test and
    another language can hold both against one definition.

    >>> bucket_of([ord('赌')], bits=16) == int(grams('赌', bits=16).buckets[0])
    True
    """
    state = (gram[0] * _FIRST) & _WORD
    for code in gram[1:]:
        state = ((state * _NEXT) & _WORD) ^ ((code * _FIRST) & _WORD)
    mixed = ((state ^ (state >> 15)) * _MIX) & _WORD
    mixed = ((mixed ^ (mixed >> 13)) * _LAST) & _WORD
    return mixed >> (32 - bits)
