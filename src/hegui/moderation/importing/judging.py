"""Judge the drafts of a list: each becomes a term or is refused, with its line and the reason.

Lists have up to millions of lines, so drafts are folded some thousands at a time
and plain terms go into columns (`packed`) without ever being objects.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from hegui.errors import InvalidLexicon
from hegui.moderation.categories import categories
from hegui.moderation.importing.layouts import Draft
from hegui.moderation.importing.report import Reason, Refusal
from hegui.moderation.lexicon import LONGEST, Term
from hegui.moderation.lexicon_cells import typed
from hegui.moderation.lexicon_rows import make_term, sameness
from hegui.moderation.packed import PackedTerms, bulk_keys, is_plain

__all__ = ["MOST_ENTRIES", "Defaults", "Judged", "judge"]

MOST_ENTRIES: Final = 3_000_000
"""Entries of one list. A longer one is refused before it is read to its end."""

_AT_ONCE: Final = 8_192
_CONTROL: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_COLUMNS: Final = frozenset({"category", "severity"})
"""What a packed term may say of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What is taken for an entry that does not say it."""

    name: str
    """Of the lexicon."""

    category: str = ""
    """Empty: each entry must tell its own."""

    severity: int = 2
    author: str
    source: str
    """Where the list comes from, and under which licence."""

    added: date
    names: Mapping[str, str] = field(default_factory=dict)
    """The list's own names of categories -> keys of ``categories.toml``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of the drafts."""

    terms: PackedTerms
    refusals: tuple[Refusal, ...]
    read: int
    """Drafts there were."""

    contested: Mapping[int, str]
    """Places of terms that the list has under another category too, with that category."""


class _Judge:
    """The columns as they grow."""

    def __init__(self, file: Path, defaults: Defaults, known: AbstractSet[str]) -> None:
        self.file = file
        self.defaults = defaults
        self.known = known
        self.listed = tuple(categories())
        self.place = {category: at for at, category in enumerate(self.listed)}
        self.texts: list[str] = []
        self.category = bytearray()
        self.severity = bytearray()
        self.special: dict[int, Term] = {}
        self.seen: dict[object, int] = {}
        self.refusals: list[Refusal] = []
        self.contested: dict[int, str] = {}

    def take(self, draft: Draft, text: str, key: str) -> None:
        """Make a term of a draft, or a refusal."""
        refusal = self._wrong(draft, text, key)
        if refusal is not None:
            self.refusals.append(refusal)
            return
        category = self._category(draft)
        severity = _severity(draft, self.defaults)
        term: Term | None = None
        if severity is None or not _COLUMNS.issuperset(draft.cells) or not is_plain(text, key):
            made = self._special(draft, text, category)
            if isinstance(made, Refusal):
                self.refusals.append(made)
                return
            term = made
            severity = made.severity
        here = len(self.texts)
        first = self.seen.setdefault(key if term is None else sameness(term), here)
        if first != here:
            self._twice(draft, first, category)
            return
        if term is not None:
            self.special[here] = term
        self.texts.append(text)
        self.category.append(self.place[category])
        self.severity.append(severity)

    def _category(self, draft: Draft) -> str:
        given = str(draft.cells.get("category", self.defaults.category))
        return self.defaults.names.get(given, given)

    def _wrong(self, draft: Draft, text: str, key: str) -> Refusal | None:
        """Return why an entry cannot be a term, whatever its other cells say."""
        if not text.isprintable() and any(
            unicodedata.category(char) in _CONTROL and char != "\t" for char in text
        ):
            return _refusal(draft, "control-characters")
        if len(key) < 2:
            return _refusal(draft, "single-character" if key else "empty")
        if len(key) > LONGEST:
            return _refusal(draft, "too-long", str(len(key)))
        category = self._category(draft)
        if category not in self.place:
            return _refusal(draft, "unknown-category", category or "none is told")
        return _refusal(draft, "known") if key in self.known else None

    def _special(self, draft: Draft, text: str, category: str) -> Term | Refusal:
        row: dict[str, object] = {
            "severity": self.defaults.severity,
            "added": self.defaults.added,
            **{
                column: typed(column, cell) if isinstance(cell, str) else cell
                for column, cell in draft.cells.items()
            },
            "text": text,
            "category": category,
        }
        rule = f"{self.defaults.name}#{len(self.texts) + 1:03d}"
        try:
            return make_term(self.file, lambda *_: draft.line, row, rule)
        except InvalidLexicon as error:
            return _refusal(draft, "wrong-value", f"expected {error.expected}; found {error.found}")

    def _twice(self, draft: Draft, first: int, category: str) -> None:
        other = self.listed[self.category[first]]
        if other == category:
            self.refusals.append(_refusal(draft, "duplicate"))
        else:
            self.contested[first] = category
            self.refusals.append(_refusal(draft, "duplicate", f"first as {other}"))


def judge(
    file: Path, drafts: Iterable[Draft], defaults: Defaults, known: AbstractSet[str]
) -> Judged:
    """Return the terms and the refusals of a list.

    Args:
        file: for the error.
        drafts: in their order.
        defaults: for what they do not say.
        known: keys of the terms in force.

    Raises:
        InvalidLexicon: there are more than `MOST_ENTRIES`.
    """
    judging = _Judge(file, defaults, known)
    coming = iter(drafts)
    read = 0
    while some := list(islice(coming, _AT_ONCE)):
        read += len(some)
        if read > MOST_ENTRIES:
            raise InvalidLexicon(
                file, some[-1].line, expected=f"at most {MOST_ENTRIES} entries", found="more"
            )
        texts = [draft.text.strip() for draft in some]
        for draft, text, key in zip(some, texts, bulk_keys(texts), strict=True):
            judging.take(draft, text, key)
    return Judged(
        terms=PackedTerms(
            name=defaults.name,
            texts=judging.texts,
            categories=judging.listed,
            category=judging.category,
            severity=judging.severity,
            added=[defaults.added.toordinal()] * len(judging.texts),
            special=judging.special,
        ),
        refusals=tuple(judging.refusals),
        read=read,
        contested=judging.contested,
    )


def _refusal(draft: Draft, reason: Reason, detail: str = "") -> Refusal:
    return Refusal(line=draft.line, text=draft.text[:80], reason=reason, detail=detail)


def _severity(draft: Draft, defaults: Defaults) -> int | None:
    """Return the severity of a draft, or None when it is none of 1, 2 and 3."""
    cell = draft.cells.get("severity", defaults.severity)
    value = typed("severity", cell) if isinstance(cell, str) else cell
    return value if type(value) is int and 1 <= value <= 3 else None
