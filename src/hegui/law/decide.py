"""Which obligations bind a service on a day, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from hegui import ids
from hegui.bilingual import Bilingual
from hegui.law.applicability import Applicability
from hegui.law.condition import evaluate
from hegui.law.facts import Answer
from hegui.law.instrument import DECIDING, Obligation, is_in_force
from hegui.law.law import Law
from hegui.law.precedence import Clash
from hegui.law.profile import Profile
from hegui.law.resolve import Standing, resolve
from hegui.law.tree import Node

__all__ = ["Decision", "applies", "ask_next", "decide"]

_BY_VALUE = {
    True: Applicability.APPLIES,
    False: Applicability.NOT_APPLIES,
    None: Applicability.UNKNOWN,
}
_MAY_BIND = (Applicability.APPLIES, Applicability.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One obligation, one service, one day."""

    obligation: Obligation
    verdict: Applicability

    tree: Node
    """The explanation: the condition with the value of each part, the day or the status that
    settles it, or the rule that goes first."""

    would: Applicability | None = None
    """What the condition alone says, for a text that stands on the day and does not bind (a draft,
    guidance); None for every other."""

    would_tree: Node | None = None
    """The explanation of `would`."""

    against: tuple[str, ...] = ()
    """Full ids of the duties that displace this one, conflict with it, or keep it open."""

    @property
    def is_provisional(self) -> bool:
        """Whether the text does not bind in itself, and practice measures by it all the same."""
        return self.obligation.status == "provisional"

    def because(self) -> tuple[Node, ...]:
        """Return the fewest leaves that settle the verdict; empty while it is unknown."""
        return self.tree.because()

    def blockers(self) -> tuple[str, ...]:
        """Return the asked facts whose answer can still change the verdict; empty once settled."""
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
            "status": self.obligation.status,
            "confidence": self.obligation.confidence,
            "because": [leaf.as_dict() for leaf in self.because()],
            "blockers": list(self.blockers()),
            "would": None if self.would is None else self.would.value,
            "against": list(self.against),
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


def _replaced(duty: Obligation) -> Node:
    return Node(
        kind="day",
        label=f"known until {duty.known_until}",
        value=False,
        says=Bilingual(
            zh=f"{duty.known_until} 公布的规定取代了这一条，现在不再据此判断。",
            en=f"What was published on {duty.known_until} replaced this; it decides no longer.",
        ),
    )


def _alone(
    law: Law, answers: Mapping[str, Answer], duty: Obligation, on: date, nodes: dict[str, Node]
) -> Decision:
    """Return the decision on one obligation, before other duties are looked at."""
    out = Applicability.NOT_IN_FORCE
    if duty.known_until is not None:
        return Decision(obligation=duty, verdict=out, tree=_replaced(duty))
    if not is_in_force(duty.start, duty.end, on):
        return Decision(obligation=duty, verdict=out, tree=_not_yet(duty, on))
    tree = evaluate(law.conditions[duty.id], answers, nodes)
    verdict = _BY_VALUE[tree.value]
    if duty.status in DECIDING:
        return Decision(obligation=duty, verdict=verdict, tree=tree)
    return Decision(
        obligation=duty, verdict=out, tree=_not_binding(duty), would=verdict, would_tree=tree
    )


def _cited(law: Law, id_: str) -> Bilingual:
    duty = law.obligations[id_]
    short = law.instruments[duty.instrument].short
    where = duty.provision_words
    return Bilingual(
        zh=f"《{short.zh}》{where.zh}（{duty.title.zh}）",
        en=f"{short.en}, {where.en} ({duty.title.en})",
    )


def _ground(clash: Clash, standing: Standing, verdict: Applicability) -> str:
    """Return the ground that a clash has in the verdict on one of its two duties."""
    if verdict is Applicability.UNKNOWN:
        return "open"
    if verdict is Applicability.DISPLACED:
        return clash.ground
    if not standing.contested:
        return "circle"
    return "contested" if clash.is_settled else clash.ground


def _told(law: Law, clash: Clash, ground: str, id_: str, below: Node) -> Node:
    """Return a clash as a part of the explanation of the duty `id_`."""
    other = clash.second if clash.first == id_ else clash.first
    first, second = (clash.first, clash.second) if ground == clash.ground else (other, id_)
    asserted = clash.edge.basis if clash.edge is not None and ground == clash.ground else None
    return Node(
        kind="precedence",
        label=f"{first} {ground} {second}",
        value=None if ground == "open" else False,
        says=law.grounds.says(ground, _cited(law, first), _cited(law, second)),
        reason=law.grounds.basis(ground, ids.parse(id_).jurisdiction, asserted),
        obligation=other,
        children=(below,),
    )


def _weighed(law: Law, alone: Mapping[str, Decision], id_: str, standing: Standing) -> Decision:
    """Return a decision after the duties that it clashes with were looked at."""
    decision = alone[id_]
    if not standing.against:
        return decision
    if standing.gives_way:
        verdict = Applicability.DISPLACED
    elif standing.contested or not (decision.tree.value is None or standing.hangs_on):
        verdict = Applicability.CONFLICT
    else:
        verdict = Applicability.UNKNOWN
    against = [clash.second if clash.first == id_ else clash.first for clash in standing.against]
    first, *more = [
        _told(law, clash, _ground(clash, standing, verdict), id_, alone[other].tree)
        for clash, other in zip(standing.against, against, strict=True)
    ]
    hung = [alone[other].tree for other in standing.hangs_on if other not in against]
    tree = replace(first, children=(decision.tree, *first.children, *more, *hung))
    return replace(decision, verdict=verdict, tree=tree, against=tuple(against))


def _among(law: Law, alone: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return the decisions that other duties bear upon, weighed."""
    holds = {id_: d.tree.value for id_, d in alone.items() if d.verdict in _MAY_BIND}
    standings = resolve(holds, law.clashes)
    return {id_: _weighed(law, alone, id_, standing) for id_, standing in standings.items()}


def decide(
    law: Law, answers: Mapping[str, Answer], id_: str, on: date, known: date | None = None
) -> Decision:
    """Return the decision on one obligation; it is the same as in `applies`.

    Raises:
        UnknownObligation: nothing has this id, or nothing had it on the day `known`.
    """
    law = law if known is None else law.as_known(known)
    law.obligation(id_)
    linked = {id_}
    waiting = [id_]
    while waiting:
        here = waiting.pop()
        for clash in law.clashes:
            pair = {clash.first, clash.second}
            if here in pair:
                waiting += pair - linked
                linked |= pair
    nodes: dict[str, Node] = {}
    alone = {
        each: _alone(law, answers, law.obligations[each], on, nodes) for each in sorted(linked)
    }
    return (alone | _among(law, alone))[id_]


def applies(
    law: Law, profile: Profile, on: date, known: date | None = None
) -> tuple[Decision, ...]:
    """Return one decision for each obligation, in law order.

    Args:
        law: as loaded.
        profile: the service's answers.
        on: the day asked for, in Beijing.
        known: as the law could be known on that day; None for all that is known.

    Notes:
        Pure and without exceptions; a few microseconds an obligation.
    """
    law = law if known is None else law.as_known(known)
    nodes: dict[str, Node] = {}
    alone = {
        id_: _alone(law, profile.answers, duty, on, nodes) for id_, duty in law.obligations.items()
    }
    return tuple((alone | _among(law, alone)).values())


def ask_next(decisions: Iterable[Decision]) -> str | None:
    """Return the fact that blocks the most verdicts, or None when nothing is unknown.

    Among equals the one that the law asks for first.
    """
    blocked = Counter(fact for decision in decisions for fact in decision.blockers())
    return max(blocked, key=blocked.__getitem__, default=None)
