"""The letters and digits of a text, which is what terms are matched over.

`Kept` is the folded text without its spaces, with the way back to the original
and the gaps between its characters. Offsets and gaps are worked out only when
somebody asks, since nearly all text holds nothing worth asking about.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from hegui.moderation.fold import LONG, Codes, decode, expand, is_kept, take
from hegui.moderation.gap import INVISIBLES, WIDE, gap_of
from hegui.moderation.tables.table import EXPANDED, INVISIBLE, table

__all__ = ["NO_WORD", "Kept", "is_word"]

_DIGITS_WORTH_A_LOOK: Final = 11
"""The shortest identifier has so many."""

NO_WORD: Final = "\u0e00"
"""From this character on, words are not set apart by spaces (some alphabets beyond it do; their
words are then found inside longer ones)."""

_ZERO: Final = np.uint32(ord("0"))
_TEN: Final = np.uint32(10)


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
        self._codes: Codes | None = None
        if len(original) < LONG:
            self.text = original.translate(table().kept)
        else:
            self._codes = codes = take(original)
            kept = codes[is_kept(codes)]
            self._visible = len(kept)
            if len(kept) and int(kept.max()) >= EXPANDED:
                kept, _ = expand(kept)
            self._kept = kept
            self.text = decode(kept)

    @cached_property
    def _origin(self) -> Sequence[int] | npt.NDArray[np.intp]:
        if self._codes is None:
            changes = table().changes
            origin: list[int] = []
            for at, char in enumerate(self.original):
                kept = changes.get(char, char)
                if kept != " ":
                    origin.extend([at] * len(kept))
            return origin
        wide, places = expand(self._codes)
        return places[is_kept(wide)]

    def place(self, at: int) -> int:
        """Return the place in the original of character `at` of `text`."""
        return int(self._origin[at])

    def gap(self, at: int) -> int:
        """Return the gap before character `at`; before the first and after the last it is wide."""
        if not 0 < at < len(self.text):
            return WIDE
        before, after = self.place(at - 1), self.place(at)
        return gap_of(self.original[before + 1 : after]) if after > before + 1 else 0

    def may_hold_number(self) -> bool:
        """Whether there are digits enough for an identifier. Cheap; never wrong when it says no."""
        # Chinese without its signs is nothing but letters, and that is told faster than counted.
        if len(self.text) < _DIGITS_WORTH_A_LOOK or self.text.isalpha():
            return False
        if self._codes is None:
            return True
        # Below "0" wraps around to the top, so one comparison tells.
        return int(np.count_nonzero(self._kept - _ZERO < _TEN)) >= _DIGITS_WORTH_A_LOOK

    def may_hide(self) -> bool:
        """Whether there are invisible characters enough to break the limit."""
        if self._codes is None or len(self._codes) - self._visible <= INVISIBLES:
            return False
        return int(np.count_nonzero(self._codes == INVISIBLE)) > INVISIBLES
