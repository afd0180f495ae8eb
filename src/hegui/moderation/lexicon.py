"""Lexicons: terms with their conditions, in TOML or CSV.

    [lexicon]
    name    = "starter/fraud"       # rules are called starter/fraud#001 …
    version = "2026.11"
    author  = "hegui"
    source  = "written for hegui"

    [[term]]
    text     = "代办假证"
    category = "a1.other-banned"    # a key of categories.toml
    severity = 2                    # 1 mild, 2 grave, 3 gravest
    lang     = "zh"                 # optional
    stages   = ["prompt", "output"] # optional; all when absent
    whole    = true                 # optional; not inside a longer word of letters
    allow    = ["举报代办假证"]      # optional; phrases around it that make it innocent
    note     = "…"                  # optional

A term is matched after folding, so its case, width and script form do not
matter, and neither do signs between its characters. Two things a writer of
terms should know:

* *Spaces mean something in alphabetic text.* ``buy it now`` also finds
  ``buy-it-now`` and ``buyitnow``; ``buyit`` does not find ``buy it``, except
  where letters are spelled out one by one (``b u y i t``).
* *An allow phrase contains its term.* It excuses that one occurrence only.

A CSV file has the same columns in a header line and is named after its file:
``stages`` and ``allow`` take several values between ``|``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from hegui.finding import Stage
from hegui.moderation.gap import SEPARATORS, width
from hegui.moderation.kept import Kept, is_word

__all__ = ["ALL_STAGES", "STARTER", "Lexicon", "Phrase", "Term"]

STARTER: Final = Path(__file__).with_name("lexicons") / "starter"
"""The folder of the lexicon that comes with hegui."""

ALL_STAGES: Final = frozenset(Stage)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as the matcher sees them.

    >>> Phrase.of('Buy  it-now')
    Phrase(key='buyitnow', breaks=frozenset({3, 5}))
    """

    key: str
    """The kept characters."""

    breaks: frozenset[int]
    """Places in `key` before which words part: a gap there is expected."""

    @classmethod
    def of(cls, text: str) -> Phrase:
        """Return the phrase for some text; its key is empty when nothing of it is kept."""
        kept = Kept(text)
        key = kept.text
        breaks = frozenset(
            at
            for at in range(1, len(key))
            if kept.gap(at) and is_word(key[at - 1]) and is_word(key[at])
        )
        return cls(key, breaks)

    def is_stretched(self, text: str) -> bool:
        """Whether `text`, which this phrase was made of, has a gap that no match may cross."""
        kept = Kept(text)
        return any(width(kept.gap(at)) > SEPARATORS for at in range(1, len(kept.text)))


@dataclass(frozen=True, kw_only=True)
class Term:
    """One entry of a lexicon."""

    rule: str
    """Its id, for example ``starter/fraud#017``: the lexicon's name and its place, from 1."""

    text: str
    """As written in the file."""

    category: str
    """A key of ``categories.toml``."""

    severity: int
    """1 mild, 2 grave, 3 gravest; for those who order work, not for matching."""

    lang: str | None = None
    stages: frozenset[Stage] = ALL_STAGES

    whole: bool = True
    """Not inside a longer word of letters or digits. Means nothing where a term ends in Han."""

    allow: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def phrase(self) -> Phrase:
        """The term as the matcher sees it."""
        return Phrase.of(self.text)

    @cached_property
    def excuses(self) -> tuple[Phrase, ...]:
        """The allow phrases as the matcher sees them."""
        return tuple(Phrase.of(text) for text in self.allow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The terms of one file, in order."""

    name: str
    version: str
    author: str
    source: str
    terms: tuple[Term, ...]
    file: Path
