"""Recall and over-block stand side by side, for rules, classifier and both."""

from __future__ import annotations

from collections.abc import Sequence

from hegui.finding import Stage
from hegui.moderation import load_rules
from hegui.moderation.classifiers import Judgement, Passage, Unjudged
from hegui.moderation.classifiers.examples import Example
from hegui.moderation.evaluation import measure
from hegui.moderation.evaluation.measure import is_stopped
from hegui.moderation.policy import Measure, Policy, PolicyRule, read_policy


class Loud:
    """Flags what holds an exclamation mark, and cannot read what is empty."""

    name = "loud/1"
    risks = frozenset({"a2.sex"})
    stages = frozenset(Stage)

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        return tuple(map(self._judge, passages))

    def _judge(self, passage: Passage) -> Judgement:
        if "?" in passage.text:
            return Judgement(classifier=self.name, unjudged=Unjudged.TOO_LONG)
        is_loud = "!" in passage.text
        return Judgement(
            classifier=self.name,
            scores={"a2.sex": float(is_loud)},
            flagged=("a2.sex",) if is_loud else (),
        )


def example(text: str, source: str, category: str = "") -> Example:
    return Example(text=text, is_flagged=bool(category), source=source, category=category)


STOPS = Policy(
    name="p",
    version="1",
    rules=(PolicyRule(stage=Stage.OUTPUT, risks=("*",), measure=Measure.STOP),),
)

EXAMPLES = (
    example("甲!", "s", "a2.sex"),
    example("电话13800138000", "s", "a4.privacy"),
    example("丙", "s", "谜"),
    example("丁?", "s", "a4.privacy"),
    example("你好", "s"),
    example("你好!", "t"),
)


def test_each_source_and_risk_has_a_row() -> None:
    told: list[int] = []
    table = measure(
        EXAMPLES,
        load_rules(),
        Loud(),
        policy=STOPS,
        stage=Stage.OUTPUT,
        seen=frozenset({"t"}),
        advance=told.append,
    )
    rows = [
        (r.name, r.kind, r.is_seen, r.rules.hits, r.classifier.hits, r.together.hits, r.unjudged)
        for r in table.sources
    ]

    assert [
        ("s", "over-block", False, 0, 0, 0, 0),
        ("s", "recall", False, 1, 1, 2, 1),
        ("t", "over-block", True, 0, 1, 1, 0),
    ] == rows
    assert [("-", 1), ("a2.sex", 1), ("a4.privacy", 2)] == [
        (row.name, row.together.total) for row in table.risks
    ]
    assert [1] * 6 == told


def test_rules_or_classifier_may_be_left_out() -> None:
    table = measure(EXAMPLES, None, None, policy=STOPS, stage=Stage.OUTPUT)

    assert {0} == {row.together.hits for row in table.sources}
    assert {"sources", "risks"} == table.as_dict().keys()


def test_what_is_only_masked_stops_nobody() -> None:
    """A redacted number in an answer is no over-blocking."""
    rules, text = load_rules(), "电话13800138000"

    assert is_stopped(text, rules, STOPS, Stage.OUTPUT)
    assert not is_stopped(text, rules, read_policy(), Stage.OUTPUT)
