"""Digit groups that might be an identifier, as every digit rule gets them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hegui.moderation.gap import JOINT, POINT, width
from hegui.moderation.identifiers.kind import Kind
from hegui.moderation.kept import is_word

__all__ = ["DIGITS", "Candidate", "DigitRule", "is_linked"]

DIGITS: Final = frozenset("0123456789")


def is_linked(gap: int) -> bool:
    """Whether digits on both sides of a gap may belong to one number."""
    return gap == 0 or bool(gap & JOINT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sequence of whole groups of digits, parted by spaces, hyphens or brackets."""

    text: Sequence[str]
    """Kept characters, with `context.REACH` before the candidate where the original has them."""

    gap: Callable[[int], int]
    """The gap before a character."""

    bounds: Sequence[int]
    """The first character of each group, and one past the last group."""

    follows: Sequence[int]
    """First characters of the groups that follow in the chain, and one past the last of them."""

    digits: str
    """All its digits."""

    @property
    def start(self) -> int:
        """Its first character."""
        return self.bounds[0]

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.bounds[-1]

    @property
    def lengths(self) -> tuple[int, ...]:
        """Digits of each group."""
        bounds = self.bounds
        return tuple(bounds[at + 1] - bounds[at] for at in range(len(bounds) - 1))

    def goes_on(self) -> bool:
        """Whether a letter follows at once, or the digits are the whole part of a decimal."""
        end = self.end
        if end >= len(self.text):
            return False
        after = self.gap(end)
        if self.text[end] in DIGITS:
            return bool(after & POINT)
        return not width(after) and is_word(self.text[end])

    def touches_letter(self) -> bool:
        """Whether a letter stands right before it, in the same word."""
        start = self.start
        return start > 0 and not width(self.gap(start)) and is_word(self.text[start - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitRule:
    """Recognises one kind among digit groups."""

    kind: Kind

    lengths: frozenset[int]
    """Numbers of digits that it wants to see; no other candidate is shown to it."""

    find: Callable[[Candidate], tuple[int, int] | None]
    """Returns the range of kept characters, or None. It may look at `text` from
    `context.REACH` before the candidate to one character after it, or to the end of the word
    if `runs_on`."""

    runs_on: bool = False
    """Letters may follow the digits in one word."""

    letters: frozenset[str] = frozenset()
    """First letters that it may begin with, before the digits."""

    announced: Callable[[str], bool] | None = None
    """For a rule with `letters`: whether what stands before may announce it."""

    least: int = 7
    """Fewest digits in a row that it wants, signs left out."""

    asked: tuple[str, ...] = ()
    """Words one of which stands before it always; empty when it may do without."""
