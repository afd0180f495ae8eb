"""The 31 risks of annex A: one list, whoever writes it down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from hegui.law import load
from hegui.moderation import categories

ANNEXES = ("cn/tc260-003-2024/annex-a-risks", "cn/gbt-45654-2025/annex-a-risks")
SUBSETS = {"core": 17, "unlawful": 29, "all": 31}
"""Keywords and questions to be refused; the measure of a source; everything."""


def rows(duty: str, key: str) -> Mapping[str, Mapping[str, object]]:
    """Return one table of an annex's parameters."""
    found = load().obligations[duty].parameters[key]
    assert isinstance(found, Mapping)
    return found


@pytest.mark.parametrize("duty", ANNEXES)
class TestAnnex:
    """The main risks are 31 in five groups; two smaller sets of them have their own measures."""

    def test_has_the_categories_of_moderation(self, duty: str) -> None:
        """A finding's category is a risk of the annex: same keys, letters and names, same order."""
        risks = [
            (key, row["annex"], row["zh"], row["en"]) for key, row in rows(duty, "risk").items()
        ]

        assert [
            (category.key, category.annex, category.name.zh, category.name.en)
            for category in categories().values()
        ] == risks

    def test_groups_are_8_9_5_7_and_2(self, duty: str) -> None:
        """No risk was lost or moved to another group."""
        groups = Counter(key.partition(".")[0] for key in rows(duty, "risk"))

        assert {"a1": 8, "a2": 9, "a3": 5, "a4": 7, "a5": 2} == groups

    def test_letters_run_on_in_each_group(self, duty: str) -> None:
        """Letters start at a and leave none out."""
        letters = [row["annex"] for row in rows(duty, "risk").values()]

        expected = [
            f"A.{group} {chr(ord('a') + place)}"
            for group, size in enumerate((8, 9, 5, 7, 2), start=1)
            for place in range(size)
        ]
        assert expected == letters

    @pytest.mark.parametrize(("subset", "size"), SUBSETS.items())
    def test_subset_has_its_size(self, duty: str, subset: str, size: int) -> None:
        """17, 29 and 31: as the subset declares, and as its risks count."""
        declared = rows(duty, "subset")[subset]["risks"]
        members = [key for key, row in rows(duty, "risk").items() if subset in _texts(row)]

        assert (size, size) == (declared, len(members))

    @pytest.mark.parametrize(
        ("subset", "groups"),
        [
            ("core", {"a1", "a2"}),
            ("unlawful", {"a1", "a2", "a3", "a4"}),
            ("all", {"a1", "a2", "a3", "a4", "a5"}),
        ],
    )
    def test_subset_is_whole_groups(self, duty: str, subset: str, groups: set[str]) -> None:
        """A subset takes a group whole or not at all."""
        belong = {key: key.partition(".")[0] in groups for key in rows(duty, "risk")}

        assert belong == {key: subset in _texts(row) for key, row in rows(duty, "risk").items()}

    def test_names_no_subset_that_is_not_declared(self, duty: str) -> None:
        """A misspelt subset would silently shrink another."""
        named = {name for row in rows(duty, "risk").values() for name in _texts(row)}

        assert set(SUBSETS) == set(rows(duty, "subset")) == named


def _texts(row: Mapping[str, object]) -> tuple[object, ...]:
    found = row["subsets"]
    assert isinstance(found, tuple)
    return found
