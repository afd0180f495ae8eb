"""What follows from a profile: each derived fact with its answer and its reason.

for conclusion in conclusions(law, profile.answers):
    conclusion.fact.question, conclusion.answer, conclusion.because
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hegui.bilingual import Bilingual
from hegui.law.condition import Reason, evaluate, possible_answers
from hegui.law.facts import Answer, Fact
from hegui.law.law import Law
from hegui.law.tree import Node

__all__ = ["Conclusion", "conclude", "conclusions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """One derived fact, for one set of answers."""

    fact: Fact

    answer: Answer | None
    """What the rules give; None while it is open."""

    because: Bilingual | None
    """Why, in the words of the rule that gives it; None while it is open, or while it is open
    which of several rules gives one and the same answer."""

    trees: tuple[Node, ...]
    """The rules that were looked at, in order, up to the first that holds."""

    @property
    def words(self) -> Bilingual:
        """The answer as people read it."""
        if self.answer is None:
            return Bilingual(zh="尚不能推出", en="cannot be told yet")
        return self.fact.words(self.answer)

    def blockers(self) -> tuple[str, ...]:
        """Return the asked facts that keep the answer open, each once; empty once it is given."""
        if self.answer is not None:
            return ()
        return tuple(dict.fromkeys(name for tree in self.trees for name in tree.blockers()))


def conclude(
    fact: Fact,
    reasons: tuple[Reason, ...],
    answers: Mapping[str, Answer],
    nodes: dict[str, Node] | None = None,
) -> Conclusion:
    """Return what the rules of a derived fact give.

    Args:
        fact: the derived fact.
        reasons: its rules, parsed: ``law.reasons[fact.name]``.
        answers: to asked facts.
        nodes: parts already evaluated; see `hegui.law.condition.evaluate`.
    """
    trees = [evaluate(reason.when, answers, nodes) for reason in reasons]
    values = [tree.value for tree in trees]
    possible = possible_answers(reasons, values)
    first, because = possible[0]
    is_given = all(answer == first for answer, _ in possible)
    return Conclusion(
        fact=fact,
        answer=first if is_given else None,
        because=because if len(possible) == 1 else None,
        trees=tuple(trees[: values.index(True) + 1] if True in values else trees),
    )


def conclusions(law: Law, answers: Mapping[str, Answer]) -> tuple[Conclusion, ...]:
    """Return every derived fact with what follows from the answers, in the order of the facts."""
    nodes: dict[str, Node] = {}
    return tuple(
        conclude(law.facts[name], reasons, answers, nodes) for name, reasons in law.reasons.items()
    )
