"""A policy says what is done, and refuses to ask for what cannot be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidPolicy
from hegui.finding import Finding, Span, Stage
from hegui.moderation.classifiers import Unjudged
from hegui.moderation.policy import (
    Measure,
    Policy,
    PolicyRule,
    UnjudgedRule,
    expand,
    read_policy,
)

LATE = Unjudged.TIMEOUT

HEAD = '[policy]\nname = "p"\nversion = "1"\n'


def found(category: str, *, score: float = 1.0, detector: str = "d", at: int | None = 0) -> Finding:
    span = None if at is None else Span(at, at + 1)
    return Finding(detector=detector, category=category, span=span, score=score, rule="r")


def rule(stage: Stage, risk: str, measure: Measure, **more: object) -> PolicyRule:
    return PolicyRule(stage=stage, risks=(risk,), measure=measure, **more)  # type: ignore[arg-type]  # by name


def test_the_strongest_rule_that_fits_wins() -> None:
    policy = Policy(
        name="p",
        version="1",
        rules=(
            rule(Stage.OUTPUT, "*", Measure.REDACT),
            rule(Stage.OUTPUT, "a1.*", Measure.HOLD, at_least=0.5),
            rule(Stage.OUTPUT, "a1.terrorism", Measure.STOP, at_least=0.9),
            rule(Stage.PROMPT, "*", Measure.REFUSE),
        ),
    )

    assert Measure.REDACT == policy.measure(found("a2.sex"), Stage.OUTPUT)
    assert Measure.HOLD == policy.measure(found("a1.terrorism", score=0.8), Stage.OUTPUT)
    assert Measure.STOP == policy.measure(found("a1.terrorism", score=0.9), Stage.OUTPUT)
    assert Measure.REFUSE == policy.measure(found("a2.sex"), Stage.PROMPT)
    assert Measure.ALLOW == policy.measure(found("a2.sex"), Stage.CORPUS)


def test_a_rule_for_one_detector_leaves_others_alone() -> None:
    policy = Policy(
        name="p", version="1", rules=(rule(Stage.PROMPT, "*", Measure.HOLD, detector="a"),)
    )

    assert Measure.HOLD == policy.measure(found("a2.sex", detector="a"), Stage.PROMPT)
    assert Measure.ALLOW == policy.measure(found("a2.sex", detector="b"), Stage.PROMPT)


def test_what_has_no_place_is_held_and_not_redacted() -> None:
    """To pass a text because nobody knows where to mask it would be to do nothing."""
    policy = Policy(name="p", version="1", rules=(rule(Stage.OUTPUT, "*", Measure.REDACT),))

    assert Measure.HOLD == policy.measure(found("a2.sex", at=None), Stage.OUTPUT)


@pytest.mark.parametrize(
    ("stage", "measure"),
    [
        (Stage.PROMPT, Measure.STOP),
        (Stage.OUTPUT, Measure.REFUSE),
        (Stage.CORPUS, Measure.STOP),
        (Stage.CORPUS, Measure.REPLACE),
    ],
)
def test_a_measure_that_the_stage_has_not_is_refused(stage: Stage, measure: Measure) -> None:
    with pytest.raises(InvalidPolicy, match="expected one of"):
        rule(stage, "*", measure)


def test_a_replacement_needs_its_words() -> None:
    rules = (rule(Stage.OUTPUT, "a5.*", Measure.REPLACE),)
    with pytest.raises(InvalidPolicy, match="replacements"):
        Policy(name="p", version="1", rules=rules, replacements={"a5.inaccurate": "…"})
    policy = Policy(
        name="p",
        version="1",
        rules=rules,
        replacements={"a5.*": "请咨询专业人士", "a5.inaccurate": "请核对"},
    )

    assert "请核对" == policy.replacement("a5.inaccurate")
    assert "请咨询专业人士" == policy.replacement("a5.unreliable")
    assert policy.replacement("a1.terrorism") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"risks": ("a9.none",), "measure": Measure.HOLD},
        {"risks": ("*",), "measure": Measure.HOLD, "at_least": 1.5},
        {"risks": ("*",), "measure": Measure.REDACT, "detector": "moderation.classifier"},
    ],
)
def test_a_rule_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidPolicy):
        PolicyRule(stage=Stage.OUTPUT, **wrong)  # type: ignore[arg-type]  # wrong values are the point


def test_a_missing_answer_is_met_by_the_strictest_of_its_risks() -> None:
    policy = Policy(
        name="p",
        version="1",
        rules=(),
        unjudged=(
            UnjudgedRule(risks=("a1.*",), measure=Measure.STOP),
            UnjudgedRule(risks=("a2.*",), measure=Measure.HOLD),
        ),
    )

    assert Measure.STOP == policy.on_unjudged({"a1.terrorism", "a2.sex"}, Stage.OUTPUT, LATE)
    assert Measure.REFUSE == policy.on_unjudged({"a1.terrorism"}, Stage.PROMPT, LATE)
    assert Measure.HOLD == policy.on_unjudged({"a1.terrorism"}, Stage.CORPUS, LATE)
    assert Measure.HOLD == policy.on_unjudged({"a2.sex"}, Stage.OUTPUT, LATE)
    assert Measure.ALLOW == policy.on_unjudged({"a4.privacy"}, Stage.OUTPUT, LATE)
    with pytest.raises(InvalidPolicy):
        UnjudgedRule(risks=("a1.*",), measure=Measure.REDACT)


def test_the_digest_tells_policies_apart() -> None:
    one = Policy(name="p", version="1", rules=(rule(Stage.OUTPUT, "*", Measure.HOLD),))
    same = Policy(name="p", version="1", rules=(rule(Stage.OUTPUT, "*", Measure.HOLD),))
    other = Policy(name="p", version="1", rules=(rule(Stage.OUTPUT, "*", Measure.STOP),))

    assert one.digest == same.digest
    assert one.digest != other.digest


def test_the_default_policy_is_closed_for_the_gravest_and_open_for_the_rest() -> None:
    policy = read_policy()

    assert Measure.HOLD == policy.on_unjudged(expand(["a1.*"]), Stage.OUTPUT, LATE)
    assert Measure.ALLOW == policy.on_unjudged({"a3.business-ethics"}, Stage.OUTPUT, LATE)
    foreign = policy.on_unjudged({"a1.terrorism"}, Stage.PROMPT, Unjudged.LANGUAGE)
    assert Measure.ALLOW == foreign
    lexicon = found("a1.terrorism", detector="moderation.lexicon")
    assert Measure.STOP == policy.measure(lexicon, Stage.OUTPUT)
    number = found("a4.personal-information", detector="moderation.identifiers")
    assert Measure.REDACT == policy.measure(number, Stage.OUTPUT)
    assert Measure.ALLOW == policy.measure(number, Stage.PROMPT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        HEAD + "rule = 3",
        HEAD + '[[rule]]\nstage = "prompt"\nrisks = ["*"]\nmeasure = "pray"',
        HEAD + '[[rule]]\nstage = "dream"\nrisks = ["*"]\nmeasure = "hold"',
        HEAD + '[[rule]]\nstage = "prompt"\nrisks = ["*"]\nmeasure = "hold"\nmore = 1',
        HEAD + '[[rule]]\nstage = "prompt"\nrisks = ["*"]\nmeasure = "stop"',
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "p.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidPolicy):
        read_policy(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidPolicy, match="readable"):
        read_policy(tmp_path / "none.toml")
