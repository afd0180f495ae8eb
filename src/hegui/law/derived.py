"""Derived facts as conditions: under which asked facts their rules meet a comparison.

The first rule whose ``when`` holds gives the answer. So the rules

    is = "high"   when = a
    is = "low"    when = b
    is = "high"   when = True

meet ``== "high"`` when ``a or (not b and True)``, which is ``a or not b``.
Written so, a derived fact is evaluated, explained and proved sound like any
other condition; an earlier rule that is still unknown leaves the answer
unknown, unless all rules that may give it agree on the comparison.
"""

from __future__ import annotations

from hegui.law.condition import AllOf, AnyOf, Condition, Constant, Not, Reason, Test
from hegui.law.facts import Fact, FactKind

__all__ = ["formula"]

_ALWAYS = Constant("True", value=True)
_NEVER = Constant("False", value=False)


def formula(fact: Fact, reasons: tuple[Reason, ...], test: Test, operand: object) -> Condition:
    """Return the condition that holds exactly when the rules' answer meets a comparison.

    Args:
        fact: the derived fact; a yes/no fact is no when none of its rules holds.
        reasons: its rules, parsed.
        test: the comparison, applied to the answer that a rule gives.
        operand: what the answer is compared with.
    """
    is_no = fact.kind is FactKind.YES_NO and bool(test(False, operand))
    rest: Condition = _ALWAYS if is_no else _NEVER
    for reason in reversed(reasons):
        if reason.when == _ALWAYS:
            rest = _ALWAYS if test(reason.gives, operand) else _NEVER
        elif test(reason.gives, operand):
            rest = _or(reason.when, rest)
        else:
            rest = _and(Not(f"not {_bracketed(reason.when)}", reason.when), rest)
    return rest


def _or(first: Condition, rest: Condition) -> Condition:
    if isinstance(rest, Constant):
        return rest if rest.value else first
    more = rest.parts if isinstance(rest, AnyOf) else (rest,)
    parts = (first, *more)
    return AnyOf(" or ".join(map(_bracketed, parts)), parts)


def _and(first: Condition, rest: Condition) -> Condition:
    if isinstance(rest, Constant):
        return first if rest.value else rest
    more = rest.parts if isinstance(rest, AllOf) else (rest,)
    parts = (first, *more)
    return AllOf(" and ".join(map(_bracketed, parts)), parts)


def _bracketed(condition: Condition) -> str:
    return f"({condition.label})" if isinstance(condition, AllOf | AnyOf) else condition.label
