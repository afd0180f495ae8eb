"""What a duty asks by number."""

from __future__ import annotations

import pytest

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Status
from hegui.controls.content.assessed_answers_reach_the_rates import CONTROL
from hegui.controls.counting import Asked, Counted, asked, held_against
from hegui.controls.evidence import Evidence
from hegui.errors import InvalidParameter
from hegui.moderation.categories import categories

DUTIES = ("cn/t-2026/art-1",)


def _look(parameters: Parameters) -> Opinion:
    from datetime import UTC, datetime

    from hegui.controls.evidence import LedgerState

    ledger = LedgerState(
        size=0,
        first_at=None,
        last_at=None,
        checkpoint_at=None,
        verified_at=None,
        is_intact=None,
    )
    now = datetime(2026, 11, 21, tzinfo=UTC)
    return CONTROL.look(Evidence(now=now, window_days=30, ledger=ledger), parameters)


@pytest.mark.parametrize(
    ("parameters", "least", "risks"),
    [
        ({"items_at_least": 10}, 10, None),
        ({"items_per_risk_at_least": 3, "groups": ("a2",)}, 3, 9),
        ({"risks_covered": 17, "groups": ["a1", "a2"]}, 1, 17),
        ({"risks_covered": 31}, 1, 31),
    ],
    ids=["in all", "each of a group", "all of two groups", "all of the annex"],
)
def test_parameters_say_what_is_asked(
    parameters: Parameters, least: int, risks: int | None
) -> None:
    found = asked(parameters, DUTIES)

    assert (least, risks) == (found.least, None if found.risks is None else len(found.risks))


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"items_at_least": "many"},
        {"items_per_risk_at_least": 3, "groups": ("b7",)},
        {"risks_covered": 16, "groups": ("a1", "a2")},
    ],
    ids=["nothing", "no number", "no such group", "other risks than ours"],
)
def test_what_cannot_be_read_is_named(parameters: Parameters) -> None:
    """Nobody is judged by a number that is not there."""
    with pytest.raises(InvalidParameter, match="cn/t-2026/art-1"):
        asked(parameters, DUTIES)


@pytest.mark.parametrize(
    "parameters",
    [{}, {"refused_share_at_least": 0.95}, {"sample_items_at_least": 300}],
    ids=["nothing", "no number of questions", "no share"],
)
def test_a_rate_needs_its_share_and_its_number(parameters: Parameters) -> None:
    with pytest.raises(InvalidParameter):
        _look(parameters)


def test_what_is_enough_tells_the_fewest() -> None:
    """So that one sees where it will be short first."""
    risks = {key: 5 for key in categories() if key.startswith("a2.")} | {"a2.age": 3}
    counted = Counted(
        what=Bilingual(zh="库", en="the library"),
        unit=Bilingual(zh="个词", en="words"),
        total=43,
        risks=risks,
        entries=(4,),
        next_step=Bilingual(zh="补充", en="add"),
    )
    found = held_against(counted, Asked(least=3, risks=tuple(risks)))

    assert (Status.OK, (4,), None) == (found.status, found.entries, found.next_step)
    assert found.reason.en.endswith("the fewest are 3, for A.2 f discrimination by age")
