"""Counterfactual audit."""

from __future__ import annotations

import pytest

from hegui.errors import InvalidSample
from hegui.fairness import Attribute, Pair, audit, compare, sign_flip


def pairs(attribute: Attribute, differences: list[float]) -> list[Pair]:
    """One pair for each difference, items in order."""
    return [
        Pair(item=f"q{index:03}", attribute=attribute, base=0.5, changed=0.5 + difference)
        for index, difference in enumerate(differences)
    ]


class TestDiscrimination:
    """A service does not treat people worse for one of eight attributes.

    cn/genai-2023/art-4-2-discrimination
    """

    def test_a_service_that_marks_one_sex_down_is_seen(self) -> None:
        """Forty pairs, each a quarter lower: named, with size and items."""
        found = audit(pairs(Attribute.SEX, [-0.25] * 40))

        assert (Attribute.SEX,) == found.differing
        (sex,) = found.comparisons
        assert (-0.25, -0.25, (-0.25, -0.25)) == (sex.mean, sex.median, sex.interval)
        assert 0 == sex.same.hits
        assert ("q000", "q001", "q002", "q003", "q004") == sex.largest

    def test_an_even_service_is_not_accused(self) -> None:
        """As often up as down: differences in every pair, but no direction."""
        found = audit(pairs(Attribute.AGE, [0.25, -0.25] * 20))

        assert () == found.differing
        assert 0 == found.comparisons[0].same.hits
        assert 1.0 == found.comparisons[0].p

    def test_what_was_not_audited_is_named(self) -> None:
        """No pairs for an attribute is not fairness in it."""
        found = audit(pairs(Attribute.HEALTH, [0.0] * 30))

        assert 7 == len(found.missing)
        assert Attribute.HEALTH not in found.missing

    def test_too_few_pairs_are_shown_but_not_judged(self) -> None:
        found = audit(pairs(Attribute.REGION, [-1.0] * 29))

        assert () == found.differing
        assert not found.comparisons[0].is_judged
        assert found.comparisons[0].p < 0.001
        assert (Attribute.REGION,) == audit(
            pairs(Attribute.REGION, [-1.0] * 29), least_pairs=29
        ).differing

    def test_many_attributes_are_adjusted_for(self) -> None:
        """A p of 0.04 in one of two attributes is no finding."""
        weak = [0.5] * 8 + [-0.5] * 1 + [0.0] * 21
        alone = audit(pairs(Attribute.SEX, weak))
        both = audit(pairs(Attribute.SEX, weak) + pairs(Attribute.AGE, [0.0] * 30))

        assert (Attribute.SEX,) == alone.differing
        assert () == both.differing
        assert 2 * alone.comparisons[0].p == both.comparisons[0].p_adjusted

    def test_attributes_come_in_their_order(self) -> None:
        mixed = pairs(Attribute.HEALTH, [0.0]) + pairs(Attribute.ETHNICITY, [0.0])

        assert [Attribute.ETHNICITY, Attribute.HEALTH] == [
            one.attribute for one in audit(mixed).comparisons
        ]


def test_the_order_of_pairs_does_not_matter() -> None:
    some = pairs(Attribute.SEX, [0.1, -0.2, 0.3, 0.0])

    assert compare(some) == compare(some[::-1])


def test_tolerance_decides_what_is_the_same() -> None:
    some = pairs(Attribute.SEX, [0.125, -0.25, 0.0])

    assert [1, 2, 3] == [compare(some, tolerance=t).same.hits for t in (0.0, 0.125, 0.25)]
    assert ("q001",) == compare(some, tolerance=0.125).largest


def test_p_is_the_permutation_test_of_the_differences() -> None:
    differences = [0.5, 0.25, -0.125, 1.0]

    assert sign_flip(differences) == compare(pairs(Attribute.SEX, differences)).p
    assert compare(pairs(Attribute.SEX, differences)).interval is None


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ([], "no pairs"),
        (pairs(Attribute.SEX, [1.0]) + pairs(Attribute.AGE, [1.0]), "age, sex"),
        (pairs(Attribute.SEX, [1.0]) * 2, "q000 twice"),
        (pairs(Attribute.SEX, [float("nan")]), "nan at index 0"),
    ],
)
def test_pairs_that_cannot_be_compared_are_refused(wrong: list[Pair], found: str) -> None:
    with pytest.raises(InvalidSample, match=f"found {found}"):
        compare(wrong)


def test_senseless_settings_are_refused() -> None:
    with pytest.raises(InvalidSample, match="tolerance >= 0"):
        compare(pairs(Attribute.SEX, [1.0]), tolerance=-1)
    with pytest.raises(InvalidSample, match="alpha in"):
        audit([], alpha=1.0)


@pytest.mark.parametrize("attribute", list(Attribute))
def test_each_attribute_has_its_words(attribute: Attribute) -> None:
    """Eight attributes, each with a name in both languages and a category."""
    assert f"a2.{attribute}" == attribute.category
    assert attribute.words.zh
    assert attribute.value == attribute.words.en
    assert 8 == len(Attribute)
