"""The grammar of conditions: one readable line, closed, that Python can parse.

    when = "role.provider and not stage in ('internal', 'closed_test')"

    condition   = condition "and" condition | condition "or" condition
                | "not" condition | "(" condition ")" | "True" | "False"
                | yes_no_fact
                | choice_fact ("==" | "!=") option
                | choice_fact ["not"] "in" "(" option, … ")"
                | option ["not"] "in" set_fact
                | number_fact ("==" | "!=" | "<" | "<=" | ">" | ">=") number
                | date_fact   ("==" | "!=" | "<" | "<=" | ">" | ">=") "'2026-11-21'"

The text is parsed with ``ast`` and every node is matched against this list;
anything else is an error, nothing is ever executed. Names and types are
checked when the law is loaded, so that evaluating cannot fail.

A derived fact is written like any other of its type. The parser puts the
condition in its place under which its rules meet the comparison, so that
evaluation sees asked facts only.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from datetime import date
from typing import Final

from hegui.errors import MalformedCondition
from hegui.law.condition import AllOf, AnyOf, Ask, Condition, Constant, Derived, Not, Reason, Test
from hegui.law.derived import formula
from hegui.law.facts import Answer, Fact, FactKind
from hegui.law.source import describe, near

__all__ = ["Grammar", "parse"]


def _is(answer: Answer, operand: object) -> bool:
    return answer is operand


def _one_of(answer: Answer, operand: object) -> bool:
    return isinstance(operand, frozenset) and answer in operand


def _none_of(answer: Answer, operand: object) -> bool:
    return not _one_of(answer, operand)


def _holds(answer: Answer, operand: object) -> bool:
    return isinstance(answer, frozenset) and operand in answer


def _lacks(answer: Answer, operand: object) -> bool:
    return not _holds(answer, operand)


_EQUALITY: Final[Mapping[type[ast.cmpop], Test]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_ORDER: Final[Mapping[type[ast.cmpop], Test]] = {
    **_EQUALITY,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_IN: Final[Mapping[type[ast.cmpop], Test]] = {ast.In: _one_of, ast.NotIn: _none_of}
_HAS: Final[Mapping[type[ast.cmpop], Test]] = {ast.In: _holds, ast.NotIn: _lacks}

_USE: Final[Mapping[FactKind, str]] = {
    FactKind.YES_NO: "the yes/no fact {0} to stand alone or after not",
    FactKind.CHOICE: "the choice {0} with == or != and an option, or in and a tuple of options",
    FactKind.SET: "an option, then in or not in, then the set {0}",
    FactKind.NUMBER: "the number {0} compared with a number by == != < <= > >=",
    FactKind.DATE: "the day {0} compared with a day in quotes, '2026-11-21', by == != < <= > >=",
}


class Grammar:
    """Reads conditions over one set of facts.

    Equal lines, and equal parts of lines, come out as one object: the articles
    of an instrument share their scope, and it is parsed and evaluated once.

    Derived facts must not lead back to themselves; `hegui.law.questions` sees
    to that before the first condition is read.
    """

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._lines: dict[str, Condition] = {}
        self._parts: dict[str, Condition] = {}
        self._reasons: dict[str, tuple[Reason, ...]] = {}

    def parse(self, text: str) -> Condition:
        """Return the condition that a line of text states.

        Raises:
            MalformedCondition: the line is outside the grammar, names an undeclared
                fact, or compares a fact with something of another type.
        """
        known = self._lines.get(text)
        if known is not None:
            return known
        try:
            # Twice: of the second, written in one way, each part is a slice of the text.
            line = ast.unparse(ast.parse(text.strip(), mode="eval"))
            body = ast.parse(line, mode="eval").body
        # ValueError: a null byte. MemoryError and RecursionError: absurd nesting.
        except (SyntaxError, ValueError, MemoryError, RecursionError) as cause:
            raise MalformedCondition(
                expected="one condition, for example \"role.provider and stage == 'public'\"",
                found=repr(text if len(text) <= 80 else text[:79] + "…"),
            ) from cause
        self._lines[text] = condition = self._condition(body, line.encode())
        return condition

    def reasons(self, fact: Fact) -> tuple[Reason, ...]:
        """Return the rules of a derived fact, parsed."""
        if fact.name not in self._reasons:
            self._reasons[fact.name] = tuple(
                Reason(rule.gives, self.parse(rule.when), rule.because) for rule in fact.rules
            )
        return self._reasons[fact.name]

    def _condition(self, node: ast.expr, line: bytes) -> Condition:
        label = line[node.col_offset : node.end_col_offset].decode()
        known = self._parts.get(label)
        if known is None:
            self._parts[label] = known = self._part(node, label, line)
        return known

    def _leaf(self, label: str, fact: Fact, test: Test, operand: object) -> Condition:
        if not fact.is_derived:
            return Ask(label, fact, test, operand)
        reasons = self.reasons(fact)
        return Derived(label, fact, reasons, formula(fact, reasons, test, operand))

    def _part(self, node: ast.expr, label: str, line: bytes) -> Condition:
        match node:
            case ast.Constant(value=bool() as value):
                return Constant(label, value)
            case ast.BoolOp(op=op, values=values):
                parts = tuple(self._condition(value, line) for value in values)
                return AllOf(label, parts) if isinstance(op, ast.And) else AnyOf(label, parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(label, self._condition(operand, line))
            case ast.Name() | ast.Attribute():
                fact = self._fact(node)
                if fact.kind is not FactKind.YES_NO:
                    raise self._misused(fact, label)
                return self._leaf(label, fact, _is, True)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._comparison(label, left, type(op), right)
            case _:
                raise self._outside(label)

    def _comparison(
        self, label: str, left: ast.expr, op: type[ast.cmpop], right: ast.expr
    ) -> Condition:
        if isinstance(left, ast.Constant):
            fact = self._fact(right)
            if fact.kind is not FactKind.SET or op not in _HAS:
                raise self._misused(fact, label)
            return self._leaf(label, fact, _HAS[op], self._option(fact, left.value))
        fact = self._fact(left)
        literal = right.value if isinstance(right, ast.Constant) else None
        if fact.kind is FactKind.CHOICE:
            if op in _IN and isinstance(right, ast.Tuple) and right.elts:
                given = [e.value if isinstance(e, ast.Constant) else e for e in right.elts]
                options = frozenset(self._option(fact, each) for each in given)
                return self._leaf(label, fact, _IN[op], options)
            if op in _EQUALITY and isinstance(right, ast.Constant):
                return self._leaf(label, fact, _EQUALITY[op], self._option(fact, literal))
        is_number = isinstance(literal, int | float) and not isinstance(literal, bool)
        if fact.kind is FactKind.NUMBER and op in _ORDER and is_number:
            return self._leaf(label, fact, _ORDER[op], literal)
        if fact.kind is FactKind.DATE and op in _ORDER and isinstance(literal, str):
            return self._leaf(label, fact, _ORDER[op], _day(literal))
        raise self._misused(fact, label)

    def _fact(self, node: ast.expr) -> Fact:
        name = ast.unparse(node)
        if not isinstance(node, ast.Name | ast.Attribute):
            raise MalformedCondition(expected="the name of a fact", found=name)
        if name not in self._facts:
            raise MalformedCondition(
                expected="the name of a declared fact",
                found=f"the unknown name {name}",
                near=near(name, self._facts),
            )
        return self._facts[name]

    def _option(self, fact: Fact, value: object) -> str:
        if not isinstance(value, str) or value not in fact.keys:
            raise MalformedCondition(
                expected=f"an option of {fact.name}: {', '.join(fact.keys)}",
                found=ast.unparse(value) if isinstance(value, ast.expr) else describe(value),
                near=near(str(value), fact.keys),
            )
        return value

    def _misused(self, fact: Fact, label: str) -> MalformedCondition:
        return MalformedCondition(expected=_USE[fact.kind].format(fact.name), found=label)

    def _outside(self, label: str) -> MalformedCondition:
        return MalformedCondition(
            expected="facts joined by and, or, not and comparisons, nothing else", found=label
        )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as cause:
        raise MalformedCondition(
            expected="a day in quotes, for example '2026-11-21'", found=repr(text)
        ) from cause
    if day.isoformat() != text:
        raise MalformedCondition(expected=f"the day as '{day}'", found=repr(text))
    return day


def parse(text: str, facts: Mapping[str, Fact]) -> Condition:
    """Return the condition that one line of text states; see `Grammar.parse`."""
    return Grammar(facts).parse(text)
