"""Conditions: parsed, and evaluated with three values.

`hegui.law.grammar` reads a line of a law file into these; evaluating one with
the answers of a profile gives an explanation tree (`hegui.law.tree`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hegui.bilingual import Bilingual
from hegui.law.facts import Answer, Fact
from hegui.law.tree import Node, both, either, negation

__all__ = ["AllOf", "AnyOf", "Ask", "Condition", "Constant", "Not", "Test", "evaluate", "facts_in"]

Test = Callable[[Any, Any], object]
"""Whether an answer meets an operand; the parser has made sure that the two compare."""


@dataclass(frozen=True, slots=True)
class Constant:
    """``True`` or ``False``: a duty that binds always, or never."""

    label: str
    value: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """A leaf: one fact, and for all but yes/no facts a comparison."""

    label: str
    fact: Fact
    test: Test
    operand: object


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    label: str
    part: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    label: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold."""

    label: str
    parts: tuple[Condition, ...]


Condition = Constant | Ask | Not | AllOf | AnyOf


def facts_in(condition: Condition) -> tuple[str, ...]:
    """Return the names of the facts that a condition asks for, each once, in order."""
    if isinstance(condition, Constant):
        return ()
    if isinstance(condition, Ask):
        return (condition.fact.name,)
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return tuple(dict.fromkeys(name for part in parts for name in facts_in(part)))


def evaluate(condition: Condition, answers: Mapping[str, Answer]) -> Node:
    """Return the condition with the value of each of its parts.

    Sound: a value that is not None stays the same however the missing answers
    are given (proved against brute force in ``tests/property/test_law.py``).
    Not complete: ``a or not a`` stays unknown while ``a`` is.

    Notes:
        O(size of the condition). No exception: types were checked by `parse`.
    """
    if isinstance(condition, Constant):
        says = _ALWAYS if condition.value else _NEVER
        return Node(kind="constant", label=condition.label, value=condition.value, says=says)
    if isinstance(condition, Ask):
        return _ask(condition, answers.get(condition.fact.name))
    label = condition.label
    if isinstance(condition, Not):
        child = evaluate(condition.part, answers)
        return Node(kind="not", label=label, value=negation(child.value), children=(child,))
    children = tuple(evaluate(part, answers) for part in condition.parts)
    values = [child.value for child in children]
    if isinstance(condition, AllOf):
        return Node(kind="all", label=label, value=both(values), children=children)
    return Node(kind="any", label=label, value=either(values), children=children)


_ALWAYS: Final = Bilingual(zh="一律适用", en="always")
_NEVER: Final = Bilingual(zh="一律不适用", en="never")


def _ask(ask: Ask, answer: Answer | None) -> Node:
    question = ask.fact.question
    if answer is None:
        says = Bilingual(zh=f"{question.zh}尚未回答", en=f"{question.en} not answered yet")
        return Node(kind="fact", label=ask.label, value=None, fact=ask.fact.name, says=says)
    words = ask.fact.words(answer)
    return Node(
        kind="fact",
        label=ask.label,
        value=bool(ask.test(answer, ask.operand)),
        fact=ask.fact.name,
        says=Bilingual(zh=f"{question.zh}{words.zh}", en=f"{question.en} {words.en}"),
    )
