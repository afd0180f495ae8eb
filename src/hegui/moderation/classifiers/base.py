"""What a classifier is asked, what it answers, and the protocol between.

A classifier is asked about `Passage`s and answers each with a `Judgement`:
scores per risk, or the reason why there are none. It never raises for what
arrives from outside; a broken server is an ``unjudged`` answer, since the
failure policy (`hegui.moderation.policy`) has to see it.

>>> verdict = Judgement(classifier='toy/1', scores={'a2.sex': 0.9}, flagged=('a2.sex',))
>>> verdict.top, verdict.score
('a2.sex', 0.9)
>>> Judgement(classifier='toy/1', unjudged=Unjudged.TIMEOUT).is_judged
False
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from hegui.finding import Finding, Span, Stage
from hegui.moderation.categories import categories

__all__ = ["DETECTOR", "Classifier", "Judgement", "Passage", "Unjudged", "findings", "judge_one"]

DETECTOR = "moderation.classifier"
"""Detector of the findings that come from a classifier."""


class Unjudged(StrEnum):
    """Why a passage has no scores."""

    TIMEOUT = "timeout"
    """No answer within the time limit."""

    BUSY = "busy"
    """Every worker was waiting for an answer."""

    BREAKER_OPEN = "breaker-open"
    """It failed so often of late that it is not asked for a while."""

    UNREACHABLE = "unreachable"
    """No connection, or it broke."""

    REJECTED = "rejected"
    """The server answered with an error."""

    NONSENSE = "nonsense"
    """The answer does not have the form that was promised."""

    TOO_LONG = "too-long"
    """The passage is longer than the classifier reads."""

    LANGUAGE = "language"
    """The passage is in a language that the classifier has not learnt."""

    FAILED = "failed"
    """The classifier raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to be judged."""

    text: str

    stage: Stage

    language: str | None = None
    """``zh``, ``en`` … or None when nobody has told."""

    before: str = ""
    """What stood right before it, as context; not itself judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one classifier says about one passage."""

    classifier: str
    """Name and version, for example ``embedded/zh-2026.11``."""

    scores: Mapping[str, float] = field(default_factory=dict)
    """Risk → confidence in [0, 1]. A risk that is missing was not looked at."""

    flagged: tuple[str, ...] = ()
    """Risks at or above the classifier's own operating point, surest first; a part of `scores`."""

    spans: tuple[Span, ...] = ()
    """The places that weighed most, heaviest first, when the classifier can tell."""

    unjudged: Unjudged | None = None
    """Why there are no scores, or None when there are."""

    def __post_init__(self) -> None:
        """Refuse a judgement that contradicts itself."""
        scores = self.scores
        if not scores.keys() <= categories().keys():
            unknown = sorted(scores.keys() - categories().keys())
            raise ValueError(f"expected risks of categories.toml; got {unknown}")
        # Not a number is neither, so it is refused too.
        if not all(0.0 <= score <= 1.0 for score in scores.values()):
            raise ValueError(f"expected scores in [0, 1]; got {dict(scores)}")
        if not set(self.flagged) <= scores.keys():
            raise ValueError(f"expected flagged risks with a score; got {self.flagged}")
        if self.unjudged is not None and self.scores:
            raise ValueError("expected no scores for what is unjudged")

    @property
    def is_judged(self) -> bool:
        """Whether there are scores; an unjudged passage is not a clean one."""
        return self.unjudged is None

    @property
    def top(self) -> str | None:
        """The risk with the highest score; the first flagged one when some are."""
        if self.flagged:
            return self.flagged[0]
        return max(self.scores, key=self.scores.__getitem__) if self.scores else None

    @property
    def score(self) -> float:
        """The score of `top`; 0.0 when there is none."""
        return 0.0 if self.top is None else self.scores[self.top]


class Classifier(Protocol):
    """Judges passages.

    An implementation answers in order and in full, is deterministic for one
    version of itself, and may be used by several threads at once.

        class Toy:
            name = 'toy/1'
            risks = frozenset({'a2.sex'})
            stages = frozenset(Stage)

            def judge(self, passages):
                return tuple(
                    Judgement(classifier=self.name, scores={'a2.sex': float('bad' in p.text)})
                    for p in passages
                )
    """

    @property
    def name(self) -> str:
        """Name and version: what an entry names, and what makes a judgement reproducible."""

    @property
    def risks(self) -> frozenset[str]:
        """The risks that it can report."""

    @property
    def stages(self) -> frozenset[Stage]:
        """The kinds of text that it can judge; it is not asked about others."""

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        """Return one judgement for each passage, in order."""


def judge_one(classifier: Classifier, passage: Passage) -> Judgement:
    """Return the judgement of one passage."""
    (judgement,) = classifier.judge((passage,))
    return judgement


def findings(judgement: Judgement) -> tuple[Finding, ...]:
    """Return the flagged risks as findings about the whole.

    >>> [f.rule for f in findings(Judgement(
    ...     classifier='toy/1', scores={'a2.sex': 0.9, 'a2.age': 0.1}, flagged=('a2.sex',)))]
    ['toy/1']
    """
    return tuple(
        Finding(
            detector=DETECTOR,
            category=risk,
            span=None,
            score=judgement.scores[risk],
            rule=judgement.classifier,
        )
        for risk in judgement.flagged
    )
