"""Other ways to write a term that need another look at the text: sounds, and digits for letters.

A view is a table from character to character, applied to a text and to the terms
that ask for it. One character stays one character, so places stay places and
everything else, gaps and words and companions, works as it does without.

    homophone   Han characters of one sound become one sign
    leet        ``0 1 3 4 5 7 8 @ $ ! |`` and flag letters become the letters they stand for,
                and figures between Han characters become spaces

Both find things that nobody meant, so what they find is a hint (score 0.6). They
look at whole texts and not at the answer, which is streamed.

>>> term = Term(rule='r', text='cocaine', category='', severity=1, views=frozenset({View.LEET}))
>>> look = next(looks([term]))
>>> look.find('c0ca1ne')[1]
[(0, 7, 0)]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from hegui.moderation.kept import Kept
from hegui.moderation.lexicon import Phrase, Term, View
from hegui.moderation.matcher import DaachorseMatcher
from hegui.moderation.patterns import Role, Use
from hegui.moderation.syllables import syllables
from hegui.moderation.tables.table import table

__all__ = ["LookAgain", "looks"]

SHORTEST: Final = 3
"""Syllables of the shortest term that is looked for by sound; pairs sound alike by the dozen."""

_SIGNS: Final = 0xE000
"""First of the private characters that stand for syllables; folding leaves them alone."""

_LEET: Final[dict[int, int | str]] = dict(
    str.maketrans("013457@$!|€8lIiL", "oieastasiieb" + "iiii")
)
"""One, i and l are one letter in it, since a figure one stands for both."""

_LEET.update({0x1F1E6 + at: chr(ord("a") + at).translate(_LEET) for at in range(26)})
"""Regional indicators: letters when a word is written in them, and else flags."""

_NO_LETTER: Final = re.compile(r"[!|](?![0-9A-Za-z@$])")
"""At the end of a word these are signs."""

_AMONG_HAN: Final = re.compile("(?<=[\u3400-\u9fff])[0-9\uff10-\uff19]{1,4}(?=[\u3400-\u9fff])")
"""Figures that part what belongs together: 赌8博."""


@cache
def _by_sound() -> Mapping[int, str]:
    """Return a table for `str.translate` from Han characters, traditional ones too, to signs."""
    by_char = {
        char: chr(_SIGNS + at) for at, chars in enumerate(syllables().values()) for char in chars
    }
    known = {ord(char): sign for char, sign in by_char.items()}
    known.update(
        (ord(char), by_char[kept]) for char, kept in table().changes.items() if kept in by_char
    )
    return known


class LookAgain:
    """The terms of one view."""

    def __init__(self, view: View, terms: Iterable[Term]) -> None:
        self._table: Mapping[int, str | int] = _by_sound() if view is View.HOMOPHONE else _LEET
        self._view = view
        uses: dict[str, list[Use]] = {}
        for term in terms:
            phrase = Phrase.of(term.text.translate(self._table))
            if view is View.HOMOPHONE and not _is_spoken(phrase.key):
                continue
            # The companions and excuses are looked for in the plain text.
            uses.setdefault(phrase.key, []).append(Use(term, phrase, Role.VARIANT))
        self.uses = tuple(tuple(found) for found in uses.values())
        self._matcher = DaachorseMatcher(tuple(uses))

    def find(self, text: str) -> tuple[Kept, list[tuple[int, int, int]]]:
        """Return the text in this view; and start, end and number in `uses` of what occurs."""
        if not self.uses or (self._view is View.LEET and text.isalpha()):
            return Kept(""), []
        if self._view is View.LEET:
            text = _NO_LETTER.sub(" ", text)
            text = _AMONG_HAN.sub(lambda found: " " * len(found[0]), text)
        kept = Kept(text.translate(self._table))
        return kept, self._matcher.find(kept.text)


def _is_spoken(key: str) -> bool:
    return len(key) >= SHORTEST and all(ord(char) >= _SIGNS for char in key)


def looks(terms: Iterable[Term]) -> Iterator[LookAgain]:
    """Yield a look for each view that some term asks for."""
    listed = tuple(terms)
    for view in (View.HOMOPHONE, View.LEET):
        asking = [term for term in listed if view in term.views]
        if asking:
            yield LookAgain(view, asking)
