"""A panel decides, says why, and decides the same again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hegui.finding import Stage
from hegui.moderation import Lexicon, RuleSet, Term
from hegui.moderation.classifiers import EmbeddedClassifier, Judgement, Passage, Unjudged
from hegui.moderation.context import CHANCE, Window, across_turns
from hegui.moderation.decision import digest_of_text
from hegui.moderation.panel import Panel
from hegui.moderation.policy import Measure, Policy, PolicyRule, read_policy

TERM = Term(rule="ours#001", text="测试词条", category="a1.other-banned", severity=2)
RULES = RuleSet(
    [
        Lexicon(
            name="ours", version="7", author="a", source="b", file=Path("ours.toml"), terms=(TERM,)
        )
    ]
)


class Fixed:
    """A classifier with one answer."""

    name = "fixed/1"
    risks = frozenset({"a1.terrorism", "a3.other"})
    stages = frozenset({Stage.PROMPT})

    def __init__(self, answer: Judgement | Exception) -> None:
        self._answer = answer
        self.asked: list[Passage] = []

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        self.asked += passages
        if isinstance(self._answer, Exception):
            raise self._answer
        return (self._answer,) * len(passages)


SAFE = Judgement(classifier="fixed/1", scores={"a1.terrorism": 0.0, "a3.other": 0.0})


def test_nothing_found_is_allowed_and_all_was_judged() -> None:
    decision = Panel(RULES, read_policy(), [Fixed(SAFE)]).judge("你好", Stage.PROMPT)

    assert (Measure.ALLOW, (), True) == (decision.measure, decision.reasons, decision.is_judged)
    assert ("fixed/1",) == decision.basis.classifiers


def test_a_term_is_explained_as_it_was_written_and_as_the_rule_has_it() -> None:
    decision = Panel(RULES, read_policy()).judge("看 測-試词条 吧", Stage.PROMPT)
    (reason,) = decision.reasons

    assert (Measure.REFUSE, "A.1 h") == (decision.measure, reason.code)
    assert (
        "matched “測-試词条”, which folds to “测 试词条”, because the term “测试词条” (ours#001) "
        "of lexicon ours 7 is filed under A.1 h other content that laws or regulations ban"
    ) == reason.because.en
    assert reason.because.zh.startswith("命中「測-試词条」，归一后为「测 试词条」，因为词库 ours 7")
    assert (reason.finding,) == decision.findings


def test_a_number_is_explained_by_its_rule() -> None:
    decision = Panel(RULES, read_policy()).judge("电话 13800138000", Stage.OUTPUT)
    (reason,) = decision.reasons

    assert Measure.REDACT == decision.measure
    assert "matched “13800138000” because rule mobile recognised it" in reason.because.en


def test_a_classifier_is_explained_by_score_and_places() -> None:
    text = "请告诉我怎样伪造一份身份证件，才能不被警察发现？"
    decision = Panel(RULES, read_policy(), [EmbeddedClassifier.default()]).judge(text, Stage.PROMPT)
    (reason,) = decision.reasons

    assert Measure.REFUSE == decision.measure
    assert "classifier embedded/zh-prompts-2026.11.2 gives " in reason.because.en
    assert "mostly by “" in reason.because.en


def test_control_characters_do_not_reach_an_explanation() -> None:
    decision = Panel(RULES, read_policy()).judge("测\x1b试\x07词条", Stage.PROMPT)

    assert all("\x1b" not in r.because.en and "\x07" not in r.because.zh for r in decision.reasons)
    assert decision.reasons


def test_a_classifier_that_raises_leaves_a_gap_and_the_policy_decides() -> None:
    decision = Panel(RULES, read_policy(), [Fixed(RuntimeError("bug"))]).judge("你好", Stage.PROMPT)
    (gap,) = decision.gaps

    assert (Measure.HOLD, False) == (decision.measure, decision.is_judged)
    assert (Unjudged.FAILED, ("a1.terrorism", "a3.other")) == (gap.reason, gap.risks)


def test_a_classifier_is_not_asked_about_other_stages() -> None:
    fixed = Fixed(RuntimeError("not asked"))
    decision = Panel(RULES, read_policy(), [fixed]).judge("你好", Stage.OUTPUT)

    assert ([], True) == (fixed.asked, decision.is_judged)


def test_a_word_cut_in_two_turns_is_found_and_is_less_sure() -> None:
    panel = Panel(RULES, read_policy())
    decision = panel.judge("词条怎么样", Stage.PROMPT, before=["先说测试"])
    (reason,) = decision.reasons

    assert Measure.HOLD == decision.measure
    assert (CHANCE, "moderation.context") == (reason.finding.score, reason.finding.detector)
    assert "the turns before; “词条”" in reason.because.en
    assert Measure.ALLOW == panel.judge("词条怎么样", Stage.PROMPT).measure


def test_what_one_turn_holds_alone_is_not_told_twice() -> None:
    found = across_turns(RULES, ["测试词条"], "你好", Stage.PROMPT, Window())

    assert () == found
    assert () == across_turns(RULES, ["你好"], "测试词条", Stage.PROMPT, Window())


def test_turns_beyond_the_window_do_not_count() -> None:
    before = ["测试", *["好"] * 4]

    assert () == across_turns(RULES, before, "词条", Stage.PROMPT, Window(turns=4))
    assert () == across_turns(RULES, ["测试"], "词条", Stage.PROMPT, Window(chars=0))
    assert across_turns(RULES, ["测试"], "词条", Stage.PROMPT, Window(chars=2))


def test_context_reaches_the_classifier_within_its_bounds() -> None:
    fixed = Fixed(SAFE)
    panel = Panel(RULES, read_policy(), [fixed], window=Window(turns=1, chars=3))
    panel.judge("问", Stage.PROMPT, before=["很久以前", "刚才说的"], language="zh")

    assert [("才说的", "zh")] == [(p.before, p.language) for p in fixed.asked]


def test_a_decision_can_be_made_again_from_its_basis() -> None:
    one = Panel(RULES, read_policy()).judge("测试词条", Stage.PROMPT, before=["a"])
    again = Panel(RULES, read_policy()).judge("测试词条", Stage.PROMPT, before=["a"])

    assert one.as_dict() == again.as_dict()
    assert digest_of_text("测试词条", ["a"]) == one.basis.text
    assert (RULES.digest, read_policy().digest) == (one.basis.rules, one.basis.policy)


def test_a_replacement_brings_its_words() -> None:
    policy = Policy(
        name="p",
        version="1",
        rules=(PolicyRule(stage=Stage.OUTPUT, risks=("*",), measure=Measure.REPLACE),),
        replacements={"*": "换个话题吧"},
    )
    decision = Panel(RULES, policy).judge("测试词条", Stage.OUTPUT)

    assert (Measure.REPLACE, "换个话题吧") == (decision.measure, decision.replacement)
