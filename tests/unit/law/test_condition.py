"""Conditions, evaluated with three values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from hegui.law import Answer, Fact, FactKind, Law, Rule, facts_in, mentioned_in
from hegui.law.condition import evaluate
from hegui.law.grammar import parse

FULL: Mapping[str, Answer] = {
    "role.provider": True,
    "stage": "public",
    "modalities": frozenset({"text"}),
    "users": 100,
    "launched": date(2025, 9, 1),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("role.provider", True),
        ("not role.provider", False),
        ("True", True),
        ("False", False),
        ("stage == 'public'", True),
        ("stage != 'public'", False),
        ("stage in ('internal', 'public')", True),
        ("stage not in ('internal',)", True),
        ("stage in ('internal',)", False),
        ("'text' in modalities", True),
        ("'image' in modalities", False),
        ("'image' not in modalities", True),
        ("users == 100", True),
        ("users != 100", False),
        ("users < 100", False),
        ("users <= 100", True),
        ("users > 99.5", True),
        ("users >= 101", False),
        ("launched < '2025-09-01'", False),
        ("launched <= '2025-09-01'", True),
        ("launched == '2025-09-01'", True),
        ("role.provider and stage == 'internal'", False),
        ("stage == 'internal' or role.provider", True),
        ("not (role.provider and users > 100)", True),
        ("  role.provider  ", True),
    ],
)
def test_evaluates_as_it_reads(tiny: Law, text: str, value: bool) -> None:
    """With every fact answered the grammar means what Python would."""
    assert value is evaluate(parse(text, tiny.facts), FULL).value


@pytest.mark.parametrize(
    ("text", "answers", "value"),
    [
        ("role.provider", {}, None),
        ("not role.provider", {}, None),
        ("role.provider and users > 1", {"role.provider": False}, False),
        ("users > 1 and role.provider", {"role.provider": False}, False),
        ("role.provider and users > 1", {"role.provider": True}, None),
        ("role.provider or users > 1", {"role.provider": True}, True),
        ("role.provider or users > 1", {"role.provider": False}, None),
        ("role.provider or users > 1", {"role.provider": False, "users": 1}, False),
        ("True or role.provider", {}, True),
        ("role.provider or not role.provider", {}, None),  # sound, not complete
    ],
)
def test_a_missing_answer_is_unknown(
    tiny: Law, text: str, answers: Mapping[str, Answer], value: bool | None
) -> None:
    """Unknown is neither yes nor no, and one decided part may settle the whole."""
    assert value is evaluate(parse(text, tiny.facts), answers).value


def test_a_leaf_says_question_and_answer(tiny: Law) -> None:
    """A person reads the sentence, a program the fact and the value."""
    answered = evaluate(parse("stage == 'internal'", tiny.facts), FULL)
    missing = evaluate(parse("stage == 'internal'", tiny.facts), {})

    assert {
        "kind": "fact",
        "label": "stage == 'internal'",
        "value": False,
        "fact": "stage",
        "says": {"zh": "哪个阶段？公开", "en": "Which stage? public"},
    } == answered.as_dict()
    assert missing.says is not None
    assert ("哪个阶段？尚未回答", "Which stage? not answered yet") == (
        missing.says.zh,
        missing.says.en,
    )


def test_tells_the_facts_it_asks_for(tiny: Law) -> None:
    """Each once, in the order of the text; a constant asks for none."""
    condition = parse(
        "True and not (users > 3 or stage == 'public') and (users < 9 or role.provider)",
        tiny.facts,
    )

    assert ("users", "stage", "role.provider") == facts_in(condition)


class TestNames:
    """Which facts a condition asks for, and which it is written in."""

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("True", ()),
            ("role.provider", ("role.provider",)),
            ("not (stage == 'public' or users > 3)", ("stage", "users")),
            ("role.provider and (stage == 'public' or role.provider)", ("role.provider", "stage")),
        ],
    )
    def test_are_the_same_without_derived_facts(
        self, tiny: Law, text: str, names: tuple[str, ...]
    ) -> None:
        condition = parse(text, tiny.facts)

        assert names == facts_in(condition) == mentioned_in(condition)

    def test_below_a_derived_fact_the_asked_ones_are_found(self, tiny: Law) -> None:
        """The name as written is the derived one."""
        words = tiny.facts["users"].question
        big = Fact(
            name="is_big",
            kind=FactKind.YES_NO,
            question=words,
            help=words,
            where=words,
            rules=(Rule(gives=True, when="users > 3", because=words),),
        )
        condition = parse("role.provider and is_big", {**tiny.facts, "is_big": big})

        assert ("role.provider", "users") == facts_in(condition)
        assert ("role.provider", "is_big") == mentioned_in(condition)

    def test_a_derived_fact_unfolds_in_the_tree(self, tiny: Law) -> None:
        """With its answer, why, and the facts below it; the because names asked facts."""
        words = tiny.facts["users"].question
        big = replace(
            tiny.facts["stage"],
            name="size",
            rules=(
                Rule(gives="public", when="users > 3", because=words),
                Rule(gives="internal", when="True", because=words),
            ),
        )
        condition = parse("size in ('public', 'internal')", {**tiny.facts, "size": big})
        sure, narrow = (
            evaluate(condition, {}),
            parse("size == 'public'", {**tiny.facts, "size": big}),
        )
        told = evaluate(narrow, {"users": 4})

        assert ("derived", "size", True) == (sure.kind, sure.fact, sure.value)
        assert sure.says is not None
        assert sure.says.en.endswith("public or internal")
        assert (None, words) == (sure.reason, told.reason)
        assert told.says is not None
        assert told.says.en.endswith("public")
        assert ["users > 3"] == [leaf.label for leaf in told.because()]
        assert ("users",) == evaluate(narrow, {}).blockers()
        assert words.as_dict() == told.as_dict()["reason"]
