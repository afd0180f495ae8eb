"""A set of rules: lexicons and identifiers, ready to be applied."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from threading import Lock
from typing import Final

import orjson

from hegui.finding import Finding, Span, Stage
from hegui.moderation.confirm import is_phrase
from hegui.moderation.gap import INVISIBLES, SEPARATORS
from hegui.moderation.hidden import hidden_runs
from hegui.moderation.identifiers import MOBILE, RESIDENT_ID, VERSION, WINDOW, identifiers
from hegui.moderation.kept import Kept
from hegui.moderation.lexicon import Lexicon, Term
from hegui.moderation.matcher import DaachorseMatcher, Matcher
from hegui.moderation.patterns import Hit, patterns, unexcused
from hegui.moderation.prefixes import Prefixes
from hegui.moderation.reports import PERSONAL, hidden, number
from hegui.moderation.segment import LONGEST_PIECE, Segment, cut, order, pieces
from hegui.moderation.stream import Stream
from hegui.moderation.tables.table import table

__all__ = ["RuleSet"]

_RUNS: Final = re.compile(r"[0-9]{11,}")
"""Kept digits enough for an identifier. A fixed pattern that cannot backtrack."""


class RuleSet:
    """Lexicons, identifiers and the fold table; immutable, and safe in several threads.

    Swap it whole: whoever holds the old one finishes with it.

    Args:
        lexicons: each with a name of its own.
        make: makes the matcher of some keys.

    >>> from hegui.moderation import load_rules
    >>> [f.rule for f in load_rules().scan('电话 138-0013-8000', Stage.OUTPUT)]
    ['mobile']
    """

    def __init__(
        self,
        lexicons: Sequence[Lexicon],
        *,
        make: Callable[[Sequence[str]], Matcher] = DaachorseMatcher,
    ) -> None:
        self._lexicons = tuple(lexicons)
        self._terms = tuple(term for lexicon in self._lexicons for term in lexicon.terms)
        uses = patterns(self._terms)
        self._uses = tuple(uses.values())
        self._matcher = make(tuple(uses))
        self._longest = max(map(len, uses), default=0)
        self._prefixes: dict[Stage, Prefixes] = {}
        self._lock = Lock()

    @property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The lexicons, in the order they were given."""
        return self._lexicons

    @property
    def matcher(self) -> Matcher:
        """The matcher over the keys of all terms and allow phrases."""
        return self._matcher

    @property
    def terms(self) -> int:
        """Number of terms."""
        return len(self._terms)

    @property
    def longest(self) -> int:
        """Kept characters of the longest term or allow phrase."""
        return self._longest

    @property
    def hold(self) -> int:
        """Most code points that a stream ever holds between two calls.

        A bound for the worst case, every gap stretched to its limit; clean text
        is held by a few characters.
        """
        stretch = 1 + SEPARATORS + INVISIBLES
        return max(self._longest, WINDOW) * stretch + LONGEST_PIECE + stretch

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Categories that some rule reports, sorted."""
        return tuple(sorted({PERSONAL, *(term.category for term in self._terms)}))

    @cached_property
    def digest(self) -> str:
        """``sha256:…`` over all that decides what is found: fold table, terms, identifiers."""
        told = {
            "fold": table().digest,
            "identifiers": {"version": VERSION, "rules": [MOBILE, RESIDENT_ID]},
            "gaps": [SEPARATORS, INVISIBLES],
            "lexicons": [
                {
                    "name": lexicon.name,
                    "version": lexicon.version,
                    "terms": [_as_row(term) for term in lexicon.terms],
                }
                for lexicon in self._lexicons
            ],
        }
        packed = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
        return f"sha256:{hashlib.sha256(packed).hexdigest()}"

    def term(self, rule: str) -> Term | None:
        """Return the term behind a rule id, or None when no lexicon made the rule."""
        return self._by_rule.get(rule)

    @cached_property
    def _by_rule(self) -> dict[str, Term]:
        return {term.rule: term for term in self._terms}

    def scan(self, text: str, stage: Stage) -> tuple[Finding, ...]:
        """Return what is found in a whole text.

        Args:
            text: any length; lone surrogates do no harm.
            stage: terms for other stages are left out.

        Returns:
            Findings sorted by start, end and rule, with places in the original
            text. They may overlap.

        Notes:
            O(n + occurrences). Text without an occurrence costs one fold and
            one pass of the automaton.
        """
        kept = Kept(text)
        occurrences = self._matcher.find(kept.text)
        found: list[Finding] = []
        if occurrences:
            found.extend(self._confirm(kept, occurrences, stage))
        if kept.may_hold_number():
            found.extend(_numbers(kept))
        if kept.may_hide():
            found.extend(hidden(Span(*run)) for run in hidden_runs(text))
        return tuple(sorted(set(found), key=order)) if found else ()

    def segments(self, text: str, stage: Stage) -> tuple[Segment, ...]:
        """Return the whole text cut into clean pieces and pieces with findings in them."""
        return tuple(cut(text, 0, pieces(self.scan(text, stage), 0)))

    def stream(self, stage: Stage) -> Stream:
        """Return a stream for one text. The first one of a stage builds the tree of prefixes."""
        prefixes = self._prefixes.get(stage)
        if prefixes is None:
            with self._lock:
                prefixes = self._prefixes.setdefault(stage, Prefixes(patterns(self._terms, stage)))
        return Stream(prefixes)

    def _confirm(
        self, kept: Kept, occurrences: Iterable[tuple[int, int, int]], stage: Stage
    ) -> Iterable[Finding]:
        hits: list[Hit] = []
        excuses: list[Hit] = []
        for start, end, key in occurrences:
            for use in self._uses[key]:
                if stage in use.term.stages and is_phrase(
                    use.phrase, kept.text, kept.gap, start, end, whole=use.whole
                ):
                    hit = (kept.place(start), kept.place(end - 1) + 1, use.term)
                    (excuses if use.is_excuse else hits).append(hit)
        return unexcused(hits, excuses)


def _numbers(kept: Kept) -> Iterable[Finding]:
    for run in _RUNS.finditer(kept.text):
        ranges, _ = identifiers(kept.text, kept.gap, run.start(), run.end(), at_end=True)
        for start, end, rule in ranges:
            yield number(Span(kept.place(start), kept.place(end - 1) + 1), rule)


def _as_row(term: Term) -> list[object]:
    """Return what of a term decides what is found."""
    return [
        term.rule,
        term.text,
        term.category,
        term.severity,
        sorted(term.stages),
        term.whole,
        list(term.allow),
    ]
