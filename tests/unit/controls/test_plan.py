"""The plan: what applies is asked, the strongest action wins, a broken control stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import pytest

from hegui.bilingual import Bilingual
from hegui.controls import ALL
from hegui.controls.base import (
    Acting,
    Action,
    Control,
    Decision,
    Moment,
    Opinion,
    Parameters,
    Standing,
    Subject,
)
from hegui.controls.evidence import Evidence, LedgerState
from hegui.controls.plan import Bound, Plan, make_plan, parameters_of
from hegui.errors import InvalidParameter
from hegui.finding import Finding, Span
from hegui.law import Profile, load, load_profile

ON = date(2026, 11, 21)
PROFILES = Path(__file__).parents[3] / "examples" / "profiles"
ALL_YES = """
[service]
name = { zh = "甲", en = "A" }
[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
"""


def _profile(folder: Path, text: str) -> Profile:
    file = folder / "hegui.toml"
    file.write_text(text, encoding="utf-8")
    return load_profile(file, load())


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return make_plan(load(), _profile(tmp_path, ALL_YES), ON)


def _finding(category: str) -> Finding:
    return Finding(detector="t", category=category, span=Span(0, 2), score=1.0, rule="t#1")


def test_a_public_service_gets_every_acting_control(plan: Plan) -> None:
    """All acting controls bind a chat service for the public."""
    assert [c.name for c in ALL if isinstance(c, Acting)] == [b.control.name for b in plan.bound]


def test_nothing_binds_before_the_first_of_the_laws(tmp_path: Path) -> None:
    """A plan for a day on which no duty of a control was in force is empty, and has no label."""
    plan = make_plan(load(), _profile(tmp_path, ALL_YES), date(2017, 5, 31))

    assert () == plan.bound
    assert plan.text_label is None


def test_an_unanswered_question_switches_nothing_off(tmp_path: Path) -> None:
    """With no answers at all, every safeguard is on."""
    plan = make_plan(load(), _profile(tmp_path, ""), ON)

    assert plan.text_label is not None
    assert {Moment.PROMPT, Moment.SEGMENT, Moment.ANSWER} == {b.control.moment for b in plan.bound}


def test_an_internal_tool_needs_no_label(tmp_path: Path) -> None:
    """What is not offered to the public is outside the Measures."""
    text = ALL_YES.replace("mainland_public = true", "mainland_public = false")

    plan = make_plan(load(), _profile(tmp_path, text), ON)

    assert plan.text_label is None


def test_the_strongest_action_wins(plan: Plan) -> None:
    """A number to mask beside a term to stop is a stop; both verdicts are kept."""
    subject = Subject(
        moment=Moment.SEGMENT,
        findings=(_finding("a4.personal-information"), _finding("a1.other-banned")),
    )

    ruling = plan.judge(subject)

    assert Action.STOP is ruling.action
    assert [Action.STOP, Action.REDACT] == [v.action for v in ruling.verdicts]


def test_clean_content_is_allowed_without_verdicts(plan: Plan) -> None:
    """Nothing found, nothing said."""
    ruling = plan.judge(Subject(moment=Moment.PROMPT))

    assert Action.ALLOW is ruling.action
    assert () == ruling.verdicts


def test_a_control_that_raises_is_a_stop_that_names_itself(plan: Plan) -> None:
    """Fail closed: an error in a control never lets content pass."""

    def broken(_subject: Subject, _parameters: Parameters) -> Decision:
        raise KeyError("lost")

    control = replace(plan.bound[0].control, decide=broken)
    bent = replace(plan, bound=(Bound(control=control, obligations=(), parameters={}),))

    ruling = bent.judge(Subject(moment=control.moment))

    assert Action.STOP is ruling.action
    assert (control.name,) == ruling.errors
    assert "KeyError" in (ruling.verdicts[0].reason or Bilingual(zh="", en="")).en


def test_the_digest_tells_plans_apart(tmp_path: Path, plan: Plan) -> None:
    """The same plan has the same digest on another day; another plan has another."""
    profile = _profile(tmp_path, ALL_YES)

    assert plan.digest == make_plan(load(), profile, date(2026, 11, 22)).digest
    assert plan.digest != make_plan(load(), profile, date(2023, 8, 14)).digest


def test_a_label_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """A mistake in the law's file is named with its obligation."""
    law = load()
    id_ = "cn/genai-2023/art-12-label"
    bad = replace(law.obligations[id_], parameters={"text_label": {"zh": "只有中文"}})
    bent = replace(law, obligations={**law.obligations, id_: bad})

    with pytest.raises(InvalidParameter, match="text_label of cn/genai-2023/art-12-label"):
        make_plan(bent, _profile(tmp_path, ALL_YES), ON)


def test_the_duty_named_first_gives_a_parameter() -> None:
    """What a control's first duty states stands; a later one only adds to it."""
    stated: dict[str, dict[str, object]] = {
        "a": {"needs": ("procedure",)},
        "b": {"needs": ("answer_days",), "keep_months": 6},
    }

    assert {"needs": ("procedure",), "keep_months": 6} == parameters_of(("a", "b"), stated)
    assert {"needs": ("answer_days",), "keep_months": 6} == parameters_of(("b", "a"), stated)
    assert {} == parameters_of(("c",), stated)


@pytest.mark.parametrize(
    "control",
    [c for c in ALL if isinstance(c, Acting) or c.name.startswith(("users/", "records/"))],
    ids=lambda control: control.name,
)
def test_duties_of_one_control_agree(control: Control) -> None:
    """No two duties whose parameters the plan merges state one parameter differently.

    A standing control is asked for each duty by itself, with that duty's parameters alone.
    """
    duties = [load().obligation(id_) for id_ in control.obligations]

    for one, two in combinations(duties, 2):
        shared = set(one.parameters) & set(two.parameters)
        assert {key: one.parameters[key] for key in shared} == {
            key: two.parameters[key] for key in shared
        }, f"{one.id} and {two.id}"


@pytest.mark.parametrize(
    ("control", "id_"),
    [
        (control, id_)
        for control in ALL
        if isinstance(control, Standing)
        for id_ in control.obligations
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_duty_states_what_its_control_reads(control: Standing, id_: str) -> None:
    """Each duty is enough: a control raises for none of them when it binds alone."""
    evidence = Evidence(
        now=datetime(2026, 11, 21, tzinfo=UTC),
        window_days=30,
        ledger=LedgerState(
            size=0,
            first_at=None,
            last_at=None,
            checkpoint_at=None,
            verified_at=None,
            is_intact=None,
        ),
    )

    found = control.look(evidence, load().obligation(id_).parameters)

    assert isinstance(found, Opinion)


@pytest.mark.parametrize("day", [date(2023, 8, 14), date(2023, 8, 15), date(2025, 9, 1), ON])
@pytest.mark.parametrize("file", sorted(PROFILES.glob("*.toml")), ids=lambda file: file.stem)
def test_who_must_label_text_is_told_the_label(file: Path, day: date) -> None:
    """Whenever an unlabelled answer would be stopped, the plan says which label to write."""
    law = load()
    plan = make_plan(law, load_profile(file, law), day)
    is_held = "labels/text_has_explicit_label" in {b.control.name for b in plan.bound}

    assert is_held == (plan.text_label is not None)
