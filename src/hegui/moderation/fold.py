r"""Fold text, so that one term finds all ways to write it, and keep the way back.

Full-width, circled, mathematical and accented letters become plain ones, case
goes, traditional characters become simplified, Cyrillic and Greek letters that
look Latin become Latin, digits of any script become ASCII. Zero-width and
combining characters disappear; every space, sign or symbol becomes one space.
Nothing is translated: homophones and split characters are other steps.

Each code point is folded for itself, so folding a text in pieces gives the
pieces of the folded text. Streams depend on that.

>>> fold('Ｈ\u200bＥ①').text
'he1'
>>> fold('Ｈ\u200bＥ①').locate(Span(0, 2))
Span(start=0, end=3)
>>> fold('賣！Сосаine').text
'卖 cocaine'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from hegui.finding import Span
from hegui.moderation.tables.table import EXPANDED, INVISIBLE, SEPARATOR, table

__all__ = ["Folded", "fold", "fold_by_dictionary", "fold_by_table"]

LONG: Final = 96
"""Code points from which the numpy path is the cheaper one (measured)."""


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Folded text and where each of its characters came from."""

    text: str

    origin: Sequence[int]
    """``len(origin) == len(text)``, non-decreasing: place in the original, in code points."""

    def locate(self, span: Span) -> Span:
        """Return the place in the original of a range of `text`.

        Raises:
            ValueError: the range is empty or reaches past the end.
        """
        if not span.start < span.end <= len(self.text):
            raise ValueError(f"expected a range within [0, {len(self.text)}); got {span}")
        return Span(int(self.origin[span.start]), int(self.origin[span.end - 1]) + 1)


def fold(text: str) -> Folded:
    """Return `text` folded, with offsets into the original.

    Args:
        text: any length; lone surrogates are kept as they are.

    Returns:
        `Folded`. Folding its text again changes nothing.

    Notes:
        O(n). Short text goes through a dictionary and long text through numpy,
        with equal results.

    Source:
        Unicode Standard Annex #15 (NFKD); UTS #39 on look-alikes and invisibles.
    """
    return fold_by_table(text) if len(text) >= LONG else fold_by_dictionary(text)


def fold_by_dictionary(text: str) -> Folded:
    """Return what `fold` returns, one character at a time."""
    changes = table().changes
    out: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        kept = changes.get(char, char)
        out.append(kept)
        origin.extend([at] * len(kept))
    return Folded("".join(out), origin)


def fold_by_table(text: str) -> Folded:
    """Return what `fold` returns, by one table take."""
    codes, origin = expand(take(text))
    shown = codes != INVISIBLE
    if not shown.all():
        codes, origin = codes[shown], origin[shown]
    return Folded(decode(codes), origin.tolist())


Codes = npt.NDArray[np.uint32]
"""Code points, or values of `FoldTable.codes`."""

Units = npt.NDArray[np.uint16]
"""Code points of the first plane, or values of `FoldTable.units`."""


def codes_of(text: str) -> Codes:
    """Return the code points of `text`; lone surrogates are some, too.

    As numpy's own text it takes a third of the time of a codec.
    """
    if not text:
        return np.empty(0, dtype=np.uint32)
    return np.array([text]).view(np.uint32)


def take(text: str) -> Codes:
    """Return the table's value for each code point of `text`."""
    return table().codes.take(codes_of(text))


def decode(codes: Codes | Units) -> str:
    """Return code points as text; the last of them must not be 0.

    As numpy's own text it takes a fifth of the time of a codec.
    """
    if not len(codes):
        return ""
    text: str = codes.astype(np.uint32, copy=False).view(f"<U{len(codes)}").item()
    return text


def expand(codes: Codes) -> tuple[Codes, npt.NDArray[np.intp]]:
    """Return code points only, with each one's place in the original."""
    origin = np.arange(len(codes), dtype=np.intp)
    places = np.flatnonzero(codes >= EXPANDED)
    if not len(places):
        return codes, origin
    expansions = table().expansions
    texts = [expansions[int(codes[at]) - EXPANDED] for at in places]
    lengths = np.ones(len(codes), dtype=np.intp)
    lengths[places] = [len(text) for text in texts]
    starts = np.cumsum(lengths) - lengths
    wide = np.repeat(codes, lengths)
    for at, text in zip(places, texts, strict=True):
        start = int(starts[at])
        wide[start : start + len(text)] = [ord(char) for char in text]
    return wide, np.repeat(origin, lengths)


def is_kept(codes: Codes) -> npt.NDArray[np.bool_]:
    """Return which values are neither invisible nor separators."""
    kept: npt.NDArray[np.bool_] = codes > SEPARATOR
    return kept
