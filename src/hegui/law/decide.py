"""Which obligations bind a service on a day, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hegui.bilingual import Bilingual
from hegui.law.applicability import Applicability
from hegui.law.condition import evaluate
from hegui.law.facts import Answer
from hegui.law.instrument import DECIDING, Obligation, is_in_force
from hegui.law.load import Law
from hegui.law.profile import Profile
from hegui.law.tree import Node

__all__ = ["Decision", "applies", "ask_next", "decide"]

_BY_VALUE = {
    True: Applicability.APPLIES,
    False: Applicability.NOT_APPLIES,
    None: Applicability.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One obligation, one service, one day."""

    obligation: Obligation
    verdict: Applicability
    tree: Node
    """The explanation: the condition with the value of each part, or the day that settles it."""

    def because(self) -> tuple[Node, ...]:
        """Return the fewest leaves that settle the verdict; empty while it is unknown."""
        return self.tree.because()

    def blockers(self) -> tuple[str, ...]:
        """Return the facts whose answer can still change the verdict; empty once settled."""
        return self.tree.blockers()

    def as_dict(self) -> dict[str, object]:
        """Return the decision for JSON."""
        return {
            "id": self.obligation.id,
            "verdict": self.verdict.value,
            "title": self.obligation.title.as_dict(),
            "must": self.obligation.must.as_dict(),
            "bearer": self.obligation.bearer,
            "theme": self.obligation.theme,
            "confidence": self.obligation.confidence,
            "because": [leaf.as_dict() for leaf in self.because()],
            "blockers": list(self.blockers()),
        }


def _not_yet(duty: Obligation, on: date) -> Node:
    if on < duty.start:
        label = f"from {duty.start}"
        says = Bilingual(
            zh=f"自 {duty.start} 起施行，所问之日为 {on}。",
            en=f"In force from {duty.start}; the day asked for is {on}.",
        )
    else:
        label = f"until {duty.end}"
        says = Bilingual(
            zh=f"自 {duty.end} 起不再施行，所问之日为 {on}。",
            en=f"No longer in force from {duty.end}; the day asked for is {on}.",
        )
    return Node(kind="day", label=label, value=False, says=says)


def _not_binding(duty: Obligation) -> Node:
    return Node(
        kind="status",
        label=f"status {duty.status}",
        value=False,
        says=Bilingual(
            zh="该文本为征求意见稿或推荐性文件，不具约束力。",
            en=f"The text is {duty.status} and does not bind.",
        ),
    )


def decide(law: Law, answers: Mapping[str, Answer], id_: str, on: date) -> Decision:
    """Return the decision on one obligation, before other rules are looked at.

    Raises:
        UnknownObligation: nothing has this id.
    """
    duty = law.obligation(id_)
    if duty.status not in DECIDING:
        tree, verdict = _not_binding(duty), Applicability.NOT_IN_FORCE
    elif not is_in_force(duty.start, duty.end, on):
        tree, verdict = _not_yet(duty, on), Applicability.NOT_IN_FORCE
    else:
        tree = evaluate(law.conditions[id_], answers)
        verdict = _BY_VALUE[tree.value]
    return Decision(obligation=duty, verdict=verdict, tree=tree)


def _contested(decisions: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return the decisions that an asserted displacement puts into question.

    Which of two rules goes first is not computed yet. So where both bind, or
    may, nothing is silently dropped and nothing silently kept: a person decides.
    """
    may_bind = {Applicability.APPLIES, Applicability.UNKNOWN}
    contested: dict[str, Decision] = {}
    for decision in decisions.values():
        for edge in decision.obligation.displaces:
            other = decisions[edge.obligation]
            if decision.verdict in may_bind and other.verdict in may_bind:
                label = f"{decision.obligation.id} {edge.kind} {edge.obligation}"
                contested[edge.obligation] = Decision(
                    obligation=other.obligation,
                    verdict=Applicability.CONFLICT,
                    tree=Node(kind="precedence", label=label, value=False, says=edge.basis),
                )
    return contested


def applies(law: Law, profile: Profile, on: date) -> tuple[Decision, ...]:
    """Return one decision for each obligation, in law order.

    Args:
        law: as loaded.
        profile: the service's answers.
        on: the day asked for, in Beijing.

    Notes:
        Pure and without exceptions; a few microseconds an obligation.
    """
    decisions = {id_: decide(law, profile.answers, id_, on) for id_ in law.obligations}
    return tuple((decisions | _contested(decisions)).values())


def ask_next(decisions: Iterable[Decision]) -> str | None:
    """Return the fact that blocks the most verdicts, or None when nothing is unknown.

    Among equals the one that the law asks for first.
    """
    blocked = Counter(fact for decision in decisions for fact in decision.blockers())
    return max(blocked, key=blocked.__getitem__, default=None)
