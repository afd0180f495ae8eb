"""What changes when only the data changes, and who goes first when rules meet.

Each story writes a small folder of instruments, or copies the one that ships, and changes nothing
but TOML.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.meeting import Duty, meet
from tests.unit.law.packs import Pack, duty, expression, fact

from hegui.law import PACKAGED, Applicability, Decision, applies, load, load_profile
from hegui.law.diff import Side, diff_days
from hegui.law.interview import interview

PROFILES = Path(__file__).parents[2] / "examples" / "profiles"
OVERSIGHT = "eu/ai-act-2024/art-26-2-oversight"


def verdicts(folder: Path, profile: Path, on: date) -> Mapping[str, Decision]:
    """Return the decisions by the law of a folder, by id."""
    law = load(folder)
    return {each.obligation.id: each for each in applies(law, load_profile(profile, law), on)}


class TestAShiftOfDates:
    """Parliaments move dates; a line of TOML follows, and no line of a program."""

    def copied(self, folder: Path, old: str, new: str) -> Path:
        """Copy the instruments and replace text in one article."""
        root = folder / "instruments"
        shutil.copytree(PACKAGED, root)
        article = root / "eu" / "ai-act-2024" / "art-26.toml"
        text = article.read_text(encoding="utf-8")
        assert old in text
        article.write_text(text.replace(old, new), encoding="utf-8")
        return root

    @pytest.mark.parametrize(
        ("on", "shipped", "moved"),
        [
            (date(2027, 12, 1), Applicability.NOT_IN_FORCE, Applicability.NOT_IN_FORCE),
            (date(2027, 12, 2), Applicability.APPLIES, Applicability.NOT_IN_FORCE),
            (date(2029, 1, 1), Applicability.APPLIES, Applicability.APPLIES),
        ],
    )
    def test_another_date_gives_another_verdict(
        self, tmp_path: Path, on: date, shipped: Applicability, moved: Applicability
    ) -> None:
        """The high-risk duties of deployers, moved once more, to 2029."""
        root = self.copied(tmp_path, "from = 2027-12-02", "from = 2029-01-01")
        profile = PROFILES / "eu-deployer.toml"

        assert (shipped, moved) == (
            verdicts(PACKAGED, profile, on)[OVERSIGHT].verdict,
            verdicts(root, profile, on)[OVERSIGHT].verdict,
        )

    def test_what_was_known_before_can_still_be_asked(self) -> None:
        """What the law of 2 August 2026 is, as known the day before the shift and on its day."""
        on = date(2026, 8, 2)
        found = diff_days(
            load(),
            Side(on=on, instrument="eu/ai-act-2024", known=date(2026, 7, 23)),
            Side(on=on, instrument="eu/ai-act-2024", known=date(2026, 7, 24)),
        )
        dropped = {change.before.id for change in found.of("dropped") if change.before}

        assert OVERSIGHT in dropped
        assert load().obligation("eu/ai-act-2024/art-50-1-interaction").id not in dropped
        assert () == found.of("added")


class TestRulesThatMeet:
    """Displacement where the law settles it, conflict where only an authority may rule."""

    OLD = date(2020, 1, 1)
    NEW = date(2023, 1, 1)

    def decided(self, folder: Path, *duties: Duty) -> list[Applicability]:
        root = meet(folder, *duties)
        profile = folder / "hegui.toml"
        profile.write_text("", encoding="utf-8")
        found = verdicts(root, profile, date(2026, 11, 21))
        return [found[each.id].verdict for each in duties]

    def test_a_newer_special_rule_displaces_the_general_one(self, tmp_path: Path) -> None:
        """Same body, and somebody cited why it is the special one."""
        general = Duty(name="general-2020", demand="plain", published=self.OLD)
        special = Duty(
            name="special-2023",
            demand="prominent",
            published=self.NEW,
            edges={general.id: "special_to"},
        )

        assert [Applicability.DISPLACED, Applicability.APPLIES] == self.decided(
            tmp_path, general, special
        )

    def test_a_newer_general_rule_against_an_older_special_one(self, tmp_path: Path) -> None:
        """Which of them counts is for the body that made them to say."""
        special = Duty(
            name="special-2020",
            demand="prominent",
            published=self.OLD,
            edges={"xx/general-2023/art-1-do": "special_to"},
        )
        general = Duty(name="general-2023", demand="plain", published=self.NEW)

        assert [Applicability.CONFLICT] * 2 == self.decided(tmp_path, special, general)

    def test_one_ministry_against_another(self, tmp_path: Path) -> None:
        """Equal rank, different bodies, different demands: a ruling is needed."""
        one = Duty(name="one-2020", demand="plain", authority="cac", published=self.OLD)
        two = Duty(name="two-2023", demand="prominent", authority="miit", published=self.NEW)

        assert [Applicability.CONFLICT] * 2 == self.decided(tmp_path, one, two)

    def test_a_law_against_a_rule(self, tmp_path: Path) -> None:
        rule = Duty(name="rule-2023", demand="plain", published=self.NEW)
        law = Duty(name="law-2020", demand="prominent", rank="law", published=self.OLD)

        assert [Applicability.DISPLACED, Applicability.APPLIES] == self.decided(tmp_path, rule, law)

    def test_equal_demands_add_up(self, tmp_path: Path) -> None:
        one = Duty(name="one-2020", demand="plain", authority="cac")
        two = Duty(name="two-2023", demand="plain", authority="miit")

        assert [Applicability.APPLIES] * 2 == self.decided(tmp_path, one, two)


def test_not_known_yet_shows_the_obligations_that_hang_on_it(tmp_path: Path) -> None:
    """Said twice, two lists; an answer that settles one of them takes it off both."""
    pack = Pack(tmp_path).facts(fact("is_public") + fact("has_minors"))
    pack.instrument("xx/a-2020").provision(
        "xx/a-2020",
        "art-1",
        expression(),
        duty("art-1-file", when='"is_public"'),
        duty("art-1-guard", when='"is_public and has_minors"'),
    )
    law = pack.load()
    profile = tmp_path / "hegui.toml"

    def hangs(text: str) -> dict[str, list[str]]:
        profile.write_text(f"[facts]\n{text}", encoding="utf-8")
        found = interview(law, load_profile(profile, law), date(2026, 11, 21))
        return {
            each.fact.name: [decision.obligation.id.rpartition("-")[2] for decision in each.hangs]
            for each in found.unsure
        }

    assert {"is_public": ["file", "guard"], "has_minors": ["guard"]} == hangs(
        'is_public = "?"\nhas_minors = "?"\n'
    )
    assert {"is_public": ["file"]} == hangs('is_public = "?"\nhas_minors = false\n')
    assert {} == hangs('is_public = false\nhas_minors = "?"\n')
