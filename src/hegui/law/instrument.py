"""Instruments, their articles and obligations, as values.

* An *instrument* is a law, regulation, rule or standard.
* An *article* is one provision of it (an article, clause, annex, section or
  item of a list): one TOML file.
* An *expression* is the article's content as in force from a day, told in our
  own words. An amendment adds an expression and never edits one.
* An *obligation* is atomic: one bearer, one verb.

Two times are kept apart. ``start`` and ``end`` say when something is in force;
``known`` and ``known_until`` say since when, and until when, that could be
known. An amendment published before it takes effect changes the second first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hegui.bilingual import Bilingual
from hegui.law.penalty import Penalty
from hegui.law.timing import Deadline, Recurrence, Retention

__all__ = [
    "BEARERS",
    "CONFIDENCES",
    "DECIDING",
    "KINDS",
    "POINTS",
    "RANKS",
    "STAGES",
    "STATUSES",
    "THEMES",
    "Article",
    "Displacement",
    "Earlier",
    "Expression",
    "Instrument",
    "Obligation",
    "is_in_force",
    "is_known",
]

RANKS: Final = (
    "law",
    "administrative-regulation",
    "departmental-rule",
    "normative-document",
    "mandatory-standard",
    "recommended-standard",
    "technical-document",
    "policy",
)
"""Highest first: 法律, 行政法规, 部门规章, 规范性文件, three kinds of standards, policy."""

STATUSES: Final = ("binding", "provisional", "draft", "guidance")
DECIDING: Final = ("binding", "provisional")
"""The statuses whose text may decide that a duty applies."""

CONFIDENCES: Final = ("primary", "secondary", "recalled")
"""How the content is known: text read first-hand, read in a digest, or from memory only."""

BEARERS: Final = (
    *("provider", "user", "supporter", "app-store", "platform", "handler", "operator"),
    *("organisation", "deployer", "importer", "distributor", "developer", "authority"),
)
"""Who is bound. In China 提供者, 使用者, 技术支持者, 应用程序分发平台, 内容传播服务提供者,
个人信息或数据处理者, 网络运营者, 组织. ``authority`` where its duty starts a clock for others."""

THEMES: Final = (
    *("scope", "filing", "labels", "content", "data"),
    *("users", "transparency", "records", "security"),
)
POINTS: Final = (
    *("user-management", "algorithm", "content", "rumour"),
    *("label", "training-data", "annotation", "supervision"),
)
"""The eight control points of a compliance programme: 用户注册与管理, 算法机制机理提升,
生成内容治理, 辟谣机制, 标识要求, 训练数据合法性, 人工标注, 协助监管."""

KINDS: Final = ("art", "cl", "annex", "sec", "item")
"""Article, clause of a standard, annex, section of a statute, entry of a list."""

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


def is_known(known: date, known_until: date | None, day: date | None) -> bool:
    """Whether something could be known on a day; without a day, whether it still stands.

    >>> is_known(date(2024, 7, 12), date(2026, 7, 24), date(2026, 7, 23))
    True
    >>> is_known(date(2024, 7, 12), date(2026, 7, 24), None)
    False
    """
    return known_until is None if day is None else is_in_force(known, known_until, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """An article's content, in our words, as in force from a day."""

    start: date
    end: date | None
    """Exclusive; None while it stands."""

    known: date
    """The day from which it could be known: that of its publication."""

    known_until: date | None
    """The day on which later knowledge replaced it, exclusive; None while it stands."""

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
class Earlier:
    """The days of a duty as they were known before a later publication moved them."""

    start: date
    end: date | None
    """Exclusive; None when none was foreseen."""

    known: date
    known_until: date
    """Exclusive: the day on which other days became known."""

    source: str
    """Address of the text that said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One duty: who must do what, when."""

    id: str
    """Full, for example ``cn/genai-2023/art-14-1-stop``."""

    instrument: str
    """For example ``cn/genai-2023``."""

    article: str
    """Its number, for example ``14``; see `Article.number`."""

    provision: str
    """The stem of its file, for example ``art-14``; unique in the instrument."""

    provision_words: Bilingual
    """Its provision as people cite it, for example 第14条 and Article 14."""

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

    known: date
    """The day from which these days could be known."""

    known_until: date | None
    """The day on which the duty was replaced by later knowledge, exclusive."""

    was: tuple[Earlier, ...]
    """Its days as they were known before, by `known`."""

    theme: str
    """One of `THEMES`."""

    stage: str
    """One of `STAGES`."""

    point: str | None
    """One of `POINTS`, where it fits."""

    deadline: Deadline | None
    recurs: Recurrence | None
    retain: Retention | None

    parameters: Mapping[str, object]
    """Numbers and words of the law that controls work with; read-only."""

    because: Bilingual | None
    """Why no program can do it, shown as work for a person; None when a control answers it."""

    matter: str | None
    """Rules on the same matter are compared for precedence; None when there is no other."""

    demand: str | None
    """What it demands on that matter, in one word; equal demands never conflict."""

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

    stem: str
    """The name of its file, for example ``cl-5-4``; unique in the instrument."""

    kind: str
    """One of `KINDS`."""

    number: str
    """What follows the kind in `stem`, for example ``14`` or ``5-4``."""

    label: str
    """The number as people write it, for example ``14``, ``5.4`` or ``A``."""

    topic: Bilingual
    """What it is about, in a few words of ours."""

    expressions: tuple[Expression, ...]
    """By start; they do not overlap."""

    obligations: tuple[str, ...]
    """Full ids, in the order of the file; empty when it asks nothing of anyone we serve."""

    penalties: tuple[Penalty, ...]
    """What a breach costs, in the order of the file; empty when it says nothing of that."""

    file: Path

    @property
    def words(self) -> Bilingual:
        """The provision as people cite it, for example 第14条 and Article 14."""
        zh, en = _CITED[self.kind]
        return Bilingual(zh=zh.format(self.label), en=en.format(self.label))

    def expression(self, on: date, known: date | None = None) -> Expression | None:
        """Return what the article says of a day, or None when it is not there that day.

        Args:
            on: the day on which it is in force.
            known: as it could be known on that day; None for all that is known.
        """
        return next(
            (
                e
                for e in self.expressions
                if is_in_force(e.start, e.end, on) and is_known(e.known, e.known_until, known)
            ),
            None,
        )


_CITED: Final = {
    "art": ("第{}条", "Article {}"),
    "cl": ("{}", "Clause {}"),
    "annex": ("附录{}", "Annex {}"),
    "sec": ("第{}条", "Section {}"),
    "item": ("第{}项", "Item {}"),
}
"""By kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A law, regulation, rule or standard."""

    id: str
    title: Bilingual
    short: Bilingual
    issuers: tuple[Bilingual, ...]
    rank: str
    """One of `RANKS`."""

    authority: str
    """Short key of the body that may interpret or repeal it, for example ``cac``."""

    number: Bilingual | None
    """Order or document number; None when it has none."""

    adopted: date | None
    """None when it is not known."""

    published: date
    start: date
    """In force from; for a draft that never came into force, the day of its publication."""

    end: date | None
    """The first day on which it no longer stands; None while it stands."""

    succeeds: tuple[str, ...]
    """Ids of the instruments that this one follows."""

    note: Bilingual | None
    """About the instrument: what is not verified, how it relates to others."""

    addresses: tuple[str, ...]
    """Of the official text."""

    articles: tuple[Article, ...]
    """Articles first, then clauses, sections, items and annexes, each by number."""

    file: Path

    @property
    def jurisdiction(self) -> str:
        """The first part of its id, for example ``cn``."""
        return self.id.partition("/")[0]

    def article(self, number: str) -> Article | None:
        """Return a provision by its number or its stem, or None."""
        return next((a for a in self.articles if number in (a.number, a.stem)), None)
