"""Instruments, their articles and obligations, as values.

* An *instrument* is a law, regulation, rule or standard.
* An *article* is one provision of it: one TOML file.
* An *expression* is the article's content as in force from a day, told in our
  own words. An amendment adds an expression and never edits one.
* An *obligation* is atomic: one bearer, one verb.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hegui.bilingual import Bilingual

__all__ = [
    "BEARERS",
    "CONFIDENCES",
    "DECIDING",
    "RANKS",
    "STAGES",
    "STATUSES",
    "THEMES",
    "Article",
    "Displacement",
    "Expression",
    "Instrument",
    "Obligation",
    "is_in_force",
]

RANKS: Final = (
    "law",
    "administrative-regulation",
    "departmental-rule",
    "normative-document",
    "mandatory-standard",
    "recommended-standard",
    "technical-document",
)
"""From highest to lowest: 法律, 行政法规, 部门规章, 规范性文件, and three kinds of standards."""

STATUSES: Final = ("binding", "provisional", "draft", "guidance")
DECIDING: Final = ("binding", "provisional")
"""The statuses whose text may decide that a duty applies."""

CONFIDENCES: Final = ("primary", "secondary", "recalled")
"""How the content is known: text read first-hand, read in a digest, or from memory only."""

BEARERS: Final = ("provider", "user", "supporter", "app-store", "platform")
"""提供者, 使用者, 技术支持者, 应用程序分发平台, 网络信息内容传播服务提供者."""

THEMES: Final = ("scope", "filing", "labels", "content", "data", "users", "transparency", "records")
STAGES: Final = ("before", "during", "after")
"""Before the service opens, while it runs, after something happened in it."""


def is_in_force(start: date, end: date | None, on: date) -> bool:
    """Whether a day lies in the half-open ``[start, end)``.

    >>> is_in_force(date(2023, 8, 15), None, date(2023, 8, 15))
    True
    >>> is_in_force(date(2023, 8, 15), date(2026, 1, 1), date(2026, 1, 1))
    False
    """
    return start <= on and (end is None or on < end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """An article's content, in our words, as in force from a day."""

    start: date
    end: date | None
    """Exclusive; None while it stands."""

    says: Bilingual

    reading: Bilingual | None
    """How we read what the article leaves open; None when it leaves nothing open."""

    source: str
    """Address of the official text."""

    checked: date
    """The day on which a person last compared this with the source named."""

    status: str
    """One of `STATUSES`."""

    confidence: str
    """One of `CONFIDENCES`."""

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacement:
    """An assertion, with its basis, that an obligation goes before another."""

    kind: str
    """``special_to`` or ``supersedes``."""

    obligation: str
    """Full id of the one that gives way."""

    basis: Bilingual
    """Why it goes first: the provision that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One duty: who must do what, when."""

    id: str
    """Full, for example ``cn/genai-2023/art-14-1-stop``."""

    instrument: str
    """For example ``cn/genai-2023``."""

    article: str
    """Its number, for example ``14``."""

    title: Bilingual
    """A few words, for lists."""

    bearer: str
    """One of `BEARERS`."""

    when: str
    """The condition under which it binds, as written in the law file."""

    must: Bilingual
    reading: Bilingual | None
    """How we read what the text leaves open; None when it leaves nothing open."""

    start: date
    end: date | None
    """Exclusive; None while it stands."""

    theme: str
    """One of `THEMES`."""

    stage: str
    """One of `STAGES`."""

    parameters: Mapping[str, object]
    """Numbers and words of the law that controls work with; read-only."""

    because: Bilingual | None
    """Why no program can do it, shown as work for a person; None when a control answers it."""

    matter: str | None
    """Rules on the same matter are compared for precedence; None when there is no other."""

    succeeds: tuple[str, ...]
    """Full ids of the obligations that this one continues under a new number."""

    displaces: tuple[Displacement, ...]
    penalties: tuple[str, ...]
    """The provisions that say what a breach costs, for example ``cn/genai-2023/art-21``."""

    status: str
    confidence: str
    source: str
    checked: date

    file: Path
    """As in the source tree, for example ``hegui/instruments/cn/genai-2023/art-14.toml``."""

    line: int
    """Where it begins in `file`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One provision: what it said when, and the duties in it."""

    number: str
    topic: Bilingual
    """What it is about, in a few words of ours."""

    expressions: tuple[Expression, ...]
    """By start; they do not overlap."""

    obligations: tuple[str, ...]
    """Full ids, in the order of the file; empty when it asks nothing of anyone we serve."""

    file: Path

    def expression(self, on: date) -> Expression | None:
        """Return what the article said on a day, or None when it was not there."""
        return next((e for e in self.expressions if is_in_force(e.start, e.end, on)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A law, regulation, rule or standard."""

    id: str
    title: Bilingual
    short: Bilingual
    issuers: tuple[Bilingual, ...]
    rank: str
    """One of `RANKS`."""

    number: Bilingual | None
    """Order or document number; None when it has none."""

    adopted: date
    published: date
    start: date
    """In force from."""

    end: date | None
    addresses: tuple[str, ...]
    """Of the official text."""

    articles: tuple[Article, ...]
    """By number."""

    file: Path

    def article(self, number: str) -> Article | None:
        """Return an article by its number, or None."""
        return next((a for a in self.articles if a.number == number), None)
