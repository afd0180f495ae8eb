"""The facts as the page lists them: by group, with what is known and what hangs on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hegui.bilingual import Bilingual
from hegui.law import Conclusion, Fact, FactGroup, Law, Profile, conclusions, mentioned_in
from hegui.law.interview import Interview

__all__ = ["Group", "Line", "derived", "groups", "rests_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact that people answer."""

    fact: Fact
    answer: Bilingual | None
    """In words; None while there is none."""

    is_unsure: bool
    hangs: int
    """Undecided obligations that its answer can still change; 0 when it matters no more."""

    @property
    def state(self) -> str:
        """One word of the vocabulary ``fact_state``."""
        if self.answer is not None:
            return "answered"
        if self.is_unsure:
            return "unsure"
        return "open" if self.hangs else "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The facts under one heading."""

    group: FactGroup
    lines: tuple[Line, ...]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(line.answer is not None for line in self.lines)

    @property
    def open(self) -> int:
        """How many still matter and have none."""
        return sum(line.hangs > 0 for line in self.lines)


def _line(fact: Fact, profile: Profile, hangs: int) -> Line:
    answer = profile.answers.get(fact.name)
    return Line(
        fact=fact,
        answer=None if answer is None else fact.words(answer),
        is_unsure=fact.name in profile.unsure,
        hangs=hangs,
    )


def groups(law: Law, profile: Profile, found: Interview) -> tuple[Group, ...]:
    """Return every asked fact under its heading, groups without one left out."""
    hangs = {each.fact.name: len(each.hangs) for each in (*found.questions, *found.unsure)}
    made = (
        Group(
            group=group,
            lines=tuple(
                _line(law.facts[name], profile, hangs.get(name, 0))
                for name in group.facts
                if not law.facts[name].is_derived
            ),
        )
        for group in law.groups
    )
    return tuple(group for group in made if group.lines)


def derived(law: Law, profile: Profile) -> tuple[Conclusion, ...]:
    """Return what follows from the answers, what is open last."""
    found = conclusions(law, profile.answers)
    return tuple(sorted(found, key=lambda each: each.answer is None))


def rests_on(law: Law, name: str) -> Iterator[Fact]:
    """Yield the derived facts whose rules read a fact."""
    for fact, reasons in law.reasons.items():
        if any(name in mentioned_in(reason.when) for reason in reasons):
            yield law.facts[fact]
