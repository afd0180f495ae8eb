"""Find where terms may stand, so that the automaton looks at those places only.

Each key is represented by one pair of its neighbouring characters, the one that
should be rarest in ordinary text, and by that pair with one character beside it
in the key. A pair in the text that no key is represented by costs a few numpy
operations and no step of the automaton. Around the others the automaton is
asked, as far to both sides as the longest key of that anchor reaches. So every
occurrence is found that the automaton alone would find.

    text ─ pairs ─ threes ─ windows ─ automaton ─ occurrences

Where windows would cover much of the text, the automaton reads it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from hegui.moderation.fold import Codes, Units, codes_of

__all__ = ["FARTHEST", "Anchors"]

_BLOCK: Final = 1 << 13
"""Code points at a time, so that what lies between two operations stays in the cache."""

FARTHEST: Final = 254
"""Characters to one side of an anchor that a byte of the table can tell."""

_SPARSE: Final = 16
"""Places of the table for each key, at least: so one stranger in sixteen is looked at."""

_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_THIRD, _KIND = np.uint32(0xC2B2AE35), np.uint32(0x27D4EB2F)

_ALONE, _RIGHT, _LEFT = _KINDS = (np.uint8(1), np.uint8(2), np.uint8(4))
"""What a key is represented by besides its pair: nothing if it is no more, or a neighbour of it."""

_COMMON: Final = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本"
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电"
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马"
)
"""Han characters, the most frequent first."""

_LETTERS: Final = "etaoinshrdlcumwfgypbvkjxqz0123456789"

Places = npt.NDArray[np.intp]


class Anchors:
    """The pairs and threes that keys are represented by, as two tables of bytes.

    Args:
        keys: at least one; each of at most `FARTHEST` characters.

    Notes:
        32 bytes a key and more, up to a power of two: 4 MB for 100,000. Building takes
        about 1 µs a key.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
        singles = [ord(key) for key in keys if len(key) == 1]
        self._singles: npt.NDArray[np.bool_] | None = None
        if singles:
            self._singles = np.zeros(0x110000, dtype=np.bool_)
            self._singles[singles] = True
        bits = max(12, (len(keys) * _SPARSE - 1).bit_length())
        self._shift = np.uint32(32 - bits)
        self._pairs = np.zeros(1 << bits, dtype=np.uint8)
        """The kinds of keys that a pair represents, each a bit; 0 where it represents none."""
        self._threes = np.zeros(1 << bits, dtype=np.uint8)
        """How far a key may reach from the beginning of its anchor; 1 for the pair itself."""
        paired = lengths > 1
        if paired.any():
            self._fill(
                codes_of("".join(keys)), (np.cumsum(lengths) - lengths)[paired], lengths[paired]
            )

    def _fill(self, codes: Codes, begins: Places, lengths: Places) -> None:
        """Note the anchor of each key of two characters and more, and how far the key reaches."""
        at = _rarest(codes, begins, lengths - 1)
        first, second = codes[at], codes[at + 1]
        before, after = at - begins, begins + lengths - 2 - at
        far = (np.maximum(before, after) + 1).astype(np.uint8)
        kinds = np.where(after > 0, _RIGHT, np.where(before > 0, _LEFT, _ALONE))
        np.bitwise_or.at(self._pairs, self._slots(first, second), kinds)
        for kind in _KINDS:
            these = kinds == kind
            slots = self._slots(first[these], second[these], _beside(codes, at[these], kind))
            np.maximum.at(self._threes, slots, far[these])

    def _slots(
        self, first: Codes | Units, second: Codes | Units, more: Codes | None = None
    ) -> Codes:
        slots: Codes = np.multiply(first, _FIRST, dtype=np.uint32)
        slots += np.multiply(second, _SECOND, dtype=np.uint32)
        if more is not None:
            slots ^= more
            slots *= _FIRST
        slots >>= self._shift
        return slots

    def windows(self, codes: Codes | Units) -> tuple[Places, Places]:
        """Return starts and stops of the stretches in which a key may stand: sorted, apart."""
        places, reaches = self._anchored(codes)
        if not len(places):
            return places, places
        starts = np.maximum(places - reaches + 1, 0)
        order = np.argsort(starts, kind="stable")
        starts = starts[order]
        stops = np.maximum.accumulate(np.minimum(places + reaches + 1, len(codes))[order])
        opens = np.concatenate(([True], starts[1:] > stops[:-1]))
        closes = np.concatenate((opens[1:], [True]))
        return starts[opens], stops[closes]

    def _anchored(self, codes: Codes | Units) -> tuple[Places, Places]:
        """Return the places of anchors, and how far a key may reach from each."""
        places: list[Places] = []
        kinds: list[npt.NDArray[np.uint8]] = []
        for begin in range(0, len(codes), _BLOCK):
            part = codes[begin : begin + _BLOCK + 1].astype(np.uint32, copy=False)
            # Every slot is inside; with a mode numpy need not look first.
            told = self._pairs.take(self._slots(part[:-1], part[1:]), mode="clip")
            here = np.flatnonzero(told != 0)
            if len(here):
                places.append(here + begin)
                kinds.append(told[here])
        at = far = np.empty(0, dtype=np.intp)
        if places:
            at = np.concatenate(places)
            far = self._reaches(codes, at, np.concatenate(kinds))
            at, far = at[far > 0], far[far > 0]
        if self._singles is not None:
            alone = np.flatnonzero(self._singles.take(codes))
            at = np.concatenate((at, alone))
            far = np.concatenate((far, np.ones(len(alone), dtype=np.intp)))
        return at, far

    def _reaches(self, codes: Codes | Units, at: Places, kinds: npt.NDArray[np.uint8]) -> Places:
        """Return for places of pairs how far a key may reach from each, 0 for no key at all."""
        reaches = np.zeros(len(at), dtype=np.intp)
        for kind in _KINDS:
            these = np.flatnonzero(kinds & kind)
            if len(these):
                here = at[these]
                slots = self._slots(codes[here], codes[here + 1], _beside(codes, here, kind))
                reaches[these] = np.maximum(reaches[these], self._threes.take(slots))
        return reaches


def _beside(codes: Codes | Units, at: Places, kind: np.uint8) -> Codes:
    """Return for pairs a number of their kind and of the neighbour that it takes in."""
    told = np.uint32(kind) * _KIND
    if kind == _ALONE:
        return np.full(len(at), told, dtype=np.uint32)
    # Past an end any character may stand in: a key that is not there is not found by it.
    beside: Codes = codes.take(at + 2 if kind == _RIGHT else at - 1, mode="clip") * _THIRD
    beside += told
    return beside


def _rarest(codes: Codes, begins: Places, pairs: Places) -> Places:
    """Return the place of the rarest pair of each key, the first of equals.

    Args:
        codes: all keys, one after the other.
        begins: where each key begins.
        pairs: how many pairs each has, at least one.
    """
    common = _commonness().take(codes)
    inside = np.arange(int(pairs.sum())) + np.repeat(begins - (np.cumsum(pairs) - pairs), pairs)
    weights = common[inside] * common[inside + 1]
    edges = np.cumsum(pairs) - pairs
    least = np.repeat(np.minimum.reduceat(weights, edges), pairs)
    # Of the pairs that weigh as little as the least of their key, the first.
    owner = np.repeat(np.arange(len(begins)), pairs)
    equal = np.flatnonzero(weights == least)
    is_first = np.concatenate(([True], owner[equal][1:] != owner[equal][:-1]))
    rarest: Places = inside[equal[is_first]]
    return rarest


def _commonness() -> npt.NDArray[np.float32]:
    """Return how common each code point should be in ordinary text; a guess by rank."""
    weights = np.full(0x110000, 1 / 2_000, dtype=np.float32)
    for listed in (_COMMON, _LETTERS):
        weights[[ord(char) for char in listed]] = 1 / np.arange(8, len(listed) + 8)
    return weights
