"""Facts: the typed questions about a service that conditions are written in.

A fact is declared once, in ``instruments/facts.toml``, with its question in
both languages, help, and where the answer usually is found. A profile answers
facts; a fact without an answer is *unknown*, never *no*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import Final

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument
from hegui.law.source import Table, describe, near, read

__all__ = ["Answer", "Fact", "FactKind", "Option", "load_facts"]

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


def _fact(table: Table) -> Fact:
    table.only("name", "type", "question", "help", "where", "option")
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
    return Fact(
        name=name,
        kind=kind,
        question=table.bilingual("question"),
        help=table.bilingual("help"),
        where=table.bilingual("where"),
        options=options,
    )


def _option(table: Table) -> Option:
    table.only("key", "words")
    return Option(key=table.text("key"), words=table.bilingual("words"))


def load_facts(file: Path) -> Mapping[str, Fact]:
    """Return the declared facts by name, in the order of the file.

    Raises:
        InvalidInstrument: the file does not follow the schema, or two names clash.
    """
    top = read(file, InvalidInstrument).top
    top.only("fact")
    facts: dict[str, Fact] = {}
    for table in top.tables("fact"):
        fact = _fact(table)
        for other in facts:
            # 'stage' and 'stage.since' could not both be keys of one profile.
            if f"{fact.name}.".startswith(f"{other}.") or other.startswith(f"{fact.name}."):
                raise table.fail(
                    "name", f"a name that does not overlap with {other!r}", describe(fact.name)
                )
        facts[fact.name] = fact
    if not facts:
        raise top.fail("", "at least one [[fact]]", "none", near("fact", top.values))
    return facts
