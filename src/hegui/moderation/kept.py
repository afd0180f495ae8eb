"""The letters and digits of a text, which is what terms are matched over.

`Kept` is the folded text without its spaces, with the way back to the original
and the gaps between its characters. Offsets and gaps are worked out only when
somebody asks, since nearly all text holds nothing worth asking about.

Three ways lead to the same characters. A few characters are translated through
a dictionary. Longer text is taken through a table of 16 bits; the few characters
that fold to several, and those beyond the first plane, are put right afterwards.
Where they are many, the text is taken through the table of 32 bits.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from hegui.moderation.fold import Codes, Units, codes_of, decode, expand, is_kept, take
from hegui.moderation.gap import INVISIBLES, WIDE, gap_of
from hegui.moderation.tables.table import EXPANDED, INVISIBLE, MANY, SEPARATOR, table

__all__ = ["NO_WORD", "Kept", "is_word"]

SHORT: Final = 96
"""Code points up to which a dictionary is cheaper than numpy's calls, which lie cold in memory when
requests come now and then: 5 against 59 µs at 28, 14 against 93 at 96 (measured so)."""

_VECTORS: Final = 2048
"""Code points from which numpy finds digits faster than a pattern (measured)."""

NO_WORD: Final = "\u0e00"
"""From this character on, words are not set apart by spaces (some alphabets beyond it do; their
words are then found inside longer ones)."""

_RARE: Final = 16
"""One in so many characters may fold to several, or lie beyond the first plane, and be put right by
itself."""

_ZERO: Final = np.uint16(ord("0"))
_TEN: Final = np.uint16(10)
_MANY: Final = chr(MANY)


def is_word(char: str) -> bool:
    """Whether a kept character belongs to words with spaces between them.

    True of letters and digits of alphabetic scripts, false of Han, kana, Hangul
    and Thai, where words are not set apart.

    >>> is_word('a'), is_word('7'), is_word('字')
    (True, True, False)
    """
    return char < NO_WORD and char.isalnum()


class Kept:
    """The kept characters of one whole text."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.codes: Codes | Units | None = None
        """`text` as code points, where it was made from such; else None."""
        self._folded: Units | None = None
        """The table's value for each character of the original, where it was asked."""
        self._is_one_to_one = False
        if len(original) <= SHORT:
            self.text = original.translate(table().kept)
            return
        raw = codes_of(original)
        folded = table().units.take(raw, mode="clip")
        kept: Codes | Units = folded[folded > SEPARATOR]
        self._is_one_to_one = int(kept.max(initial=0)) != MANY
        text = decode(kept)
        if not self._is_one_to_one:
            several = raw[folded == MANY]
            if len(several) * _RARE > len(original):
                self.text = _by_code_points(original)
                return
            text = _with_expansions(text, several)
            kept = codes_of(text)
        self.text = text
        self.codes = kept
        self._folded = folded

    @cached_property
    def _origin(self) -> array[int]:
        """Places in the original; an array, since its items are read one by one."""
        if len(self.original) <= SHORT:
            changes = table().changes
            origin = array("q")
            for at, char in enumerate(self.original):
                kept = changes.get(char, char)
                if kept != " ":
                    origin.extend([at] * len(kept))
            return origin
        folded = self._folded
        if folded is not None:
            places = np.flatnonzero(folded > SEPARATOR)
            if not self._is_one_to_one:
                places = np.repeat(places, self._lengths(places, folded[places]))
            return _as_array(places)
        wide, places = expand(take(self.original))
        return _as_array(places[is_kept(wide)])

    def _lengths(self, places: npt.NDArray[np.intp], folded: Units) -> npt.NDArray[np.intp]:
        """Return how many kept characters each of these places folds to."""
        several = np.flatnonzero(folded == MANY)
        lengths = np.ones(len(places), dtype=np.intp)
        lengths[several] = [len(_kept(self.original[at])) for at in places[several].tolist()]
        return lengths

    def place(self, at: int) -> int:
        """Return the place in the original of character `at` of `text`."""
        return self._origin[at]

    def index(self, place: int) -> int:
        """Return the first character of `text` that does not stand before a place."""
        return bisect_left(self._origin, place)

    def gap(self, at: int) -> int:
        """Return the gap before character `at`; before the first and after the last it is wide."""
        if not 0 < at < len(self.text):
            return WIDE
        origin = self._origin
        before, after = origin[at - 1], origin[at]
        return gap_of(self.original[before + 1 : after]) if after > before + 1 else 0

    def is_together(self, start: int, stop: int) -> bool:
        """Whether nothing stands between the characters from `start` to `stop`."""
        origin = self._origin
        return origin[stop - 1] - origin[start] == stop - 1 - start

    def gaps(self, start: int, stop: int) -> Callable[[int], int]:
        """Return `gap`, with the gaps between `start` and `stop` worked out already."""
        first = max(start - 1, 0)
        places = self._origin[first : stop + 1]
        known = {
            first + at: gap_of(self.original[places[at - 1] + 1 : places[at]])
            if places[at] > places[at - 1] + 1
            else 0
            for at in range(1, len(places))
        }
        other = self.gap

        def gap(at: int) -> int:
            found = known.get(at)
            return other(at) if found is None else found

        return gap

    def runs(self, least: int) -> Iterator[tuple[int, int]]:
        """Yield each run of at least so many digits, as long as it goes."""
        kept = self.codes
        if kept is None or len(kept) < _VECTORS:
            yield from (run.span() for run in _digits(least).finditer(self.text))
            return
        # Below "0" wraps around to the top, so one comparison tells.
        digits = np.flatnonzero(kept - _ZERO < _TEN)
        if len(digits) < least:
            return
        breaks = np.flatnonzero(np.diff(digits) != 1)
        starts = digits[np.concatenate(([0], breaks + 1))]
        stops = digits[np.concatenate((breaks, [len(digits) - 1]))] + 1
        for at in np.flatnonzero(stops - starts >= least):
            yield int(starts[at]), int(stops[at])

    def may_hide(self) -> bool:
        """Whether there are invisible characters enough to break the limit."""
        if len(self.original) <= INVISIBLES:
            return False
        folded = self._folded
        if folded is None or not self._is_one_to_one:
            return int(np.count_nonzero(take(self.original) == INVISIBLE)) > INVISIBLES
        # Where few characters are gone, they need not be told apart.
        gone = len(folded) - len(self.text)
        return gone > INVISIBLES and len(folded) - int(np.count_nonzero(folded)) > INVISIBLES


@cache
def _digits(least: int) -> re.Pattern[str]:
    return re.compile(f"[0-9]{{{least},}}")


def _with_expansions(text: str, several: Codes) -> str:
    """Return text with what each of some characters folds to in the places of `MANY`."""
    first, *others = text.split(_MANY)
    out = [first]
    for char, other in zip(map(chr, several.tolist()), others, strict=True):
        out += (_kept(char), other)
    return "".join(out)


def _kept(char: str) -> str:
    folded = table().changes.get(char, char)
    return "" if folded == " " else folded


def _as_array(places: npt.NDArray[np.intp]) -> array[int]:
    origin = array("q")
    origin.frombytes(places.astype(np.int64, copy=False).tobytes())
    return origin


def _by_code_points(text: str) -> str:
    codes: Codes = take(text)
    kept = codes[is_kept(codes)]
    if len(kept) and int(kept.max()) >= EXPANDED:
        kept, _ = expand(kept)
    return decode(kept)
