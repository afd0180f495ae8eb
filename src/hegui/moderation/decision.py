"""From findings and judgements to one decision, with its reasons and what it rests on.

    findings ─┐
              ├─ policy ─▶ Decision: measure · reasons · unjudged · basis
    judgements┘

A decision names the digests of the rules, the policy and the text, and the
versions of the classifiers that were asked. Rules and an embedded model give the
same again; a remote model may not, and its judgement is kept for that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from hegui.bilingual import Bilingual
from hegui.finding import Finding, Span, Stage
from hegui.moderation.categories import categories
from hegui.moderation.classifiers.base import Judgement, Unjudged, findings
from hegui.moderation.explain import explain
from hegui.moderation.policy import Measure, Policy
from hegui.moderation.rules import RuleSet

__all__ = ["Basis", "Decision", "Gap", "Reason", "decide", "digest_of_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One finding, what the policy makes of it, and why it is one."""

    finding: Finding
    measure: Measure

    code: str
    """Letter of the annex, for example ``A.1 f``."""

    because: Bilingual
    """A sentence for a person."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON; the text itself stands in `because` only."""
        span = self.finding.span
        return {
            "category": self.finding.category,
            "code": self.code,
            "score": self.finding.score,
            "start": None if span is None else span.start,
            "end": None if span is None else span.end,
            "rule": self.finding.rule,
            "detector": self.finding.detector,
            "measure": self.measure.word,
            "because": self.because.as_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A classifier that gave no answer."""

    classifier: str
    reason: Unjudged
    measure: Measure
    risks: tuple[str, ...]
    """The risks that nobody but it would have looked for."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "classifier": self.classifier,
            "reason": self.reason.value,
            "measure": self.measure.word,
            "risks": list(self.risks),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a decision rests on: with these and the text it can be made again."""

    rules: str
    policy: str
    text: str
    """``sha256:…`` of the text and what stood before it. Not a secret's guard: a short text can be
    guessed from it, so an entry that outlives the text salts it first."""

    stage: Stage
    classifiers: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "rules": self.rules,
            "policy": self.policy,
            "text": self.text,
            "stage": self.stage.value,
            "classifiers": list(self.classifiers),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is done with one text, and why."""

    measure: Measure

    reasons: tuple[Reason, ...]
    """Every finding, those that decided first, then by place."""

    gaps: tuple[Gap, ...]
    """What was not judged. Empty is the only sign that all was."""

    basis: Basis

    replacement: str | None = None
    """The prepared words when the measure is ``replace``."""

    @property
    def is_judged(self) -> bool:
        """Whether every classifier that was asked has answered."""
        return not self.gaps

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings whose measure is the decision's."""
        return tuple(r.finding for r in self.reasons if r.measure is self.measure)

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "measure": self.measure.word,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "unjudged": [gap.as_dict() for gap in self.gaps],
            "basis": self.basis.as_dict(),
            "replacement": self.replacement,
        }


def digest_of_text(text: str, before: Sequence[str] = ()) -> str:
    """Return ``sha256:…`` of a text and the turns before it.

    >>> digest_of_text('a', ['b']) == digest_of_text('ba')
    False
    """
    sums = hashlib.sha256()
    for part in (*before, text):
        packed = part.encode("utf-8", "surrogatepass")
        sums.update(len(packed).to_bytes(8, "big") + packed)
    return f"sha256:{sums.hexdigest()}"


def decide(  # noqa: PLR0913 - what a decision rests on, each by name
    text: str,
    stage: Stage,
    *,
    rules: RuleSet,
    policy: Policy,
    found: Sequence[Finding],
    judgements: Sequence[tuple[Judgement, frozenset[str]]] = (),
    before: Sequence[str] = (),
) -> Decision:
    """Return the decision about one text.

    Args:
        text: what was judged, for the explanations.
        stage: which text it is.
        rules: the rules that found `found`.
        policy: says what is done.
        found: findings of rules and context.
        judgements: each with the risks that its classifier covers.
        before: the turns before it, for the digest.

    Returns:
        The decision; its measure is the strongest of all findings and gaps.
    """
    gaps: list[Gap] = []
    places: dict[Finding, tuple[Span, ...]] = {}
    for judgement, risks in judgements:
        if judgement.unjudged is not None:
            gaps.append(
                Gap(
                    classifier=judgement.classifier,
                    reason=judgement.unjudged,
                    measure=policy.on_unjudged(risks, stage, judgement.unjudged),
                    risks=tuple(key for key in categories() if key in risks),
                )
            )
        places.update(dict.fromkeys(findings(judgement), judgement.spans))
    reasons = [
        Reason(
            finding=each,
            measure=policy.measure(each, stage),
            code=categories()[each.category].annex,
            because=explain(each, text, rules, places=places.get(each, ())),
        )
        for each in (*found, *places)
    ]
    reasons.sort(key=_order)
    measure = max(
        (*(each.measure for each in reasons), *(each.measure for each in gaps)),
        default=Measure.ALLOW,
    )
    replacement = None
    if measure is Measure.REPLACE:
        replacement = policy.replacement(reasons[0].finding.category)
    return Decision(
        measure=measure,
        reasons=tuple(reasons),
        gaps=tuple(gaps),
        basis=Basis(
            rules=rules.digest,
            policy=policy.digest,
            text=digest_of_text(text, before),
            stage=stage,
            classifiers=tuple(sorted(judgement.classifier for judgement, _ in judgements)),
        ),
        replacement=replacement,
    )


def _order(reason: Reason) -> tuple[int, float, int, str]:
    span = reason.finding.span
    return (
        -reason.measure,
        -reason.finding.score,
        -1 if span is None else span.start,
        reason.finding.rule,
    )
