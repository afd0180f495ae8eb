"""Find many terms in one pass: the protocol, and its implementations on daachorse.

A matcher knows nothing of words, gaps or categories. It is given keys and tells
where each occurs in kept characters; conditions come after (`confirm`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import daachorse
import numpy as np

from hegui.moderation.anchors import FARTHEST, Anchors
from hegui.moderation.fold import Codes, Units, codes_of, decode

__all__ = [
    "WASTEFUL",
    "AnchoredMatcher",
    "BytewiseMatcher",
    "DaachorseMatcher",
    "Matcher",
    "give_back",
    "make_matcher",
]

MANY: Final = 200_000
"""Keys from which the automaton over bytes is chosen: a tenth of the time to build, and at such
sizes no slower to scan."""

WASTEFUL: Final = 20_000
"""Keys from which what building leaves over is worth giving back."""

SPARED: Final = 1_000
"""Keys from which the automaton is asked about windows only, where a text is long."""

SHORT: Final = 16_384
"""Code points below which the automaton alone is quicker (measured at 10,000 keys)."""

_COVERED: Final = 0.5
"""The share of the text from which windows are not worth cutting out."""

_BETWEEN: Final = "\uffff"
"""Stands between windows; no character, which no key may hold."""

_ASCII: Final = np.uint16(0x80)


class Matcher(Protocol):
    """Finds keys in text.

    An implementation must report every occurrence of every key, overlapping
    ones too, in any order, and must be usable by several threads at once.

        class Naive:
            def __init__(self, keys):
                self.keys = keys

            def find(self, text):
                return [
                    (at, at + len(key), number)
                    for number, key in enumerate(self.keys)
                    for at in range(len(text))
                    if text.startswith(key, at)
                ]
    """

    def find(self, text: str) -> Iterable[tuple[int, int, int]]:
        """Return start, end and number of key of each occurrence, in code points."""


class DaachorseMatcher:
    """A double-array Aho-Corasick automaton over code points.

    Notes:
        Building takes about 2 µs a key, a scan about 10 ns a character. The
        scan releases the interpreter lock.

    >>> sorted(DaachorseMatcher(['ab', 'bc']).find('abc'))
    [(0, 2, 0), (1, 3, 1)]
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(keys)) if keys else None
        if len(keys) >= WASTEFUL:
            give_back()

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return start, end and number of key of each occurrence, in code points."""
        if self._automaton is None:
            return []
        try:
            return self._automaton.find_overlapping(text)
        except UnicodeEncodeError:
            return self._automaton.find_overlapping(_without_surrogates(text))

    def occurs(self, text: str) -> bool:
        """Tell whether any key occurs in a text without lone surrogates."""
        return self._automaton is not None and bool(self._automaton.find(text))


class BytewiseMatcher:
    """A double-array Aho-Corasick automaton over the bytes of UTF-8, for very many keys.

    Notes:
        Building takes about 5 µs a key. Places are counted back to code points only
        when something occurs.

    >>> BytewiseMatcher(['博网']).find('赌博网')
    [(1, 3, 0)]
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._automaton = daachorse.DoubleArrayAhoCorasick([key.encode() for key in keys])
        give_back()

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return start, end and number of key of each occurrence, in code points."""
        try:
            packed = text.encode()
        except UnicodeEncodeError:
            packed = _without_surrogates(text).encode()
        found: list[tuple[int, int, int]] = self._automaton.find_overlapping(packed)
        if not found:
            return []
        # A byte that continues a character begins with the bits 10.
        begins = (np.frombuffer(packed, dtype=np.uint8) & 0xC0) != 0x80
        before = np.concatenate(([0], np.cumsum(begins)))
        places = np.array(found, dtype=np.int64)
        places[:, :2] = before[places[:, :2]]
        return [(start, end, key) for start, end, key in places.tolist()]


class AnchoredMatcher:
    """A matcher that asks its automaton only where anchors stand.

    Args:
        keys: as the automaton has them; none of them empty.
        plain: the automaton over the same keys.
        short: code points below which `plain` is asked about the whole text.

    Notes:
        Text without anchors costs some 5 ns a character, whatever the number of keys.

    >>> keys = ['赌博网', '博网']
    >>> sorted(AnchoredMatcher(keys, DaachorseMatcher(keys), short=0).find('的' * 20 + '赌博网'))
    [(20, 23, 0), (21, 23, 1)]
    """

    def __init__(self, keys: Sequence[str], plain: Matcher, *, short: int = SHORT) -> None:
        self.plain: Final = plain
        self._short = short
        usable = keys and max(map(len, keys)) <= FARTHEST and not any(_BETWEEN in k for k in keys)
        self._anchors = Anchors(keys) if usable else None

    def find(self, text: str) -> Iterable[tuple[int, int, int]]:
        """Return start, end and number of key of each occurrence, in code points."""
        return self.find_codes(text, codes_of(text))

    def find_codes(self, text: str, codes: Codes | Units) -> Iterable[tuple[int, int, int]]:
        """Return what `find` returns, with the text's code points at hand."""
        if self._anchors is None or len(text) < self._short or _is_latin(codes):
            return self.plain.find(text)
        starts, stops = self._anchors.windows(codes)
        lengths = stops - starts
        covered = int(lengths.sum())
        if covered > len(text) * _COVERED:
            return self.plain.find(text)
        if not covered:
            return []
        # Windows one after the other, a stranger after each.
        begins = np.cumsum(lengths + 1) - lengths - 1
        inside = np.arange(covered + len(starts)) + np.repeat(starts - begins, lengths + 1)
        cut = codes.take(inside, mode="clip")
        cut[begins + lengths] = ord(_BETWEEN)
        found = list(self.plain.find(decode(cut)))
        if not found:
            return []
        places = np.array(found, dtype=np.int64)
        window = np.searchsorted(begins, places[:, 0], side="right") - 1
        places[:, :2] += (starts - begins)[window][:, np.newaxis]
        return [(start, end, key) for start, end, key in places.tolist()]


def _is_latin(codes: Codes | Units) -> bool:
    """Whether most of a text is of one byte a character.

    Automatons over Chinese keys leave their first state seldom there, and read it twice
    as quickly as windows are found (measured).
    """
    return int(np.count_nonzero(codes < _ASCII)) * 2 > len(codes)


def give_back() -> None:
    """Let the C library return what building left over: twice the automaton's own memory.

    Only glibc has the call; elsewhere nothing is done.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def make_matcher(keys: Sequence[str]) -> Matcher:
    """Return the matcher that suits so many keys."""
    plain = BytewiseMatcher(keys) if len(keys) >= MANY else DaachorseMatcher(keys)
    if len(keys) < SPARED:
        return plain
    made = AnchoredMatcher(keys, plain)
    give_back()
    return made


def _without_surrogates(text: str) -> str:
    """Return text with a stranger for each lone surrogate, which has no UTF-8 form.

    No key holds one, so any stranger may stand in.
    """
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
