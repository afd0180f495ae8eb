"""The safety requirements that filing measures by, and the standard that followed them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import pytest

from hegui.law import Expression, Obligation, load

BEFORE, AFTER = "cn/tc260-003-2024", "cn/gbt-45654-2025"
CHANGE = date(2025, 11, 1)

NUMBERS: Mapping[str, Mapping[str, float]] = {
    "cl-5-1-assess": {"unlawful_share_at_most": 0.05},
    "cl-7-input-opt-out": {"clicks_at_most": 4},
    "cl-7-users-breach": {"in_a_row_times": 3, "in_one_day_times": 5},
    "cl-8-1-size": {"items_at_least": 10_000},
    "cl-8-1-each-a1": {"items_per_risk_at_least": 200},
    "cl-8-1-each-a2": {"items_per_risk_at_least": 100},
    "cl-8-2-size": {"items_at_least": 2_000},
    "cl-8-2-each-core": {"items_per_risk_at_least": 50},
    "cl-8-2-each-other": {"items_per_risk_at_least": 20},
    "cl-8-3-refuse-size": {"items_at_least": 500},
    "cl-8-3-refuse-each": {"items_per_risk_at_least": 20},
    "cl-8-3-answer-size": {"items_at_least": 500},
    "cl-8-3-answer-subjects": {"items_per_subject_at_least": 20, "subjects_covered": 13},
    "cl-9-2-people": {"sample_items_at_least": 4_000, "qualified_share_at_least": 0.96},
    "cl-9-2-technical": {"sample_share_at_least": 0.10, "qualified_share_at_least": 0.98},
    "cl-9-3-people": {"sample_items_at_least": 1_000, "qualified_share_at_least": 0.90},
    "cl-9-4-refuse": {"sample_items_at_least": 300, "refused_share_at_least": 0.95},
    "cl-9-4-answer": {"sample_items_at_least": 300, "refused_share_at_most": 0.05},
}
"""By clause of the earlier document: what it measures by."""

DROPPED = {"cl-6-base-filed", "cl-7-transparency-label"}
"""What the later standard does not take over, as far as known."""

NEW = {"cl-6-adversarial", "annex-b-method-records"}
"""What only the later standard is known to ask."""


def duties(instrument: str) -> dict[str, Obligation]:
    """Return an instrument's obligations by the last part of their id."""
    return {
        duty.id.rpartition("/")[2]: duty
        for duty in load().obligations.values()
        if duty.instrument == instrument
    }


def successor(clause: str) -> Obligation:
    """Return the obligation that continues a clause of the earlier document."""
    found = [d for d in duties(AFTER).values() if f"{BEFORE}/{clause}" in d.succeeds]
    assert len(found) == 1, clause
    return found[0]


class TestNumbers:
    """Every figure is a parameter keyed by its instrument."""

    @pytest.mark.parametrize("clause", NUMBERS)
    def test_stand_in_the_earlier_document(self, clause: str) -> None:
        """The figures that filing was measured by until the change."""
        parameters = duties(BEFORE)[clause].parameters

        assert NUMBERS[clause] == {key: parameters[key] for key in NUMBERS[clause]}

    @pytest.mark.parametrize("clause", NUMBERS)
    def test_are_carried_over(self, clause: str) -> None:
        """As far as known none of them changed with the standard."""
        parameters = successor(clause).parameters

        assert NUMBERS[clause] == {key: parameters[key] for key in NUMBERS[clause]}

    def test_check_after_collecting_gained_a_share(self) -> None:
        """The one figure that only the later standard is said to have."""
        before = duties(BEFORE)["cl-5-1-verify"].parameters
        after = successor("cl-5-1-verify").parameters

        assert {"unlawful_share_at_most": 0.05} == dict(before)
        assert {"unlawful_share_at_most": 0.05, "checked_share_at_least": 0.10} == dict(after)

    @pytest.mark.parametrize("instrument", [BEFORE, AFTER])
    def test_none_was_read_first_hand(self, instrument: str) -> None:
        """A figure from a digest never looks like one that was read in the text."""
        marks = {duty.confidence for duty in duties(instrument).values() if duty.parameters}

        assert marks <= {"secondary", "recalled"}

    @pytest.mark.parametrize(
        ("total", "parts"),
        [
            ("cl-8-1-size", {"cl-8-1-each-a1": 8, "cl-8-1-each-a2": 9}),
            ("cl-8-2-size", {"cl-8-2-each-core": 17, "cl-8-2-each-other": 14}),
            ("cl-8-3-refuse-size", {"cl-8-3-refuse-each": 17}),
        ],
    )
    def test_totals_exceed_the_minimums_by_risk(self, total: str, parts: dict[str, int]) -> None:
        """Meeting each minimum by risk does not meet the total."""
        by_risk = sum(
            risks * _number(duties(BEFORE)[clause], "items_per_risk_at_least")
            for clause, risks in parts.items()
        )

        assert by_risk < _number(duties(BEFORE)[total], "items_at_least")


class TestChange:
    """On 1 November 2025 the standard takes the place of the technical document."""

    def test_one_ends_on_the_day_the_other_begins(self) -> None:
        """No day without a yardstick and none with two."""
        ends = {duty.end for duty in duties(BEFORE).values()}
        starts = {duty.start for duty in duties(AFTER).values()}

        assert ({CHANGE}, {CHANGE}) == (ends, starts)

    def test_every_clause_is_continued_or_known_to_be_dropped(self) -> None:
        """Nothing is lost on the way without being named."""
        continued = {
            target.rpartition("/")[2] for d in duties(AFTER).values() for target in d.succeeds
        }

        assert set(duties(BEFORE)) == continued | DROPPED
        assert not continued & DROPPED

    def test_what_is_new_is_named(self) -> None:
        """Nothing comes in unnoticed."""
        assert {name for name, duty in duties(AFTER).items() if not duty.succeeds} == NEW

    def test_it_is_a_yardstick_and_not_binding(self) -> None:
        """Both decide as practice, and say that they do not bind in themselves."""
        statuses = {d.status for i in (BEFORE, AFTER) for d in duties(i).values()}

        assert {"provisional"} == statuses


def test_public_lists_only_grow() -> None:
    """The counts of filed services are told by day, the later day later."""
    days = [e.start for e in _lists()]

    assert all(earlier < later for earlier, later in pairwise(days))
    assert ["748", "868", "988", "1,112"] == [
        next(word for word in e.says.en.split() if word in {"748", "868", "988", "1,112"})
        for e in _lists()[1:]
    ]


def _lists() -> tuple[Expression, ...]:
    article = load().instruments["cn/filing-practice-2024"].article("item-12")
    assert article is not None
    return article.expressions


def _number(duty: Obligation, key: str) -> int:
    value = duty.parameters[key]
    assert isinstance(value, int)
    return value
