"""Moderation as a reader of its manual would write it: slow, short, and with no code of the engine.

The fold table's file is read anew, every term is tried at every place, and each
condition is one sentence of the manual. Nothing here is fast or shared with what
it judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import hegui.moderation.tables
from hegui.moderation.lexicon import Term

__all__ = ["NaiveText", "naive_findings", "naive_fold"]

_TABLE: Final = Path(hegui.moderation.tables.__file__).with_name("fold.txt")
_MOST_SIGNS: Final = 16
_MOST_UNSEEN: Final = 128
_SHORTEST_SPELLED: Final = 4


@cache
def _targets() -> dict[str, str]:
    """What each code point that changes becomes: ``~`` nothing, ``.`` a sign, else characters."""
    targets = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        place, what = line.split(" ", 1)
        ends = [int(end, 16) for end in place.split("-")]
        for step, code in enumerate(range(ends[0], ends[-1] + 1)):
            if what in {".", "~"}:
                targets[chr(code)] = what
            else:
                first, *others = (int(each, 16) for each in what.split())
                targets[chr(code)] = chr(first + step) + "".join(map(chr, others))
    return targets


def naive_fold(text: str) -> str:
    """Return what folding makes of a text: signs are spaces."""
    targets = _targets()
    kept = []
    for char in text:
        what = targets.get(char, char)
        kept.append("" if what == "~" else " " if what == "." and char in targets else what)
    return "".join(kept)


@dataclass
class NaiveText:
    """Letters of a folded text, where they stand, and what lies before each."""

    text: str
    letters: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    """Signs before each letter, and after the last; more than sixteen, or too much that cannot be
    seen, is a hundred, and so are the ends of the text."""

    def __post_init__(self) -> None:
        """Fold it, code point by code point."""
        targets = _targets()
        signs, unseen = 100, 0
        for place, char in enumerate(self.text):
            what = targets.get(char, char)
            if char in targets and what == ".":
                signs += 1
            elif char in targets and what == "~":
                unseen += 1
            else:
                for letter in what:
                    too_much = signs > _MOST_SIGNS or unseen > _MOST_UNSEEN
                    self.letters.append(letter)
                    self.places.append(place)
                    self.signs.append(100 if too_much else signs)
                    signs = unseen = 0
        self.signs.append(100)

    def find(self, wanted: NaiveText) -> list[int]:
        """Return where the letters of another text stand among these."""
        size = len(wanted.letters)
        return [
            at
            for at in range(len(self.letters) - size + 1)
            if self.letters[at : at + size] == wanted.letters
        ]

    def span(self, at: int, size: int) -> tuple[int, int]:
        """Return the range of the original for some letters."""
        return self.places[at], self.places[at + size - 1] + 1

    def is_word(self, at: int) -> bool:
        """Whether a letter is of a script with spaces between words."""
        return self.letters[at] < "\u0e00" and self.letters[at].isalnum()

    def is_inside(self, at: int) -> bool:
        """Whether a word goes on across the place before a letter."""
        is_between = 0 < at < len(self.letters)
        return is_between and self.is_word(at - 1) and self.is_word(at) and not self.signs[at]

    def is_one_letter_word(self, at: int) -> bool:
        """Whether a letter stands between signs, or between other scripts."""
        return not self.is_inside(at) and not self.is_inside(at + 1)


def _stands(text: NaiveText, wanted: NaiveText, at: int, *, whole: bool, alone: bool) -> bool:
    """Whether what stands there is the phrase and not an accident."""
    size = len(wanted.letters)
    if alone and not (text.signs[at] and text.signs[at + size]):
        return False
    if whole and (text.is_inside(at) or text.is_inside(at + size)):
        return False
    for step in range(1, size):
        here = at + step
        if text.signs[here] > _MOST_SIGNS:
            return False
        if not text.signs[here] or not (text.is_word(here - 1) and text.is_word(here)):
            continue
        if wanted.signs[step] and wanted.is_word(step - 1) and wanted.is_word(step):
            continue
        is_spelled = text.is_one_letter_word(here - 1) and text.is_one_letter_word(here)
        if size < _SHORTEST_SPELLED or not is_spelled:
            return False
    return True


def naive_findings(terms: Sequence[Term], text: str) -> set[tuple[int, int, str]]:
    """Return start, end and rule of what terms find in a text, whatever their stages."""
    shown = NaiveText(text)

    def spans(phrase: str, *, whole: bool, alone: bool = False) -> list[tuple[int, int]]:
        wanted = NaiveText(phrase)
        return [
            shown.span(at, len(wanted.letters))
            for at in shown.find(wanted)
            if _stands(shown, wanted, at, whole=whole, alone=alone)
        ]

    found = set()
    for term in terms:
        excuses = [span for each in term.allow for span in spans(each, whole=False)]
        company = [span for each in term.near for span in spans(each, whole=term.whole)]
        for start, end in spans(term.text, whole=term.whole, alone=term.alone):
            if any(first <= start and end <= last for first, last in excuses):
                continue
            distances = [max(start - last, first - end, 0) for first, last in company]
            if term.near and min(distances, default=term.within + 1) > term.within:
                continue
            found.add((start, end, term.rule))
    return found
