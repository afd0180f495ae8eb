"""Explanation trees: a condition, evaluated, with the reason in it.

Values are Kleene's three: True, False and None for *not known*. A node is
decided when its value is not None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hegui.bilingual import Bilingual

__all__ = ["Kind", "Node", "both", "either", "negation"]

Kind = Literal["all", "any", "not", "derived", "fact", "constant", "day", "status", "precedence"]
"""``fact``, ``constant``, ``day`` and ``status`` are leaves. A ``derived`` fact unfolds into the
asked facts it rests on; ``precedence`` into the two duties of which one goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part of a condition and what it came to."""

    kind: Kind

    label: str
    """The part as it is written in the law file, for example ``stage == 'public'``."""

    value: bool | None
    """Whether this part holds; None while it depends on a fact without an answer."""

    children: tuple[Node, ...] = ()

    fact: str | None = None
    """The fact that a leaf asks for, or that is derived here."""

    says: Bilingual | None = None
    """As one sentence: the question and its answer."""

    reason: Bilingual | None = None
    """Why a derived fact has its answer, or why one duty goes before another."""

    obligation: str | None = None
    """Full id of the other duty, where precedence decides."""

    def leaves(self) -> tuple[Node, ...]:
        """Return all leaves, in the order of the text."""
        if not self.children:
            return (self,)
        return tuple(leaf for child in self.children for leaf in child.leaves())

    def because(self) -> tuple[Node, ...]:
        """Return the fewest leaves that fix the value, in the order of the text.

        One false part settles ``and``, one true part settles ``or``: of several,
        the one with the fewest leaves is given, the first among equals. An
        undecided node has no because.
        """
        if self.value is None:
            return ()
        if not self.children or self.kind == "precedence":
            return (self,)
        reasons = [child.because() for child in self.children if child.value is self.decider]
        if (self.kind, self.value) in {("any", True), ("all", False)}:
            return min(reasons, key=len)
        return tuple({leaf.label: leaf for reason in reasons for leaf in reason}.values())

    @property
    def decider(self) -> bool | None:
        """The value of the parts that fix this one: its own, but for *not* the opposite."""
        return negation(self.value) if self.kind == "not" else self.value

    def blockers(self) -> tuple[str, ...]:
        """Return the facts whose answer can still change the value, each once.

        A part that is already decided blocks nothing, whatever in it is unknown.
        """
        if self.value is not None:
            return ()
        if self.kind == "fact" and self.fact is not None:
            return (self.fact,)
        return tuple(dict.fromkeys(name for c in self.children for name in c.blockers()))

    def as_dict(self) -> dict[str, object]:
        """Return the tree for JSON; empty parts are left out."""
        shown: dict[str, object] = {"kind": self.kind, "label": self.label, "value": self.value}
        if self.fact is not None:
            shown["fact"] = self.fact
        if self.says is not None:
            shown["says"] = self.says.as_dict()
        if self.reason is not None:
            shown["reason"] = self.reason.as_dict()
        if self.obligation is not None:
            shown["obligation"] = self.obligation
        if self.children:
            shown["children"] = [child.as_dict() for child in self.children]
        return shown


def negation(value: bool | None) -> bool | None:
    """Return Kleene's *not*."""
    return None if value is None else not value


def both(values: list[bool | None]) -> bool | None:
    """Return Kleene's *and*: one False decides, then one unknown leaves it open."""
    if False in values:
        return False
    return None if None in values else True


def either(values: list[bool | None]) -> bool | None:
    """Return Kleene's *or*: one True decides, then one unknown leaves it open."""
    if True in values:
        return True
    return None if None in values else False
