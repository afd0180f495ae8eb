"""A set of rules: lexicons and identifiers, ready to be applied."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from threading import Lock

import orjson

from hegui.finding import Finding, Span, Stage
from hegui.moderation.expressions import Expressions
from hegui.moderation.gap import INVISIBLES, SEPARATORS
from hegui.moderation.hidden import hidden_runs
from hegui.moderation.identifiers import KINDS, VERSION, chosen, detector
from hegui.moderation.kept import Kept
from hegui.moderation.lexicon import Lexicon, Term
from hegui.moderation.matcher import WASTEFUL, AnchoredMatcher, Matcher, give_back, make_matcher
from hegui.moderation.packed import PackedTerms
from hegui.moderation.prefixes import Prefixes
from hegui.moderation.reports import hidden, number
from hegui.moderation.seen import Occurrence, Seen
from hegui.moderation.segment import LONGEST_PIECE, Segment, cut, order, pieces
from hegui.moderation.stream import Stream
from hegui.moderation.tables.table import table
from hegui.moderation.usage import Usage
from hegui.moderation.views import looks

__all__ = ["RuleSet"]


class RuleSet:
    """Lexicons, identifiers and the fold table; immutable, and safe in several threads.

    Swap it whole: whoever holds the old one finishes with it.

    Args:
        lexicons: each with a name of its own.
        identifiers: rule ids to look for in every stage (`hegui.moderation.identifiers`);
            None means those that each stage looks for by itself.
        expressions: patterns of the operator, for whole texts.
        make: makes the matcher of some keys.

    Raises:
        UnknownIdentifier: an identifier that nothing recognises.

    >>> from hegui.moderation import load_rules
    >>> [f.rule for f in load_rules().scan('电话 138-0013-8000', Stage.OUTPUT)]
    ['mobile']
    """

    def __init__(
        self,
        lexicons: Sequence[Lexicon],
        *,
        identifiers: Collection[str] | None = None,
        expressions: Expressions | None = None,
        make: Callable[[Sequence[str]], Matcher] = make_matcher,
    ) -> None:
        self._lexicons = tuple(lexicons)
        self._detectors = {stage: detector(identifiers, stage) for stage in Stage}
        self._identifiers = {stage.value: sorted(chosen(identifiers, stage)) for stage in Stage}
        self._expressions = expressions
        self._usage = Usage(self._lexicons)
        keys = self._usage.all_keys()
        self._matcher = make(keys)
        self._anchored = self._matcher if isinstance(self._matcher, AnchoredMatcher) else None
        self._longest = max(map(len, keys), default=0)
        terms = self._usage.terms
        self._looks = tuple(looks(terms))
        self._farthest = max((term.within for term in terms if term.near), default=0)
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
        return self._usage.size

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
        window = max(detector.window for detector in self._detectors.values())
        return self._farthest + max(self._longest, window) * stretch + LONGEST_PIECE + stretch

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Categories that some rule reports, sorted."""
        rules = {rule for stage in self._identifiers.values() for rule in stage}
        return tuple(
            sorted(
                {
                    *(KINDS[rule].category for rule in rules),
                    *self._usage.categories,
                    *(self._expressions.categories if self._expressions else ()),
                }
            )
        )

    @cached_property
    def digest(self) -> str:
        """``sha256:…`` over all that decides what is found: fold table, terms, identifiers."""
        told = {
            "fold": table().digest,
            "identifiers": {"version": VERSION, "rules": self._identifiers},
            "gaps": [SEPARATORS, INVISIBLES],
            "expressions": self._expressions.rows if self._expressions else [],
            "lexicons": [
                {
                    "name": lexicon.name,
                    "version": lexicon.version,
                    "terms": _rows(lexicon.terms),
                }
                for lexicon in self._lexicons
            ],
        }
        packed = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
        return f"sha256:{hashlib.sha256(packed).hexdigest()}"

    @property
    def terms_in_force(self) -> Iterator[Term]:
        """All terms, in the order of the lexicons."""
        return (term for lexicon in self._lexicons for term in lexicon.terms)

    def term_keys(self) -> set[str]:
        """Return the letters and digits, folded, of each term that is found wherever it stands."""
        return self._usage.term_keys()

    def term(self, rule: str) -> Term | None:
        """Return the term behind a rule id, or None when no lexicon made the rule."""
        return self._by_rule.get(rule) or self._usage.term(rule)

    @cached_property
    def _by_rule(self) -> dict[str, Term]:
        return {term.rule: term for term in self._usage.terms}

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
        if self._anchored is None or kept.codes is None:
            occurrences = self._matcher.find(kept.text)
        else:
            occurrences = self._anchored.find_codes(kept.text, kept.codes)
        found: list[Finding] = []
        if occurrences or (self._looks and stage is not Stage.OUTPUT):
            found.extend(self._confirm(kept, occurrences, stage))
        for start, end, kind in self._detectors[stage].find(kept):
            found.append(number(Span(kept.place(start), kept.place(end - 1) + 1), kind))
        if self._expressions is not None:
            found.extend(self._expressions.scan(text, stage))
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
                prefixes = self._prefixes.get(stage)
                if prefixes is None:
                    prefixes = Prefixes(self._usage, self._usage.all_keys(), stage)
                    self._prefixes[stage] = prefixes
                    if len(self._usage) >= WASTEFUL:
                        give_back()
        return Stream(prefixes, self._detectors[stage])

    def _confirm(
        self, kept: Kept, occurrences: Iterable[Occurrence], stage: Stage
    ) -> Iterable[Finding]:
        """Yield what of the occurrences is a finding, and what a second look finds."""
        seen = Seen()
        seen.note(kept, occurrences, self._usage, stage)
        if stage is not Stage.OUTPUT:
            for look in self._looks:
                view, again = look.find(kept.original)
                seen.note(view, again, look.uses, stage)
        return seen.findings()


def _rows(terms: Sequence[Term]) -> list[list[object]]:
    if isinstance(terms, PackedTerms):
        # A row for each of a million would take a gigabyte.
        return [
            [terms.packed_digest()],
            *(_as_row(terms.special[at]) for at in sorted(terms.special)),
        ]
    return [_as_row(term) for term in terms]


def _as_row(term: Term) -> list[object]:
    """Return what of a term decides what is found."""
    return [
        term.rule,
        term.text,
        term.category,
        term.severity,
        sorted(term.stages),
        term.whole,
        term.alone,
        list(term.allow),
        [term.within, list(term.near)] if term.near else [],
        sorted(term.views),
    ]
