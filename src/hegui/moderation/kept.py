"""The letters and digits of a text, which is what terms are matched over.

`Kept` is the folded text without its spaces, with the way back to the original
and the gaps between its characters. Offsets and gaps are worked out only when
somebody asks, since nearly all text holds nothing worth asking about.

Three ways lead to the same characters. A few characters are translated through
a dictionary. Text of the first plane, which is nearly all text, is taken through
a table of 16 bits; characters beyond it are put right afterwards. Text with a
character that folds to several, or with a lone surrogate, is taken through the
table of 32 bits.
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

from hegui.moderation.fold import Codes, decode, expand, is_kept, take
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

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
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
        self._units: npt.NDArray[np.uint16] | None = None
        if len(original) <= SHORT:
            self.text = original.translate(table().kept)
            return
        try:
            packed = original.encode("utf-16-le")
        except UnicodeEncodeError:
            self.text = _by_code_points(original)
            return
        units = table().units.take(np.frombuffer(packed, dtype=np.uint16), mode="clip")
        text = units[units > SEPARATOR].tobytes().decode("utf-16-le")
        if _MANY in text:
            self.text = _by_code_points(original)
            return
        self._units = units
        self.text = text if len(units) == len(original) else _ASTRAL.sub(_kept_astral, text)

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
        if self._units is not None and len(self._units) == len(self.original):
            return _as_array(np.flatnonzero(self._units > SEPARATOR))
        wide, places = expand(take(self.original))
        return _as_array(places[is_kept(wide)])

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
        units = self._units
        if units is None or len(self.text) < _VECTORS or len(units) != len(self.original):
            yield from (run.span() for run in _digits(least).finditer(self.text))
            return
        kept = units[units > SEPARATOR]
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
        units = self._units
        if units is None:
            return int(np.count_nonzero(take(self.original) == INVISIBLE)) > INVISIBLES
        # Half a pair is no character more, and none of both is invisible in `units`.
        is_thin = len(units) - len(self.text) <= INVISIBLES and len(units) == len(self.original)
        return not is_thin and self._invisibles(units) > INVISIBLES

    def _invisibles(self, units: npt.NDArray[np.uint16]) -> int:
        if len(units) != len(self.original):
            return int(np.count_nonzero(take(self.original) == INVISIBLE))
        return len(units) - int(np.count_nonzero(units))


@cache
def _digits(least: int) -> re.Pattern[str]:
    return re.compile(f"[0-9]{{{least},}}")


def _kept_astral(match: re.Match[str]) -> str:
    char = match[0]
    kept = table().changes.get(char, char)
    return "" if kept == " " else kept


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
