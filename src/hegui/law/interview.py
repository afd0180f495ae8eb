"""The interview: what to ask next, what still matters, and what hangs on it.

Its whole state is the profile: answers, and facts that were asked and are not
known yet. So it can be left at any question and taken up again, in the terminal
or in the console, and a kill loses nothing that was answered.

The next question is the one that the most undecided obligations wait for. A
fact that can no longer change any verdict is not asked. Only facts that people
answer are asked; derived ones follow from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hegui.law.applicability import Applicability
from hegui.law.decide import Decision, applies
from hegui.law.facts import Fact
from hegui.law.load import Law
from hegui.law.profile import Profile

__all__ = ["Interview", "Progress", "Question", "interview", "of_decisions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One fact that still matters, and the obligations that hang on it."""

    fact: Fact

    hangs: tuple[Decision, ...]
    """Undecided obligations that its answer can still change, in law order; never empty."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "fact": self.fact.name,
            "type": self.fact.kind.value,
            "question": self.fact.question.as_dict(),
            "help": self.fact.help.as_dict(),
            "where": self.fact.where.as_dict(),
            "options": [
                {"key": option.key, "words": option.words.as_dict()} for option in self.fact.options
            ],
            "hangs": [decision.obligation.id for decision in self.hangs],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an interview is."""

    answered: int
    """Facts with an answer."""

    unsure: int
    """Facts that were asked, are not known yet, and still matter."""

    to_ask: int
    """Facts that matter at present and were not asked. May grow: answers open new questions."""

    decided: int
    """Obligations with a verdict other than unknown."""

    undecided: int

    @property
    def share(self) -> float:
        """Decided obligations as a share of all, in [0, 1]."""
        total = self.decided + self.undecided
        return self.decided / total if total else 1.0

    def as_dict(self) -> dict[str, int]:
        """Return it for JSON."""
        return {
            "answered": self.answered,
            "unsure": self.unsure,
            "to_ask": self.to_ask,
            "decided": self.decided,
            "undecided": self.undecided,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """Where an interview stands."""

    questions: tuple[Question, ...]
    """What matters and was not asked, the one that blocks most first."""

    unsure: tuple[Question, ...]
    """What was asked, is not known yet and still matters, in the same order."""

    progress: Progress

    @property
    def next(self) -> Question | None:
        """The question to ask now; None when only unsure ones are left, or none at all."""
        return self.questions[0] if self.questions else None

    def question(self, fact: str) -> Question | None:
        """Return a fact's question, or None when its answer changes nothing any more."""
        both = (*self.questions, *self.unsure)
        return next((each for each in both if each.fact.name == fact), None)

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "next": None if self.next is None else self.next.as_dict(),
            "to_ask": [question.fact.name for question in self.questions],
            "unsure": [question.as_dict() for question in self.unsure],
            "progress": self.progress.as_dict(),
        }


def interview(law: Law, profile: Profile, on: date) -> Interview:
    """Return where the interview of a service stands, for the law of a day.

    Notes:
        One decision of the whole law; see `hegui.law.decide.applies` for its cost.
    """
    return of_decisions(law, profile, applies(law, profile, on))


def of_decisions(law: Law, profile: Profile, decisions: Iterable[Decision]) -> Interview:
    """Return the same for decisions that were made already."""
    made = tuple(decisions)
    undecided = [each for each in made if each.verdict is Applicability.UNKNOWN]
    waiting: dict[str, list[Decision]] = {}
    for decision in undecided:
        for name in decision.blockers():
            waiting.setdefault(name, []).append(decision)
    place = {name: index for index, name in enumerate(law.facts)}
    order = sorted(waiting, key=lambda name: (-len(waiting[name]), place[name]))
    open_ = [Question(fact=law.facts[name], hangs=tuple(waiting[name])) for name in order]
    questions = tuple(each for each in open_ if each.fact.name not in profile.unsure)
    unsure = tuple(each for each in open_ if each.fact.name in profile.unsure)
    return Interview(
        questions=questions,
        unsure=unsure,
        progress=Progress(
            answered=len(profile.answers),
            unsure=len(unsure),
            to_ask=len(questions),
            decided=len(made) - len(undecided),
            undecided=len(undecided),
        ),
    )
