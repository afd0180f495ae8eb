"""The explanation tree, ready to be shown: each leaf with its fact and its place."""

from __future__ import annotations

from dataclasses import dataclass

from hegui.bilingual import Bilingual
from hegui.law import Fact, Law, Node, Profile

__all__ = ["Branch", "branch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One part of the condition."""

    kind: str
    label: str
    value: bool | None
    says: Bilingual | None
    reason: Bilingual | None
    """Why a derived fact has its answer, or one duty goes before another."""

    obligation: str | None
    """Full id of the other duty, where precedence decides."""

    fact: Fact | None
    line: int | None
    """Where the profile answers the fact; None when it does not."""

    is_decisive: bool
    """Among the fewest leaves that settle the verdict."""

    children: tuple[Branch, ...]


def branch(node: Node, law: Law, profile: Profile, decisive: tuple[Node, ...]) -> Branch:
    """Return `node` and all below it with facts and lines looked up."""
    fact = law.facts.get(node.fact) if node.fact else None
    return Branch(
        kind=node.kind,
        label=node.label,
        value=node.value,
        says=node.says,
        reason=node.reason,
        obligation=node.obligation,
        fact=fact,
        line=None if fact is None else profile.line_of(fact.name),
        is_decisive=any(node is leaf for leaf in decisive),
        children=tuple(branch(child, law, profile, decisive) for child in node.children),
    )
