"""A judgement does not contradict itself."""

from __future__ import annotations

from typing import Any

import pytest

from hegui.moderation.classifiers.base import DETECTOR, Judgement, Unjudged, findings


@pytest.mark.parametrize(
    "parts",
    [
        {"scores": {"a9.none": 0.5}},
        {"scores": {"a2.sex": 1.5}},
        {"scores": {"a2.sex": float("nan")}},
        {"scores": {"a2.sex": 0.5}, "flagged": ("a2.age",)},
        {"scores": {"a2.sex": 0.5}, "unjudged": Unjudged.TIMEOUT},
    ],
)
def test_a_contradiction_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Judgement(classifier="toy/1", **parts)


def test_findings_name_the_classifier_as_their_rule() -> None:
    judgement = Judgement(
        classifier="toy/1", scores={"a2.sex": 0.9, "a2.age": 0.2}, flagged=("a2.sex",)
    )
    (finding,) = findings(judgement)

    assert (DETECTOR, "a2.sex", None, 0.9, "toy/1") == (
        finding.detector,
        finding.category,
        finding.span,
        finding.score,
        finding.rule,
    )


def test_what_is_unjudged_has_no_findings_and_says_so() -> None:
    judgement = Judgement(classifier="toy/1", unjudged=Unjudged.NONSENSE)

    assert () == findings(judgement)
    assert not judgement.is_judged
    assert (None, 0.0) == (judgement.top, judgement.score)
