"""Conditions: parsed, and evaluated with three values.

`hegui.law.grammar` reads a line of a law file into these; evaluating one with
the answers of a profile gives an explanation tree (`hegui.law.tree`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hegui.bilingual import Bilingual
from hegui.law.facts import Answer, Fact
from hegui.law.tree import Node, both, either, negation

__all__ = [
    "AllOf",
    "AnyOf",
    "Ask",
    "Condition",
    "Constant",
    "Derived",
    "Not",
    "Reason",
    "Test",
    "evaluate",
    "facts_in",
    "mentioned_in",
    "possible_answers",
]

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


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule of a derived fact, parsed."""

    gives: Answer
    when: Condition
    because: Bilingual


@dataclass(frozen=True, slots=True)
class Derived:
    """A comparison with a derived fact, and what it comes to in asked facts."""

    label: str
    fact: Fact
    reasons: tuple[Reason, ...]

    body: Condition
    """Holds exactly when the answer that the rules give meets the comparison."""


Condition = Constant | Ask | Not | AllOf | AnyOf | Derived


def facts_in(condition: Condition) -> tuple[str, ...]:
    """Return the names of the facts that a condition asks for, each once, in order.

    Below a derived fact these are the asked facts that it rests on.
    """
    if isinstance(condition, Constant):
        return ()
    if isinstance(condition, Ask):
        return (condition.fact.name,)
    if isinstance(condition, Derived):
        parts = tuple(reason.when for reason in condition.reasons)
    else:
        parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return tuple(dict.fromkeys(name for part in parts for name in facts_in(part)))


def mentioned_in(condition: Condition) -> tuple[str, ...]:
    """Return the names of the facts that a condition is written in, derived ones as such."""
    if isinstance(condition, Constant):
        return ()
    if isinstance(condition, Ask | Derived):
        return (condition.fact.name,)
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return tuple(dict.fromkeys(name for part in parts for name in mentioned_in(part)))


def evaluate(
    condition: Condition, answers: Mapping[str, Answer], nodes: dict[str, Node] | None = None
) -> Node:
    """Return the condition with the value of each of its parts.

    Sound: a value that is not None stays the same however the missing answers
    are given (proved against brute force in ``tests/property/test_law.py``).
    Not complete: ``a or not a`` stays unknown while ``a`` is.

    Args:
        condition: as `hegui.law.grammar.Grammar.parse` returns it.
        answers: of one profile, to asked facts.
        nodes: parts already evaluated with the same answers and the same
            grammar, by label; read and added to, so that many conditions share
            the work.

    Notes:
        O(size of the condition). No exception: types were checked by `parse`.
    """
    return _Evaluation(answers, {} if nodes is None else nodes).node(condition)


_ALWAYS: Final = Bilingual(zh="一律适用", en="always")
_NEVER: Final = Bilingual(zh="一律不适用", en="never")


@dataclass(frozen=True, slots=True)
class _Evaluation:
    answers: Mapping[str, Answer]
    nodes: dict[str, Node]

    def node(self, condition: Condition) -> Node:
        label = condition.label
        known = self.nodes.get(label)
        if known is None:
            self.nodes[label] = known = self.new(condition, label)
        return known

    def new(self, condition: Condition, label: str) -> Node:
        if isinstance(condition, Ask):
            return _ask(condition, self.answers.get(condition.fact.name))
        if isinstance(condition, Constant):
            says = _ALWAYS if condition.value else _NEVER
            return Node(kind="constant", label=label, value=condition.value, says=says)
        if isinstance(condition, Not):
            child = self.node(condition.part)
            return Node(kind="not", label=label, value=negation(child.value), children=(child,))
        if isinstance(condition, Derived):
            return self.derived(condition)
        children = tuple([self.node(part) for part in condition.parts])
        values = [child.value for child in children]
        if isinstance(condition, AllOf):
            return Node(kind="all", label=label, value=both(values), children=children)
        return Node(kind="any", label=label, value=either(values), children=children)

    def derived(self, condition: Derived) -> Node:
        """Return a derived fact over the parts that it rests on, with the rule that gives it."""
        body = self.node(condition.body)
        question = condition.fact.question
        possible = possible_answers(
            condition.reasons, [self.node(reason.when).value for reason in condition.reasons]
        )
        words = _UNTOLD
        if body.value is not None:
            told = {answer: condition.fact.words(answer) for answer, _ in possible}.values()
            words = Bilingual(
                zh="或".join(each.zh for each in told), en=" or ".join(each.en for each in told)
            )
        return Node(
            kind="derived",
            label=condition.label,
            value=body.value,
            fact=condition.fact.name,
            says=Bilingual(zh=f"{question.zh}{words.zh}", en=f"{question.en} {words.en}"),
            reason=possible[0][1] if len(possible) == 1 else None,
            children=(body,),
        )


_UNTOLD: Final = Bilingual(zh="尚不能推出", en="cannot be told yet")
_NONE_HOLDS: Final = Bilingual(zh="以上各项均不成立。", en="None of its grounds holds.")


def possible_answers(
    reasons: Sequence[Reason], values: Sequence[bool | None]
) -> list[tuple[Answer, Bilingual]]:
    """Return what the rules of a derived fact may still give, each with its reason.

    Args:
        reasons: the rules, in order.
        values: whether each of them holds, as many; None while it is not known.

    Returns:
        One for each rule that holds or may hold, up to the first that holds; a
        yes/no fact is no when none does. Never empty.
    """
    possible: list[tuple[Answer, Bilingual]] = []
    for reason, value in zip(reasons, values, strict=True):
        if value is not False:
            possible.append((reason.gives, reason.because))
        if value:
            return possible
    return [*possible, (False, _NONE_HOLDS)]


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
