"""One provision file (``art-14.toml``) read into an article and its obligations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

from hegui.errors import InvalidInstrument, MalformedCondition
from hegui.law.condition import Condition
from hegui.law.duty import Home, read_obligation
from hegui.law.grammar import Grammar
from hegui.law.instrument import CONFIDENCES, STATUSES, Article, Expression, Obligation
from hegui.law.naming import SHAPES, named
from hegui.law.penalty import read_penalty
from hegui.law.source import Table, describe, read

__all__ = ["Provision", "read_provision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What one file holds."""

    article: Article
    obligations: tuple[Obligation, ...]
    conditions: Mapping[str, Condition]
    """By obligation id, parsed and checked."""

    tables: Mapping[str, Table]
    """By obligation id: where it stands, for errors that only the whole law shows."""


def _expression(table: Table, published: date) -> Expression:
    table.only(
        *("from", "until", "known", "known_until", "says", "reading"),
        *("source", "checked", "status", "confidence"),
    )
    start, end = table.interval()
    known = table.maybe_day("known") or published
    known_until = table.maybe_day("known_until")
    if known_until is not None and known_until <= known:
        raise table.fail(
            "known_until", f"a day after {known}, when it was known", describe(known_until)
        )
    return Expression(
        start=start,
        end=end,
        known=known,
        known_until=known_until,
        says=table.bilingual("says"),
        reading=table.maybe_bilingual("reading"),
        source=table.text("source"),
        checked=table.day("checked"),
        status=table.choice("status", STATUSES),
        confidence=table.choice("confidence", CONFIDENCES),
        line=table.source.line(table.place),
    )


def _meet(start: date, end: date | None, other: date, other_end: date | None) -> bool:
    """Whether two half-open intervals share a day."""
    return (end is None or other < end) and (other_end is None or start < other_end)


def _expressions(top: Table, published: date) -> tuple[Expression, ...]:
    tables = top.tables("expression")
    if not tables:
        raise top.fail("", "at least one [[expression]]", "none")
    expressions = [_expression(table, published) for table in tables]
    for (before, _), (after, table) in combinations(zip(expressions, tables, strict=True), 2):
        overlap = _meet(before.start, before.end, after.start, after.end)
        if overlap and _meet(before.known, before.known_until, after.known, after.known_until):
            raise table.fail(
                "from",
                f"an expression that begins when the one of {before.start} has ended",
                f"{describe(after.start)} and "
                + (f"until = {before.end}" if before.end else "no 'until' there"),
            )
    return tuple(sorted(expressions, key=lambda e: (e.start, e.known)))


def _condition(table: Table, when: str, grammar: Grammar) -> Condition:
    try:
        return grammar.parse(when)
    except MalformedCondition as cause:
        raise table.fail("when", cause.expected, cause.found, cause.near) from cause


def read_provision(
    file: Path, home: Home, grammar: Grammar, content: bytes | None = None
) -> Provision:
    """Return the article of one file, with its obligations and their conditions.

    Args:
        file: named as `hegui.law.naming` says.
        home: the instrument it belongs to.
        grammar: reads conditions over the declared facts.
        content: the bytes of the file, when they were read already.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.
    """
    name = named(file.name)
    if name is None:
        raise InvalidInstrument(
            file, 1, expected=f"a file named instrument.toml, {SHAPES}", found=file.name
        )
    top = read(file, InvalidInstrument, content).top
    top.only("topic", "expression", "obligation", "penalty", "label")
    article = Article(
        stem=name.stem,
        kind=name.kind,
        number=name.number,
        label=top.text("label") if top.has("label") else name.label,
        topic=top.bilingual("topic"),
        expressions=_expressions(top, home.published),
        obligations=(),
        penalties=tuple(map(read_penalty, top.tables("penalty"))),
        file=home.shown / file.name,
    )
    obligations: dict[str, Obligation] = {}
    conditions: dict[str, Condition] = {}
    tables: dict[str, Table] = {}
    for table in top.tables("obligation"):
        duty = read_obligation(table, article, home)
        if duty.id in obligations:
            raise table.fail(
                "id", "each id once", f"{duty.id} again (first on line {obligations[duty.id].line})"
            )
        obligations[duty.id] = duty
        conditions[duty.id] = _condition(table, duty.when, grammar)
        tables[duty.id] = table
    return Provision(
        article=replace(article, obligations=tuple(obligations)),
        obligations=tuple(obligations.values()),
        conditions=conditions,
        tables=tables,
    )
