r"""Decide whether an occurrence of a key really is the phrase.

The matcher looks at kept characters and so sees "as soon" as "assoon". The
conditions that make such an occurrence a finding or not are these:

* *Whole words.* A term that begins or ends with a letter or digit is not found
  inside a longer word, unless its entry says ``whole = false``.
* *Parted words.* Where the term has a space, the text may have any signs or
  none. Where it has none, letters parted by signs still count when they are
  spelled out one by one (``c o c a i n e``, ``k-i-l-l``), so "ana lab" is not
  "anal ab"; terms of fewer than four characters are never spelled out, since
  spelled words hold them by accident ("c l a s s").
* *Phrases alone.* An entry may ask for signs, or the ends of the text, on both
  sides, so that a short phrase is not found inside another.
* *Stretched characters.* Between Han characters up to sixteen signs may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hegui.moderation.gap import SEPARATORS, width
from hegui.moderation.kept import is_word
from hegui.moderation.lexicon import Phrase

__all__ = ["LOOK_AHEAD", "LOOK_BACK", "is_phrase"]

SPELLED: Final = 4
"""Shortest key that is found when its letters are spelled out one by one."""

LOOK_BACK: Final = 1
"""Kept characters before an occurrence that the decision depends on."""

LOOK_AHEAD: Final = 1
"""Kept characters after an occurrence that the decision depends on."""


def is_phrase(  # noqa: PLR0913 - a phrase, a text and a place in it
    phrase: Phrase,
    text: Sequence[str],
    gap: Callable[[int], int],
    start: int,
    end: int,
    *,
    whole: bool,
    alone: bool = False,
) -> bool:
    """Return whether ``text[start:end]``, which equals the key, is the phrase.

    Args:
        phrase: what is looked for.
        text: kept characters, with `LOOK_BACK` before and `LOOK_AHEAD` after
            where the original has them.
        gap: the gap before a character; asked for ``start`` to ``end``.
        start: first character.
        end: one past the last.
        whole: not inside a longer word.
        alone: signs, or the ends of the text, on both sides.
    """
    if alone and not (width(gap(start)) and width(gap(end))):
        return False
    if whole and not _is_whole(text, gap, start, end):
        return False
    for at in range(start + 1, end):
        parted = width(gap(at))
        if not parted:
            continue
        if parted > SEPARATORS:
            return False
        if (
            at - start not in phrase.breaks
            and is_word(text[at - 1])
            and is_word(text[at])
            and not (
                end - start >= SPELLED and _is_alone(text, gap, at - 1) and _is_alone(text, gap, at)
            )
        ):
            return False
    return True


def _joins(text: Sequence[str], gap: Callable[[int], int], at: int) -> bool:
    """Whether characters `at` - 1 and `at` belong to one word."""
    return 0 < at < len(text) and is_word(text[at - 1]) and is_word(text[at]) and not width(gap(at))


def _is_whole(text: Sequence[str], gap: Callable[[int], int], start: int, end: int) -> bool:
    return not _joins(text, gap, start) and not _joins(text, gap, end)


def _is_alone(text: Sequence[str], gap: Callable[[int], int], at: int) -> bool:
    """Whether a character is a word of one letter."""
    return not _joins(text, gap, at) and not _joins(text, gap, at + 1)
