"""One service under several regimes, theme by theme."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty, expression

from hegui.errors import UnknownRegime
from hegui.law import Applicability, Law, Profile, load_profile
from hegui.law.compare import THEME_WORDS, compare
from hegui.law.instrument import THEMES
from hegui.law.regimes import Regime, load_regimes

ON = date(2026, 11, 21)
PENALTY = """
[[penalty]]
on.zh = "违反者"
on.en = "who breaches"
measures = ["fine"]
fine_at_most = 35000000
currency = "EUR"
turnover_share = 0.07
"""


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """A binding duty at home, one abroad that is unknown, guidance, and a draft."""
    pack = Pack(tmp_path).instrument("cn/a-2020").instrument("eu/b-2024").instrument("jp/c-2025")
    pack.provision("cn/a-2020", "art-1", duty("art-1-label", theme='"labels"'))
    pack.provision(
        "cn/a-2020", "art-2", expression(status='"draft"'), duty("art-2-x", theme='"labels"')
    )
    pack.provision(
        "eu/b-2024",
        "art-50",
        duty("art-50-mark", theme='"labels"', when='"is_public"', penalties='["art-99"]'),
        duty("art-50-past", theme='"labels"', until="2021-01-01"),
    )
    pack.provision("eu/b-2024", "art-99", PENALTY)
    pack.provision(
        "jp/c-2025",
        "item-1",
        expression(status='"guidance"'),
        duty("item-1-tell", theme='"labels"'),
    )
    return pack.load()


@pytest.fixture
def profile(tmp_path: Path, law: Law) -> Profile:
    file = tmp_path / "hegui.toml"
    file.write_text("[facts]\nrole.provider = true\n", encoding="utf-8")
    return load_profile(file, law)


def regimes() -> tuple[Regime, ...]:
    return load_regimes()


def test_every_theme_has_a_row() -> None:
    """A theme without words would be lost from the comparison."""
    assert set(THEMES) == set(THEME_WORDS)


def test_each_cell_has_its_duties(law: Law, profile: Profile) -> None:
    """Verdicts by regime; what is past, or a draft, is left out."""
    found = compare(law, profile, ON, regimes=regimes())
    labels = {column.regime.key: column.cell("labels") for column in found.columns}

    assert [("cn/a-2020/art-1-label", Applicability.APPLIES)] == [
        (row.obligation.id, row.verdict) for row in labels["cn"].rows
    ]
    assert [("eu/b-2024/art-50-mark", Applicability.UNKNOWN)] == [
        (row.obligation.id, row.verdict) for row in labels["eu"].rows
    ]
    assert () == labels["gb"].rows


def test_guidance_is_shown_as_guidance(law: Law, profile: Profile) -> None:
    """Its verdict says whom it addresses; it is not counted with what binds."""
    cell = compare(law, profile, ON, regimes=regimes(), only=["jp"]).columns[0].cell("labels")

    assert (True, Applicability.APPLIES) == (cell.rows[0].is_guidance, cell.rows[0].verdict)
    assert 0 == cell.counts.total()


def test_costs_are_of_duties_that_may_bind(law: Law, profile: Profile) -> None:
    """An unknown duty may cost as well."""
    columns = compare(law, profile, ON, regimes=regimes(), only=["eu", "cn"]).columns

    assert ["eu", "cn"] == [column.regime.key for column in columns]
    assert [("eu/b-2024/art-99", 0.07)] == [
        (cost.provision, cost.penalty.turnover_share) for cost in columns[0].costs
    ]
    assert () == columns[1].costs


def test_as_a_document(law: Law, profile: Profile) -> None:
    shown = compare(law, profile, ON, regimes=regimes(), only=["eu"]).as_dict()

    assert "2026-11-21" == shown["on"]
    assert list(THEME_WORDS) == list(shown["themes"])  # type: ignore[call-overload]


def test_an_unknown_regime_is_named(law: Law, profile: Profile) -> None:
    with pytest.raises(UnknownRegime, match="one of cn, eu, us, jp, kr, gb; got 'uk'"):
        compare(law, profile, ON, regimes=regimes(), only=["uk"])
