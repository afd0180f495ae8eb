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
    alone    = false                # optional; only where signs stand on both sides of it
    allow    = ["举报代办假证"]      # optional; phrases around it that make it innocent
    near     = ["联系", "加微信"]    # optional; one of them must stand near, on either side
    within   = 30                   # optional; how near, in characters of the text
    views    = ["split"]            # optional; other ways to write it that count as a hint
    added    = 2026-11-02           # optional; the day it came into the lexicon
    expires  = 2027-11-02           # optional; the first day on which it is used no more
    note     = "…"                  # optional

A term is matched after folding, so its case, width and script form do not
matter, and neither do signs between its characters. Two things a writer of
terms should know:

* *Spaces mean something in alphabetic text.* ``buy it now`` also finds
  ``buy-it-now`` and ``buyitnow``; ``buyit`` does not find ``buy it``, except
  where letters are spelled out one by one (``b u y i t``).
* *An allow phrase contains its term.* It excuses that one occurrence only.
* *A term with* ``near`` *is silent by itself.* That is how a word of the news
  ("毒品") becomes a finding only beside an offer ("联系", "包邮").

A CSV file has the same columns in a header line and is named after its file:
``stages``, ``allow``, ``near`` and ``views`` take several values between ``|``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from hegui.finding import Stage
from hegui.moderation.gap import SEPARATORS, width
from hegui.moderation.kept import Kept, is_word

__all__ = ["ALL_STAGES", "LONGEST", "NEAR", "STARTER", "Lexicon", "Phrase", "Term", "View"]

STARTER: Final = Path(__file__).with_name("lexicons") / "starter"
"""The folder of the lexicon that comes with hegui."""

ALL_STAGES: Final = frozenset(Stage)

NEAR: Final = 30
"""Code points between a term and what must stand near it, unless its entry says otherwise."""

LONGEST: Final = 200
"""Kept characters of the longest term that is taken; a stream must be able to hold it."""


class View(StrEnum):
    """Another way to write a term, that is looked for when its entry asks. Always a hint."""

    SPLIT = "split"
    """Characters taken apart: 贝者博 for 赌博."""

    HOMOPHONE = "homophone"
    """Other characters of the same sound, tones left out; whole texts only."""

    LEET = "leet"
    """Digits and signs for letters, and digits put between Han characters: c0ca1ne, 赌8博; whole
    texts only."""


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

    alone: bool = False
    """Only where signs, or the ends of the text, stand on both sides."""

    allow: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    """One of these must stand within `within` code points, before or after."""

    within: int = NEAR
    views: frozenset[View] = frozenset()
    added: date | None = None
    expires: date | None = None
    """The first day on which it is used no more."""

    note: str = ""

    @cached_property
    def phrase(self) -> Phrase:
        """The term as the matcher sees it."""
        return Phrase.of(self.text)

    @cached_property
    def excuses(self) -> tuple[Phrase, ...]:
        """The allow phrases as the matcher sees them."""
        return tuple(Phrase.of(text) for text in self.allow)

    @cached_property
    def companions(self) -> tuple[Phrase, ...]:
        """What must stand near as the matcher sees it."""
        return tuple(Phrase.of(text) for text in self.near)

    @property
    def is_conditioned(self) -> bool:
        """Whether it is found in some places only: alone, or near something."""
        return self.alone or bool(self.near)

    def is_used_on(self, day: date) -> bool:
        """Whether it has not expired on a day."""
        return self.expires is None or day < self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The terms of one file, in order."""

    name: str
    version: str
    author: str
    source: str
    terms: Sequence[Term]
    file: Path
