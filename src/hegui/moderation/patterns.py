"""The keys of all terms and allow phrases, and what each key stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hegui.finding import Finding, Span
from hegui.moderation.lexicon import Phrase, Term, View
from hegui.moderation.split import split_keys
from hegui.moderation.syllables import sounds

__all__ = [
    "HINT",
    "LEXICON",
    "Hit",
    "Place",
    "Role",
    "Use",
    "accompanied",
    "distance",
    "patterns",
    "unexcused",
]

LEXICON = "moderation.lexicon"
"""The detector's name in findings."""


class Role(Enum):
    """What an occurrence of a phrase means for its term."""

    TERM = 1
    """It is the term."""

    EXCUSE = 2
    """It is one of the allow phrases."""

    COMPANION = 3
    """It is one of the phrases that must stand near."""

    VARIANT = 4
    """It is the term, written in another way."""


@dataclass(frozen=True, slots=True)
class Use:
    """One phrase that a key stands for."""

    term: Term
    phrase: Phrase

    role: Role

    @property
    def whole(self) -> bool:
        """Whether it must not lie inside a longer word. Excuses may."""
        return self.term.whole and self.role is not Role.EXCUSE

    @property
    def alone(self) -> bool:
        """Whether signs must stand on both sides."""
        return self.term.alone and self.role is Role.TERM


def patterns(terms: Iterable[Term]) -> Mapping[str, tuple[Use, ...]]:
    """Return the uses of each key."""
    uses: dict[str, list[Use]] = {}
    for term in terms:
        uses.setdefault(term.phrase.key, []).append(Use(term, term.phrase, Role.TERM))
        for phrase in term.excuses:
            uses.setdefault(phrase.key, []).append(Use(term, phrase, Role.EXCUSE))
        for phrase in term.companions:
            uses.setdefault(phrase.key, []).append(Use(term, phrase, Role.COMPANION))
        if View.SPLIT in term.views:
            for key in split_keys(term.phrase.key):
                uses.setdefault(key, []).append(Use(term, Phrase(key, frozenset()), Role.VARIANT))
        if View.HOMOPHONE in term.views:
            for phrase in map(Phrase.of, sounds(term.phrase.key)):
                uses.setdefault(phrase.key, []).append(Use(term, phrase, Role.VARIANT))
    return {key: tuple(found) for key, found in uses.items()}


Hit = tuple[int, int, Term, float]
"""Start and end in the original text, whose phrase it is, and the score."""

Place = tuple[int, int, Term]
"""Start and end in the original text of an excuse or a companion."""

HINT: Final = 0.6
"""Score of a term that is written in another way."""


def distance(hit: Hit, companion: Place) -> int:
    """Return the code points between a term and a companion; 0 when they touch or overlap.

    >>> term = Term(rule='', text='', category='', severity=1)
    >>> distance((5, 7, term, 1.0), (0, 2, term)), distance((5, 7, term, 1.0), (9, 12, term))
    (3, 2)
    """
    return max(hit[0] - companion[1], companion[0] - hit[1], 0)


def accompanied(hits: Iterable[Hit], companions: Iterable[Place]) -> Iterator[Hit]:
    """Yield each hit whose term asks for no companion, or that has one near."""
    by_rule: dict[str, list[Place]] = {}
    for companion in companions:
        by_rule.setdefault(companion[2].rule, []).append(companion)
    for hit in hits:
        term = hit[2]
        around = by_rule.get(term.rule, ())
        if not term.near or any(distance(hit, each) <= term.within for each in around):
            yield hit


def unexcused(hits: Iterable[Hit], excuses: Iterable[Place]) -> Iterable[Finding]:
    """Yield a finding for each hit that no allow phrase of its term covers."""
    by_rule: dict[str, list[tuple[int, int]]] = {}
    for start, end, term in excuses:
        by_rule.setdefault(term.rule, []).append((start, end))
    for start, end, term, score in hits:
        around = by_rule.get(term.rule, ())
        if not any(first <= start and end <= last for first, last in around):
            yield Finding(
                detector=LEXICON,
                category=term.category,
                span=Span(start, end),
                score=score,
                rule=term.rule,
            )
