"""Which duties clash, and on what ground one goes first."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from tests.unit.law.meeting import Duty, meet

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument
from hegui.law import Answer, Applicability, Decision, Profile, applies, decide, load

DAY = date(2026, 11, 21)
OLD, NEW = date(2021, 1, 1), date(2022, 1, 1)
NOBODY = Profile(
    name=Bilingual(zh="某服务", en="a service"), file=Path("hegui.toml"), answers={}, lines={}
)


def grounds(folder: Path, *duties: Duty) -> list[str]:
    """Return the clashes of a law, told without ``/art-1-do``."""
    law = load(meet(folder, *duties))
    return [clash.label.replace("/art-1-do", "") for clash in law.clashes]


def verdicts(folder: Path, *duties: Duty, **answers: Answer) -> dict[str, str]:
    """Return the verdict on each duty, by the name of its instrument."""
    law = load(meet(folder, *duties))
    given = {name.replace("__", "."): answer for name, answer in answers.items()}
    profile = Profile(name=NOBODY.name, file=NOBODY.file, answers=given, lines={})
    found = {d.obligation.id: d.verdict.value for d in applies(law, profile, DAY)}
    return {duty.name: found[duty.id] for duty in duties}


class TestClashes:
    """Two duties meet on one matter with different demands, or one names the other."""

    def test_equal_demands_add_up(self, tmp_path: Path) -> None:
        duties = (Duty(name="a", demand="x"), Duty(name="b", demand="x", rank="law"))

        assert [] == grounds(tmp_path, *duties)

    def test_no_demand_is_no_clash(self, tmp_path: Path) -> None:
        """Cumulation is the default: a matter in common says nothing."""
        assert [] == grounds(tmp_path, Duty(name="a"), Duty(name="b", demand="x", rank="law"))

    def test_other_matters_do_not_meet(self, tmp_path: Path) -> None:
        duties = (Duty(name="a", demand="x"), Duty(name="b", demand="y", matter="n"))

        assert [] == grounds(tmp_path, *duties)

    def test_other_jurisdictions_do_not_meet(self, tmp_path: Path) -> None:
        duties = (Duty(name="a", demand="x"), Duty(name="b", demand="y", jurisdiction="yy"))

        assert [] == grounds(tmp_path, *duties)

    def test_one_instrument_does_not_contradict_itself(self, tmp_path: Path) -> None:
        """Whoever writes two demands in one text wants both."""
        folder = meet(tmp_path, Duty(name="a", demand="x"))
        file = folder / "xx" / "a" / "art-1.toml"
        text = file.read_text("utf-8")
        more = text[text.index("[[obligation]]") :].replace("art-1-do", "art-1-too")
        file.write_text(text + "\n" + more.replace('"x"', '"y"'), encoding="utf-8")

        assert () == load(folder).clashes

    def test_what_does_not_bind_clashes_with_nothing(self, tmp_path: Path) -> None:
        duties = (
            Duty(name="a", demand="x", status="draft"),
            Duty(name="b", demand="y", status="guidance"),
            Duty(name="c", demand="z", edges={"xx/a/art-1-do": "special_to"}),
        )

        assert [] == grounds(tmp_path, *duties)

    def test_an_edge_needs_no_matter(self, tmp_path: Path) -> None:
        edge = {"xx/a/art-1-do": "special_to"}
        duties = (Duty(name="a", matter=None), Duty(name="b", matter=None, edges=edge))

        assert ["xx/b special xx/a"] == grounds(tmp_path, *duties)

    def test_an_edge_stays_in_its_jurisdiction(self, tmp_path: Path) -> None:
        edge = {"yy/b/art-1-do": "special_to"}
        folder = meet(tmp_path, Duty(name="a", edges=edge), Duty(name="b", jurisdiction="yy"))

        with pytest.raises(InvalidInstrument) as caught:
            load(folder)

        assert "an obligation of the same jurisdiction" == caught.value.expected
        assert ("art-1.toml", 25) == (caught.value.file.name, caught.value.line)


class TestGrounds:
    """Rank, then special, then new, within one body; everything else is for a person."""

    A = Duty(name="a", demand="x", published=OLD)

    def test_the_higher_goes_first(self, tmp_path: Path) -> None:
        high = Duty(name="b", demand="y", rank="law", published=OLD)

        assert ["xx/b higher xx/a"] == grounds(tmp_path, self.A, high)

    @pytest.mark.parametrize(
        ("kind", "ground"), [("special_to", "special"), ("supersedes", "newer")]
    )
    @pytest.mark.parametrize("published", [OLD, NEW])
    def test_the_special_goes_first_when_it_is_not_older(
        self, tmp_path: Path, kind: str, ground: str, published: date
    ) -> None:
        special = Duty(name="b", demand="y", published=published, edges={self.A.id: kind})

        assert [f"xx/b {ground} xx/a"] == grounds(tmp_path, self.A, special)

    def test_new_general_against_old_special_is_open(self, tmp_path: Path) -> None:
        general = Duty(name="b", demand="y", published=NEW)
        special = Duty(name="c", demand="x", published=OLD, edges={general.id: "special_to"})

        assert ["xx/b old-special xx/c"] == grounds(tmp_path, general, special)

    def test_the_newer_goes_first(self, tmp_path: Path) -> None:
        newer = Duty(name="b", demand="y", published=NEW)

        assert ["xx/b newer xx/a"] == grounds(tmp_path, self.A, newer)

    def test_equals_of_one_body_are_open(self, tmp_path: Path) -> None:
        assert ["xx/a equal xx/b"] == grounds(
            tmp_path, self.A, Duty(name="b", demand="y", published=OLD)
        )

    def test_two_bodies_are_open(self, tmp_path: Path) -> None:
        """Even where one says that it is special: it cannot bind another ministry."""
        other = Duty(name="b", demand="y", authority="other", published=NEW)
        special = Duty(
            name="c", demand="z", authority="third", published=NEW, edges={self.A.id: "special_to"}
        )

        assert {"xx/a bodies xx/b", "xx/b bodies xx/a"} & set(
            grounds(tmp_path / "1", self.A, other)
        )
        assert ["xx/c bodies xx/a"] == grounds(tmp_path / "2", self.A, special)

    def test_rank_against_an_edge_is_open(self, tmp_path: Path) -> None:
        high = Duty(name="b", demand="y", rank="law")
        low = Duty(name="c", demand="z", edges={high.id: "special_to"})

        assert ["xx/c against-rank xx/b"] == grounds(tmp_path, high, low)

    def test_two_claims_are_open(self, tmp_path: Path) -> None:
        one = Duty(name="a", edges={"xx/b/art-1-do": "special_to"})
        two = Duty(name="b", edges={"xx/a/art-1-do": "supersedes"})

        assert ["xx/a equal xx/b"] == grounds(tmp_path, one, two)


class TestVerdicts:
    """Displaced, conflict, unknown: for one who provides, and for one who may."""

    HIGH = Duty(name="high", rank="law", demand="x", when="role.provider")
    LOW = Duty(name="low", demand="y")

    def test_the_lower_is_displaced(self, tmp_path: Path) -> None:
        found = verdicts(tmp_path, self.HIGH, self.LOW, role__provider=True)

        assert {"high": "applies", "low": "displaced"} == found

    def test_it_binds_where_the_higher_does_not_apply(self, tmp_path: Path) -> None:
        found = verdicts(tmp_path, self.HIGH, self.LOW, role__provider=False)

        assert {"high": "not_applies", "low": "applies"} == found

    def test_it_is_unknown_while_the_higher_is(self, tmp_path: Path) -> None:
        """And names the fact that the other one hangs on."""
        law = load(meet(tmp_path, self.HIGH, self.LOW))
        low = decide(law, {}, self.LOW.id, DAY)

        assert Applicability.UNKNOWN is low.verdict
        assert ("role.provider",) == low.blockers()
        assert (self.HIGH.id,) == low.against
        assert () == low.because()

    def test_two_ministries_conflict(self, tmp_path: Path) -> None:
        other = Duty(name="other", demand="z", authority="other")

        assert {"low": "conflict", "other": "conflict"} == verdicts(tmp_path, self.LOW, other)

    def test_a_conflict_ends_when_one_side_is_displaced(self, tmp_path: Path) -> None:
        """Three rules: the law sends one ministry home, so the other binds."""
        other = Duty(name="other", demand="x", authority="other")
        found = verdicts(tmp_path, self.HIGH, self.LOW, other, role__provider=True)

        assert {"high": "applies", "low": "displaced", "other": "applies"} == found

    def test_what_a_displaced_rule_displaced_comes_back(self, tmp_path: Path) -> None:
        """First goes before second, second before third; third demands what first does."""
        third = Duty(name="third", demand="x", published=OLD)
        second = Duty(name="second", demand="y", published=NEW)
        first = Duty(name="first", demand="x", rank="law")

        assert {"third": "applies", "second": "displaced", "first": "applies"} == verdicts(
            tmp_path, third, second, first
        )

    def test_a_contested_rule_displaces_nobody_for_sure(self, tmp_path: Path) -> None:
        """Two ministries pull apart over a standard: all three are for a person."""
        one = Duty(name="one", demand="x")
        two = Duty(name="two", demand="y", authority="other")
        standard = Duty(name="standard", demand="y", rank="recommended-standard")

        assert {"one": "conflict", "two": "conflict", "standard": "conflict"} == verdicts(
            tmp_path, one, two, standard
        )

    def test_a_circle_is_for_a_person(self, tmp_path: Path) -> None:
        names = ("a", "b", "c")
        duties = [
            Duty(name=name, matter=None, edges={f"xx/{other}/art-1-do": "special_to"})
            for name, other in zip(names, ("b", "c", "a"), strict=True)
        ]
        law = load(meet(tmp_path, *duties))
        found = decide(law, {}, duties[0].id, DAY)

        assert Applicability.CONFLICT is found.verdict
        assert found.tree.says is not None
        assert "in a circle" in found.tree.says.en

    def test_an_unknown_one_that_gives_way_anyway_is_displaced(self, tmp_path: Path) -> None:
        """Whatever its own condition may turn out to be, it does not bind."""
        low = Duty(name="low", demand="y", when="users > 3")

        assert {"high": "applies", "low": "displaced"} == verdicts(
            tmp_path, self.HIGH, low, role__provider=True
        )

    def test_a_known_one_hangs_on_one_further_off(self, tmp_path: Path) -> None:
        """The highest is open, so the middle is, so the lowest is."""
        middle = Duty(name="middle", rank="administrative-regulation", demand="y")
        low = Duty(name="low", demand="z")
        law = load(meet(tmp_path, self.HIGH, middle, low))

        found = decide(law, {}, low.id, DAY)

        assert Applicability.UNKNOWN is found.verdict
        assert ("role.provider",) == found.blockers()

    def test_order_makes_no_difference(self, tmp_path: Path) -> None:
        """However the files are named, so in whatever order they are read."""
        parts = [
            {"rank": "law", "demand": "x", "when": "role.provider"},
            {"demand": "y", "published": OLD},
            {"demand": "z", "published": NEW, "authority": "ministry"},
            {"demand": "x", "authority": "other"},
        ]
        seen = set()
        for number, order in enumerate(permutations(range(4))):
            duties = [Duty(name=f"n{at}", **parts[part]) for at, part in enumerate(order)]  # type: ignore[arg-type]
            found = verdicts(tmp_path / str(number), *duties, role__provider=True)
            seen.add(tuple(found[f"n{order.index(part)}"] for part in range(4)))

        assert 1 == len(seen)


class TestExplanation:
    """A verdict of precedence says which rule, why, and on what provision."""

    @pytest.fixture
    def decision(self, tmp_path: Path) -> Decision:
        general = Duty(name="general", jurisdiction="cn", demand="x", published=OLD)
        special = Duty(
            name="special",
            jurisdiction="cn",
            demand="y",
            published=NEW,
            edges={general.id: "special_to"},
        )
        return decide(load(meet(tmp_path, general, special)), {}, general.id, DAY)

    def test_names_both_and_the_ground(self, decision: Decision) -> None:
        (leaf,) = decision.because()

        assert Applicability.DISPLACED is decision.verdict
        assert ("precedence", "cn/special/art-1-do") == (leaf.kind, leaf.obligation)
        assert "cn/special/art-1-do special cn/general/art-1-do" == leaf.label
        assert leaf.says is not None
        assert leaf.says.zh.startswith("《special》第1条（做）是同一机关的特别规定")
        assert leaf.says.en.startswith("special, Article 1 (Do) is the special rule")

    def test_cites_the_assertion_and_the_legislation_law(self, decision: Decision) -> None:
        reason = decision.tree.reason

        assert reason is not None
        assert reason.zh.startswith("第九条。《立法法》第一百零三条")
        assert reason.en.startswith("Article 9. Legislation Law, article 103")
        assert reason.as_dict() == decision.tree.as_dict()["reason"]
        assert "cn/special/art-1-do" == decision.tree.as_dict()["obligation"]

    def test_unfolds_into_both_conditions(self, decision: Decision) -> None:
        assert [("constant", True), ("constant", True)] == [
            (child.kind, child.value) for child in decision.tree.children
        ]

    def test_elsewhere_it_says_that_the_place_was_not_looked_up(self, tmp_path: Path) -> None:
        high = Duty(name="b", demand="y", rank="law")
        found = decide(
            load(meet(tmp_path, Duty(name="a", demand="x"), high)), {}, "xx/a/art-1-do", DAY
        )

        assert found.tree.reason is not None
        assert "not compared with the law of the place" in found.tree.reason.en
