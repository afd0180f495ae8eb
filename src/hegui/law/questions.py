"""The declared facts, loaded: one file for each group under ``instruments/facts/``.

group.zh = "模型的来历"          the heading
group.en = "How the model was made"
order = 40                      groups with a smaller one come first

[[fact]]
name = "training.pretrains"
…
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hegui.errors import InvalidInstrument, MalformedCondition
from hegui.law.condition import facts_in
from hegui.law.facts import Fact, FactGroup, read_fact
from hegui.law.grammar import Grammar
from hegui.law.source import Table, describe, near, read

__all__ = ["Questions", "load_questions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Every declared fact, in groups."""

    facts: Mapping[str, Fact]
    """By name, in the order of the groups and of their files."""

    groups: tuple[FactGroup, ...]
    """By `FactGroup.order`."""


def _group(file: Path) -> tuple[FactGroup, list[tuple[Fact, Table]]]:
    top = read(file, InvalidInstrument).top
    top.only("group", "order", "fact")
    facts = [(read_fact(table, file.stem), table) for table in top.tables("fact")]
    if not facts:
        raise top.fail("", "at least one [[fact]]", "none", near("fact", top.values))
    group = FactGroup(
        key=file.stem,
        words=top.bilingual("group"),
        order=top.whole("order", at_least=0),
        facts=tuple(fact.name for fact, _ in facts),
    )
    return group, facts


def _check_names(declared: list[tuple[Fact, Table]]) -> None:
    """Raise when two names clash: 'stage' and 'stage.since' could not both be keys of a profile."""
    names: set[str] = set()
    holders: dict[str, str] = {}
    for fact, table in declared:
        parts = fact.name.split(".")
        above = [".".join(parts[:size]) for size in range(1, len(parts))]
        other = next((name for name in above if name in names), holders.get(fact.name))
        if other is not None:
            raise table.fail(
                "name", f"a name that does not overlap with {other!r}", describe(fact.name)
            )
        names.add(fact.name)
        for name in (*above, fact.name):
            holders.setdefault(name, fact.name)


def _check_rules(facts: Mapping[str, Fact], tables: Mapping[str, Table]) -> None:
    """Raise when a rule cannot be read, or facts lead back to themselves."""
    plain = Grammar({name: replace(fact, rules=()) for name, fact in facts.items()})
    below: dict[str, list[tuple[str, Table]]] = {}
    for name, fact in facts.items():
        below[name] = []
        for rule, table in zip(fact.rules, tables[name].tables("rule"), strict=True):
            try:
                condition = plain.parse(rule.when)
            except MalformedCondition as cause:
                raise table.fail("when", cause.expected, cause.found, cause.near) from cause
            below[name] += [(other, table) for other in facts_in(condition)]
    settled: set[str] = set()
    for name in below:
        _descend(name, (), below, settled)


def _descend(
    name: str,
    path: tuple[str, ...],
    below: Mapping[str, list[tuple[str, Table]]],
    settled: set[str],
) -> None:
    if name in settled:
        return
    here = (*path, name)
    for other, table in below[name]:
        if other in here:
            circle = " → ".join((*here[here.index(other) :], other))
            raise table.fail("when", f"facts that do not lead back to {other}", circle)
        _descend(other, here, below, settled)
    settled.add(name)


def load_questions(folder: Path) -> Questions:
    """Return the declared facts of a folder.

    Raises:
        InvalidInstrument: there is no file, one does not follow the schema, two
            names clash, a rule cannot be read, or derived facts form a circle.
    """
    read_files = [_group(file) for file in sorted(folder.glob("*.toml"))]
    if not read_files:
        raise InvalidInstrument(folder, 1, expected="at least one file of facts", found="none")
    read_files.sort(key=lambda each: each[0].order)
    declared = [each for _, facts in read_files for each in facts]
    _check_names(declared)
    facts = {fact.name: fact for fact, _ in declared}
    _check_rules(facts, {fact.name: table for fact, table in declared})
    return Questions(facts=facts, groups=tuple(group for group, _ in read_files))
