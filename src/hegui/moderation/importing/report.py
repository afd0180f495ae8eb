"""What an import found: terms, refusals, flags, and what the terms would newly block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hegui.moderation.importing.benign import Passage
from hegui.moderation.lexicon import Lexicon
from hegui.moderation.packed import PackedTerms

__all__ = ["Blocked", "Doubt", "Flag", "Import", "Reason", "Refusal"]

Reason = Literal[
    "empty",
    "single-character",
    "too-long",
    "control-characters",
    "unknown-category",
    "wrong-value",
    "duplicate",
    "known",
]

Doubt = Literal[
    "blocks-benign-text", "common-word", "two-characters", "digits-only", "two-categories"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An entry that became no term."""

    line: int
    text: str
    """At most 80 characters of it."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A term that a person should look at before it is accepted."""

    place: int
    """Of the accepted terms, from 1."""

    text: str
    doubt: Doubt
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A benign passage that would newly be blocked."""

    passage: Passage
    terms: tuple[str, ...]
    """That find something in it, as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The report on one list."""

    lexicon: Lexicon | None
    """The accepted terms; None when there are none."""

    terms: PackedTerms
    """The same, by columns; empty when there are none."""

    encoding: str
    read: int
    """Entries in the file, comments and blank lines left out."""

    refusals: tuple[Refusal, ...]
    flags: tuple[Flag, ...]

    blocked: tuple[Blocked, ...]
    """Benign passages that are found clean today and would not be with these terms."""

    benign: int
    """Number of benign passages it was held against."""

    @property
    def newly_blocked(self) -> float:
        """The share of benign passages that would newly be blocked, in [0, 1]."""
        return len(self.blocked) / self.benign if self.benign else 0.0

    @property
    def reasons(self) -> Mapping[str, int]:
        """Number of refusals for each reason."""
        return Counter(refusal.reason for refusal in self.refusals)

    @property
    def doubts(self) -> Mapping[str, int]:
        """Number of flags for each doubt."""
        return Counter(flag.doubt for flag in self.flags)

    @property
    def blocking(self) -> frozenset[int]:
        """Places, from 0, of the terms that block benign text."""
        return frozenset(
            flag.place - 1
            for flag in self.flags
            if flag.doubt in {"blocks-benign-text", "common-word"}
        )

    @property
    def is_clean(self) -> bool:
        """Whether all entries became terms and nobody needs to look at any."""
        return not (self.refusals or self.flags or self.blocked)
