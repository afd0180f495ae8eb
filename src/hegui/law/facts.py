"""Facts: the typed questions about a service that conditions are written in.

A fact is declared once, under ``instruments/facts/``, with its question in
both languages, help, and where the answer usually is found. A profile answers
facts; a fact without an answer is *unknown*, never *no*.

A *derived* fact is not asked. It has rules instead: the first whose ``when``
holds gives the answer, and is explained by the facts below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from typing import Final

from hegui.bilingual import Bilingual
from hegui.law.source import Table, describe

__all__ = ["Answer", "Fact", "FactGroup", "FactKind", "Option", "Rule", "read_fact"]

Answer = bool | str | frozenset[str] | int | float | date
"""What a profile may say to a fact: by kind, yes/no, one option, several, a number, a day."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_YES: Final = Bilingual(zh="是", en="yes")
_NO: Final = Bilingual(zh="否", en="no")
_NONE: Final = Bilingual(zh="无", en="none")


class FactKind(StrEnum):
    """What kind of answer a fact takes."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    SET = "set"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice or a set."""

    key: str
    words: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a derived fact: the answer it gives, and when."""

    gives: Answer

    when: str
    """The condition, as written in the law file."""

    because: Bilingual
    """Why this follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One question about a service."""

    name: str
    """Dotted, for example ``audience.mainland_public``."""

    kind: FactKind

    question: Bilingual
    help: Bilingual
    """How to answer when it is not obvious."""

    where: Bilingual
    """Where in an organisation the answer usually is found."""

    options: tuple[Option, ...] = ()
    """For a choice or a set, in the order of the file; empty for the others."""

    group: str = ""
    """The key of its `FactGroup`: the name of its file."""

    rules: tuple[Rule, ...] = ()
    """Of a derived fact, in order of precedence; empty when the fact is asked."""

    @property
    def is_derived(self) -> bool:
        """Whether rules answer it, and never a profile."""
        return bool(self.rules)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the options."""
        return tuple(option.key for option in self.options)

    @property
    def expected(self) -> str:
        """What an answer looks like, as an error message says it."""
        listed = ", ".join(f"'{key}'" for key in self.keys)
        return {
            FactKind.YES_NO: "true or false",
            FactKind.CHOICE: f"one of {listed}",
            FactKind.SET: f"a list out of {listed}",
            FactKind.NUMBER: "a number",
            FactKind.DATE: "a day, for example 2026-11-21",
        }[self.kind]

    def read(self, value: object) -> Answer:
        """Return a TOML value as an answer.

        Raises:
            ValueError: it is not an answer to this fact; the text says what was found.
        """
        match self.kind, value:
            case FactKind.YES_NO, bool():
                return value
            case FactKind.CHOICE, str() if value in self.keys:
                return value
            case FactKind.SET, list() if all(v in self.keys for v in value):
                return frozenset(value)
            case FactKind.SET, list():
                odd = next(v for v in value if v not in self.keys)
                raise ValueError(f"{describe(odd)} in the list")
            case FactKind.NUMBER, int() if not isinstance(value, bool):
                return value
            case FactKind.NUMBER, float() if isfinite(value):
                return value
            case FactKind.DATE, date() if not isinstance(value, datetime):
                return value
            case _:
                raise ValueError(describe(value))

    def words(self, answer: Answer) -> Bilingual:
        """Return an answer as people read it."""
        if isinstance(answer, bool):
            return _YES if answer else _NO
        chosen = {answer} if isinstance(answer, str) else answer
        if isinstance(chosen, set | frozenset):
            named = [option.words for option in self.options if option.key in chosen]
            return (
                Bilingual(zh="、".join(w.zh for w in named), en=", ".join(w.en for w in named))
                if named
                else _NONE
            )
        return Bilingual(zh=str(answer), en=str(answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    """The facts of one file, under one heading."""

    key: str
    """The name of the file, for example ``training``."""

    words: Bilingual
    """The heading."""

    order: int
    """Groups with a smaller one stand, and are asked, first."""

    facts: tuple[str, ...]
    """Names, in the order of the file."""


def _rule(table: Table, fact: Fact) -> Rule:
    table.only("is", "when", "because")
    value = table.take("is", fact.expected)
    try:
        gives = fact.read(value)
    except ValueError as cause:
        raise table.fail("is", f"is = {fact.expected}", str(cause)) from cause
    return Rule(gives=gives, when=table.text("when"), because=table.bilingual("because"))


def _rules(table: Table, fact: Fact) -> tuple[Rule, ...]:
    tables = table.tables("rule")
    rules = tuple(_rule(each, fact) for each in tables)
    if rules and fact.kind is not FactKind.YES_NO and rules[-1].when != "True":
        raise tables[-1].fail(
            "when", "a last [[fact.rule]] with when = 'True'", describe(rules[-1].when)
        )
    return rules


def read_fact(table: Table, group: str) -> Fact:
    """Return the fact that a ``[[fact]]`` declares; its conditions are not parsed yet.

    Raises:
        InvalidInstrument: the table does not follow the schema.
    """
    table.only("name", "type", "question", "help", "where", "option", "rule")
    name = table.text("name")
    if not _NAME.fullmatch(name):
        raise table.fail(
            "name", "a dotted name in lower case, for example 'role.provider'", describe(name)
        )
    kind = FactKind(table.choice("type", tuple(FactKind)))
    options = tuple(_option(option) for option in table.tables("option"))
    if bool(options) != (kind in {FactKind.CHOICE, FactKind.SET}):
        wanted = "no [[fact.option]]" if options else "at least one [[fact.option]]"
        raise table.fail("option", f"{wanted} for the type {kind}", f"{len(options)} options")
    keys = [option.key for option in options]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise table.source.fail(
                (*table.place, "option", index), "each option once", f"{key!r} again"
            )
    fact = Fact(
        name=name,
        kind=kind,
        question=table.bilingual("question"),
        help=table.bilingual("help"),
        where=table.bilingual("where"),
        options=options,
        group=group,
    )
    return replace(fact, rules=_rules(table, fact)) if table.has("rule") else fact


def _option(table: Table) -> Option:
    table.only("key", "words")
    return Option(key=table.text("key"), words=table.bilingual("words"))
