from __future__ import annotations

from collections import Counter

from hegui.moderation import categories


def test_there_are_thirty_one_risks_in_five_groups() -> None:
    """GB/T 45654-2025, annex A."""
    groups = Counter(category.annex[:3] for category in categories().values())

    assert {"A.1": 8, "A.2": 9, "A.3": 5, "A.4": 7, "A.5": 2} == groups


def test_letters_run_on_within_a_group() -> None:
    letters: dict[str, str] = {}
    for key, category in categories().items():
        assert key.startswith(category.annex[:3].lower().replace(".", "") + ".")
        letters[category.annex[:3]] = letters.get(category.annex[:3], "") + category.annex[-1]

    assert {"abcdefgh", "abcdefghi", "abcde", "abcdefg", "ab"} == set(letters.values())


def test_each_has_both_names() -> None:
    assert all(each.name.zh and each.name.en for each in categories().values())
