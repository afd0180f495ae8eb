"""Measure rules and classifiers on labelled texts, each alone and both together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hegui.finding import Stage
from hegui.moderation.classifiers.base import Classifier, Passage, judge_one
from hegui.moderation.classifiers.examples import Example
from hegui.moderation.evaluation.interval import Share
from hegui.moderation.policy import Measure, Policy
from hegui.moderation.rules import RuleSet

__all__ = ["OVER_BLOCK", "RECALL", "Outcome", "Row", "Table", "is_stopped", "measure", "tabulate"]

RECALL = "recall"
OVER_BLOCK = "over-block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found in one labelled text."""

    example: Example

    by_rules: bool = False
    by_classifier: bool = False

    is_unjudged: bool = False
    """A classifier gave no answer, so `by_classifier` is no sign that the text is clean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Shares of one group of texts."""

    name: str
    """A source or a risk."""

    kind: str
    """`RECALL`: of texts that should be flagged. `OVER_BLOCK`: of those that should pass."""

    is_seen: bool
    """The classifier was trained on this source, so that the figure flatters it."""

    rules: Share
    classifier: Share
    together: Share
    unjudged: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "name": self.name,
            "kind": self.kind,
            "seen_in_training": self.is_seen,
            "rules": self.rules.as_dict(),
            "classifier": self.classifier.as_dict(),
            "together": self.together.as_dict(),
            "unjudged": self.unjudged,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by source and by risk."""

    sources: tuple[Row, ...]
    """One for each source and kind, by name."""

    risks: tuple[Row, ...]
    """Recall by risk, in the order of the name; ``-`` for texts whose category names no risk."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "sources": [row.as_dict() for row in self.sources],
            "risks": [row.as_dict() for row in self.risks],
        }


def measure(  # noqa: PLR0913 - what is measured, each by name
    examples: Sequence[Example],
    rules: RuleSet | None,
    classifier: Classifier | None,
    *,
    policy: Policy,
    stage: Stage,
    seen: frozenset[str] = frozenset(),
    advance: Callable[[int], None] = lambda _count: None,
) -> Table:
    """Return what rules and classifier find in labelled texts.

    Args:
        examples: labelled texts.
        rules: None leaves them out.
        classifier: None leaves it out.
        policy: a text counts as stopped by rules when this does more about it
            than mask a place: a redacted number stops nobody.
        stage: which text they are.
        seen: sources that the classifier was trained on.
        advance: told how many texts have been judged since the last call.
    """
    outcomes = []
    for example in examples:
        judgement = (
            None
            if classifier is None
            else judge_one(classifier, Passage(text=example.text, stage=stage))
        )
        outcomes.append(
            Outcome(
                example=example,
                by_rules=rules is not None and is_stopped(example.text, rules, policy, stage),
                by_classifier=judgement is not None and bool(judgement.flagged),
                is_unjudged=judgement is not None and not judgement.is_judged,
            )
        )
        advance(1)
    return tabulate(outcomes, seen)


def is_stopped(text: str, rules: RuleSet, policy: Policy, stage: Stage) -> bool:
    """Whether a policy does more about what rules find in a text than mask it."""
    return any(policy.measure(f, stage) > Measure.REDACT for f in rules.scan(text, stage))


def tabulate(outcomes: Sequence[Outcome], seen: frozenset[str] = frozenset()) -> Table:
    """Return the rows of outcomes."""
    groups: dict[tuple[str, bool], list[Outcome]] = {}
    risks: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        example = outcome.example
        groups.setdefault((example.source, example.is_flagged), []).append(outcome)
        if example.is_flagged:
            risks.setdefault(example.risk or "-", []).append(outcome)
    return Table(
        sources=tuple(
            _row(source, RECALL if flagged else OVER_BLOCK, group, is_seen=source in seen)
            for (source, flagged), group in sorted(groups.items())
        ),
        risks=tuple(
            _row(risk, RECALL, group, is_seen=any(o.example.source in seen for o in group))
            for risk, group in sorted(risks.items())
        ),
    )


def _row(name: str, kind: str, group: Sequence[Outcome], *, is_seen: bool) -> Row:
    total = len(group)
    return Row(
        name=name,
        kind=kind,
        is_seen=is_seen,
        rules=Share(hits=sum(o.by_rules for o in group), total=total),
        classifier=Share(hits=sum(o.by_classifier for o in group), total=total),
        together=Share(hits=sum(o.by_rules or o.by_classifier for o in group), total=total),
        unjudged=sum(o.is_unjudged for o in group),
    )
