"""What applies, on which day, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.conftest import ARTICLE, Spoil

from hegui.bilingual import Bilingual
from hegui.errors import UnknownObligation
from hegui.law import Answer, Applicability, Decision, Law, Profile, applies, ask_next, decide, load

DUTY = "xx/trial-2023/art-1-do"
DAY = date(2026, 11, 21)


def profile(answers: Mapping[str, Answer]) -> Profile:
    """Return a profile that was never on disk."""
    return Profile(
        name=Bilingual(zh="某服务", en="a service"),
        file=Path("hegui.toml"),
        answers=answers,
        lines={},
    )


def only(law: Law, answers: Mapping[str, Answer], on: date = DAY) -> Decision:
    """Return the one decision of the tiny law."""
    (decision,) = applies(law, profile(answers), on)
    return decision


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"role.provider": True}, Applicability.APPLIES),
        ({"role.provider": False}, Applicability.NOT_APPLIES),
        ({}, Applicability.UNKNOWN),
    ],
)
def test_answers_decide(tiny: Law, answers: Mapping[str, Answer], verdict: Applicability) -> None:
    """Yes, no, and not known are three different verdicts."""
    assert verdict is only(tiny, answers).verdict


class TestDays:
    """A duty is in force on ``[from, until)``."""

    @pytest.fixture
    def dated(self, spoil: Spoil) -> Law:
        return load(
            spoil(
                "art-1.toml",
                "from = 2023-08-15\ntheme",
                "from = 2023-08-15\nuntil = 2026-01-01\ntheme",
            )
        )

    @pytest.mark.parametrize(
        ("on", "verdict"),
        [
            (date(2023, 8, 14), Applicability.NOT_IN_FORCE),
            (date(2023, 8, 15), Applicability.APPLIES),
            (date(2025, 12, 31), Applicability.APPLIES),
            (date(2026, 1, 1), Applicability.NOT_IN_FORCE),
        ],
    )
    def test_the_boundary_days(self, dated: Law, on: date, verdict: Applicability) -> None:
        assert verdict is only(dated, {"role.provider": True}, on).verdict

    def test_the_day_is_the_reason(self, dated: Law) -> None:
        """Before and after, whatever the answers."""
        before = only(dated, {}, date(2023, 8, 14))
        after = only(dated, {}, date(2026, 1, 1))

        assert ["from 2023-08-15"] == [leaf.label for leaf in before.because()]
        assert ["until 2026-01-01"] == [leaf.label for leaf in after.because()]
        assert () == before.blockers()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("binding", Applicability.APPLIES),
        ("provisional", Applicability.APPLIES),
        ("draft", Applicability.NOT_IN_FORCE),
        ("guidance", Applicability.NOT_IN_FORCE),
    ],
)
def test_only_a_text_that_binds_decides(spoil: Spoil, status: str, verdict: Applicability) -> None:
    """A draft stays in the data and never binds anybody."""
    law = load(spoil("art-1.toml", 'status = "binding"', f'status = "{status}"'))

    assert verdict is only(law, {"role.provider": True}).verdict


def test_a_draft_says_why(spoil: Spoil) -> None:
    law = load(spoil("art-1.toml", 'status = "binding"', 'status = "draft"'))
    (leaf,) = only(law, {}).because()

    assert ("status", "status draft") == (leaf.kind, leaf.label)
    assert leaf.says is not None
    assert "does not bind" in leaf.says.en


@pytest.mark.parametrize("status", ["draft", "guidance"])
class TestWould:
    """A text that does not bind still says what it would ask for."""

    @pytest.mark.parametrize(
        ("answers", "would"),
        [
            ({"role.provider": True}, Applicability.APPLIES),
            ({"role.provider": False}, Applicability.NOT_APPLIES),
            ({}, Applicability.UNKNOWN),
        ],
    )
    def test_is_what_its_condition_says(
        self, spoil: Spoil, status: str, answers: Mapping[str, Answer], would: Applicability
    ) -> None:
        law = load(spoil("art-1.toml", 'status = "binding"', f'status = "{status}"'))
        found = only(law, answers)

        assert (Applicability.NOT_IN_FORCE, would) == (found.verdict, found.would)
        assert found.would_tree is not None
        assert ("fact", "role.provider") == (found.would_tree.kind, found.would_tree.label)
        assert () == found.blockers()
        assert would.value == found.as_dict()["would"]

    def test_is_nothing_before_its_day(self, spoil: Spoil, status: str) -> None:
        law = load(spoil("art-1.toml", 'status = "binding"', f'status = "{status}"'))
        found = only(law, {"role.provider": True}, date(2023, 8, 14))

        assert (None, None) == (found.would, found.would_tree)
        assert "from 2023-08-15" == found.tree.label


@pytest.mark.parametrize("status", ["binding", "provisional"])
def test_a_provisional_text_decides_and_says_that_it_is_one(spoil: Spoil, status: str) -> None:
    """Filing and assessment measure by it, though nobody enacted it."""
    law = load(spoil("art-1.toml", 'status = "binding"', f'status = "{status}"'))
    found = only(law, {"role.provider": True})

    assert (Applicability.APPLIES, None) == (found.verdict, found.would)
    assert (status == "provisional") is found.is_provisional
    assert status == found.as_dict()["status"]


@pytest.mark.parametrize("kind", ["special_to", "supersedes"])
class TestDisplacement:
    """One duty is said, with its basis, to go before another of the same text."""

    @pytest.fixture
    def law(self, spoil: Spoil, kind: str) -> Law:
        second = ARTICLE[ARTICLE.index("[[obligation]]") :]
        second = second.replace("art-1-do", "art-1-special").replace(
            '"role.provider"', "\"stage == 'public'\""
        )
        edge = (
            f'[[obligation.{kind}]]\nid = "art-1-do"\nbasis.zh = "第九条"\nbasis.en = "article 9"\n'
        )
        return load(spoil("art-1.toml", 'stage = "during"\n', f'stage = "during"\n{second}{edge}'))

    @pytest.mark.parametrize(
        ("answers", "verdict"),
        [
            ({"role.provider": True, "stage": "public"}, Applicability.DISPLACED),
            ({"role.provider": True}, Applicability.UNKNOWN),
            ({"stage": "public"}, Applicability.DISPLACED),
            ({"role.provider": True, "stage": "internal"}, Applicability.APPLIES),
            ({"role.provider": False, "stage": "public"}, Applicability.NOT_APPLIES),
        ],
    )
    def test_holds_while_both_would_bind(
        self, law: Law, answers: Mapping[str, Answer], verdict: Applicability
    ) -> None:
        """Unknown while the one that goes first is."""
        decisions = {d.obligation.id: d for d in applies(law, profile(answers), DAY)}

        assert verdict is decisions[DUTY].verdict
        assert verdict is decide(law, answers, DUTY, DAY).verdict
        assert list(law.obligations) == list(decisions)

    def test_says_on_what_basis(self, law: Law, kind: str) -> None:
        answers: Mapping[str, Answer] = {"role.provider": True, "stage": "public"}
        (leaf,) = applies(law, profile(answers), DAY)[0].because()

        ground = "special" if kind == "special_to" else "newer"
        assert f"xx/trial-2023/art-1-special {ground} {DUTY}" == leaf.label
        assert leaf.reason is not None
        assert leaf.reason.zh.startswith("第九条")
        assert leaf.reason.en.startswith("article 9 ")


def test_as_dict_is_what_json_shows(tiny: Law) -> None:
    shown = only(tiny, {"role.provider": True}).as_dict()

    assert (DUTY, "applies", []) == (shown["id"], shown["verdict"], shown["blockers"])
    assert [
        {
            "kind": "fact",
            "label": "role.provider",
            "value": True,
            "fact": "role.provider",
            "says": {"zh": "是否提供服务？是", "en": "Do you provide? yes"},
        }
    ] == shown["because"]


def test_one_duty_that_does_not_exist(tiny: Law) -> None:
    with pytest.raises(UnknownObligation):
        decide(tiny, {}, "xx/trial-2023/art-9", DAY)


class TestAskNext:
    """Ask for the fact that blocks the most duties."""

    def test_the_one_that_blocks_most(self) -> None:
        """Without any answer nearly everything waits for the scope."""
        law = load()
        decisions = applies(law, profile({}), DAY)

        assert "audience.mainland_public" == ask_next(decisions)

    def test_nothing_when_all_is_settled(self, tiny: Law) -> None:
        assert None is ask_next(applies(tiny, profile({"role.provider": True}), DAY))


SERVICE: Mapping[str, Answer] = {
    "role.provider": True,
    "audience.mainland_public": True,
    "stage": "public",
}


@pytest.mark.parametrize(
    ("provision", "fact", "value", "verdict"),
    [
        ("art-4-1-content", "stage", "internal", Applicability.NOT_APPLIES),
        ("art-4-1-content", "stage", "closed_test", Applicability.NOT_APPLIES),
        ("art-4-1-content", "audience.mainland_public", False, Applicability.NOT_APPLIES),
        ("art-4-1-user", "role.provider", False, Applicability.NOT_APPLIES),
        ("art-7-1-lawful-source", "training.pretrains", True, Applicability.APPLIES),
        ("art-7-1-lawful-source", "training.fine_tunes", True, Applicability.APPLIES),
        ("art-7-1-lawful-source", "training.fine_tunes", False, Applicability.UNKNOWN),
        ("art-8-rules", "training.has_annotators", True, Applicability.APPLIES),
        ("art-9-1-personal", "data.collects_personal", True, Applicability.APPLIES),
        ("art-9-2-agreement", "service.registered_users", False, Applicability.NOT_APPLIES),
        ("art-10-minors", "service.minors_may_use", True, Applicability.APPLIES),
        ("art-12-label", "service.modalities", frozenset({"text"}), Applicability.APPLIES),
        ("art-12-label", "service.modalities", frozenset({"scene"}), Applicability.APPLIES),
        ("art-12-label", "service.modalities", frozenset({"code"}), Applicability.NOT_APPLIES),
        ("art-17-file", "service.social_mobilisation", True, Applicability.APPLIES),
        ("art-17-file", "service.public_opinion", False, Applicability.UNKNOWN),
        ("art-23-licence", "service.licensed_sector", True, Applicability.APPLIES),
        ("art-23-foreign", "ownership.foreign_capital", False, Applicability.NOT_APPLIES),
    ],
)
def test_who_is_bound_by_the_interim_measures(
    provision: str, fact: str, value: Answer, verdict: Applicability
) -> None:
    """One fact more or less about a public service, and the duty that turns on it."""
    decision = decide(load(), {**SERVICE, fact: value}, f"cn/genai-2023/{provision}", DAY)

    assert verdict is decision.verdict
