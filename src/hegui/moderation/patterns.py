"""The keys of all terms and allow phrases, and what each key stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hegui.finding import Finding, Span, Stage
from hegui.moderation.lexicon import Phrase, Term

__all__ = ["LEXICON", "Use", "patterns", "unexcused"]

LEXICON = "moderation.lexicon"
"""The detector's name in findings."""


@dataclass(frozen=True, slots=True)
class Use:
    """One phrase that a key stands for."""

    term: Term
    phrase: Phrase

    is_excuse: bool
    """The phrase is one of the term's allow phrases."""

    @property
    def whole(self) -> bool:
        """Whether it must not lie inside a longer word. Excuses may."""
        return self.term.whole and not self.is_excuse


def patterns(terms: Iterable[Term], stage: Stage | None = None) -> Mapping[str, tuple[Use, ...]]:
    """Return the uses of each key, for one stage or for all."""
    uses: dict[str, list[Use]] = {}
    for term in terms:
        if stage is not None and stage not in term.stages:
            continue
        uses.setdefault(term.phrase.key, []).append(Use(term, term.phrase, is_excuse=False))
        for phrase in term.excuses:
            uses.setdefault(phrase.key, []).append(Use(term, phrase, is_excuse=True))
    return {key: tuple(found) for key, found in uses.items()}


Hit = tuple[int, int, Term]
"""Start and end in the original text, and whose phrase it is."""


def unexcused(hits: Iterable[Hit], excuses: Iterable[Hit]) -> Iterable[Finding]:
    """Yield a finding for each hit that no allow phrase of its term covers."""
    by_rule: dict[str, list[tuple[int, int]]] = {}
    for start, end, term in excuses:
        by_rule.setdefault(term.rule, []).append((start, end))
    for start, end, term in hits:
        around = by_rule.get(term.rule, ())
        if not any(first <= start and end <= last for first, last in around):
            yield Finding(
                detector=LEXICON,
                category=term.category,
                span=Span(start, end),
                score=1.0,
                rule=term.rule,
            )
