"""One provision file (``art-14.toml``) read into an article and its obligations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hegui import ids
from hegui.errors import InvalidInstrument, MalformedCondition
from hegui.law.condition import Condition
from hegui.law.facts import Fact
from hegui.law.grammar import parse
from hegui.law.instrument import (
    BEARERS,
    CONFIDENCES,
    STAGES,
    STATUSES,
    THEMES,
    Article,
    Displacement,
    Expression,
    Obligation,
    is_in_force,
)
from hegui.law.source import Table, describe, read

__all__ = ["FILE_NAME", "Provision", "read_provision"]

FILE_NAME: Final = re.compile(r"art-([1-9][0-9]*)\.toml")
"""One file per article, named by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What one file holds."""

    article: Article
    obligations: tuple[Obligation, ...]
    conditions: Mapping[str, Condition]
    """By obligation id, parsed and checked."""

    tables: Mapping[str, Table]
    """By obligation id: where it stands, for errors that only the whole law shows."""


def _expression(table: Table) -> Expression:
    table.only(*("from", "until", "says", "reading", "source", "checked", "status", "confidence"))
    start, end = table.interval()
    return Expression(
        start=start,
        end=end,
        says=table.bilingual("says"),
        reading=table.maybe_bilingual("reading"),
        source=table.text("source"),
        checked=table.day("checked"),
        status=table.choice("status", STATUSES),
        confidence=table.choice("confidence", CONFIDENCES),
        line=table.source.lines.line(table.place),
    )


def _expressions(top: Table) -> tuple[Expression, ...]:
    tables = top.tables("expression")
    if not tables:
        raise top.fail("", "at least one [[expression]]", "none")
    expressions = tuple(_expression(table) for table in tables)
    for before, after, table in zip(expressions, expressions[1:], tables[1:], strict=False):
        if before.end is None or after.start < before.end:
            raise table.fail(
                "from",
                f"an expression that begins when the one of {before.start} has ended",
                f"{describe(after.start)} and "
                + (f"until = {before.end}" if before.end else "no 'until' there"),
            )
    return expressions


def _id(table: Table, instrument: str, stem: str) -> str:
    name = table.text("id")
    full = f"{instrument}/{name}"
    if not ids.is_valid(full) or not (name == stem or name.startswith(f"{stem}-")):
        raise table.fail(
            "id",
            f"'{stem}' or '{stem}-…' in lower case letters, digits and single hyphens",
            describe(name),
        )
    return full


def _displacements(table: Table, instrument: str) -> tuple[Displacement, ...]:
    edges = []
    for kind in ("special_to", "supersedes"):
        for edge in table.tables(kind):
            edge.only("id", "basis")
            edges.append(
                Displacement(
                    kind=kind,
                    obligation=absolute(edge.text("id"), instrument),
                    basis=edge.bilingual("basis"),
                )
            )
    return tuple(edges)


def absolute(reference: str, instrument: str) -> str:
    """Return a reference in full; one without a slash is meant within `instrument`.

    >>> absolute('art-21', 'cn/genai-2023')
    'cn/genai-2023/art-21'
    """
    return reference if "/" in reference else f"{instrument}/{reference}"


def frozen(value: object) -> object:
    """Return a TOML value as a read-only one: tables as mappings, lists as tuples."""
    match value:
        case dict():
            return MappingProxyType({key: frozen(inner) for key, inner in value.items()})
        case list():
            return tuple(frozen(inner) for inner in value)
        case _:
            return value


def _obligation(
    table: Table, article: str, expressions: tuple[Expression, ...], home: _Home
) -> Obligation:
    table.only(
        *("id", "title", "bearer", "when", "must", "reading", "from", "until", "theme", "stage"),
        *("parameters", "confidence", "because", "matter", "succeeds", "special_to"),
        *("supersedes", "penalties"),
    )
    full = _id(table, home.instrument, f"art-{article}")
    start, end = table.interval()
    text = next((e for e in expressions if is_in_force(e.start, e.end, start)), None)
    if text is None:
        raise table.fail("from", "a day on which an [[expression]] stands", describe(start))
    references = table.texts("penalties") if table.has("penalties") else home.penalties
    parameters = table.table("parameters").values if table.has("parameters") else {}
    return Obligation(
        id=full,
        instrument=home.instrument,
        article=article,
        title=table.bilingual("title"),
        bearer=table.choice("bearer", BEARERS),
        when=table.text("when"),
        must=table.bilingual("must"),
        reading=table.maybe_bilingual("reading"),
        start=start,
        end=end,
        theme=table.choice("theme", THEMES),
        stage=table.choice("stage", STAGES),
        parameters=MappingProxyType({key: frozen(value) for key, value in parameters.items()}),
        because=table.maybe_bilingual("because"),
        matter=table.text("matter") if table.has("matter") else None,
        succeeds=tuple(absolute(r, home.instrument) for r in table.texts("succeeds")),
        displaces=_displacements(table, home.instrument),
        penalties=tuple(absolute(r, home.instrument) for r in references),
        status=text.status,
        confidence=table.choice("confidence", CONFIDENCES)
        if table.has("confidence")
        else text.confidence,
        source=text.source,
        checked=text.checked,
        file=home.shown,
        line=table.source.lines.line(table.place),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    instrument: str
    penalties: tuple[str, ...]
    shown: Path


def _condition(table: Table, when: str, facts: Mapping[str, Fact]) -> Condition:
    try:
        return parse(when, facts)
    except MalformedCondition as cause:
        raise table.fail("when", cause.expected, cause.found, cause.near) from cause


def read_provision(
    file: Path,
    *,
    instrument: str,
    facts: Mapping[str, Fact],
    shown: Path,
    penalties: tuple[str, ...] = (),
) -> Provision:
    """Return the article of one file, with its obligations and their conditions.

    Args:
        file: named ``art-<number>.toml``.
        instrument: the id of the instrument it belongs to.
        facts: the declared facts, that conditions may name.
        shown: the file as obligations name it.
        penalties: the instrument's default, for obligations that name none.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.
    """
    named = FILE_NAME.fullmatch(file.name)
    if named is None:
        raise InvalidInstrument(
            file, 1, expected="a file named instrument.toml or art-<number>.toml", found=file.name
        )
    home = _Home(instrument=instrument, penalties=penalties, shown=shown)
    top = read(file, InvalidInstrument).top
    top.only("topic", "expression", "obligation")
    expressions = _expressions(top)
    obligations: dict[str, Obligation] = {}
    conditions: dict[str, Condition] = {}
    tables: dict[str, Table] = {}
    for table in top.tables("obligation"):
        duty = _obligation(table, named[1], expressions, home)
        if duty.id in obligations:
            raise table.fail(
                "id", "each id once", f"{duty.id} again (first on line {obligations[duty.id].line})"
            )
        obligations[duty.id] = duty
        conditions[duty.id] = _condition(table, duty.when, facts)
        tables[duty.id] = table
    article = Article(
        number=named[1],
        topic=top.bilingual("topic"),
        expressions=expressions,
        obligations=tuple(obligations),
        file=shown,
    )
    return Provision(
        article=article,
        obligations=tuple(obligations.values()),
        conditions=conditions,
        tables=tables,
    )
