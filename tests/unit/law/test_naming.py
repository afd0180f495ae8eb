"""File names of provisions."""

from __future__ import annotations

import pytest

from hegui.law.naming import named, order


@pytest.mark.parametrize(
    ("name", "kind", "number", "label"),
    [
        ("art-14.toml", "art", "14", "14"),
        ("art-6a.toml", "art", "6a", "6a"),
        ("cl-5-4.toml", "cl", "5-4", "5.4"),
        ("cl-a-1.toml", "cl", "a-1", "A.1"),
        ("annex-iii.toml", "annex", "iii", "III"),
        ("sec-22757-1.toml", "sec", "22757-1", "22757.1"),
        ("item-3.toml", "item", "3", "3"),
    ],
)
def test_a_name_says_kind_and_number(name: str, kind: str, number: str, label: str) -> None:
    """And how people write the number."""
    found = named(name)

    assert found is not None
    assert (kind, number, label) == (found.kind, found.number, found.label)
    assert f"{found.stem}.toml" == name


@pytest.mark.parametrize(
    "name",
    [
        "art-01.toml",
        "art-.toml",
        "art.toml",
        "Art-1.toml",
        "par-1.toml",
        "art-1.txt",
        "cl-5.4.toml",
    ],
)
def test_other_names_are_none(name: str) -> None:
    """A file that would be overlooked is told from one that is read."""
    assert None is named(name)


def test_they_sort_as_people_count() -> None:
    """Articles, clauses, sections, items, annexes; each by number and not by letter."""
    stems = [
        "annex-a",
        "item-1",
        "art-10",
        "art-6a",
        "art-6",
        "cl-5-10",
        "cl-5-9",
        "sec-1",
        "art-2",
    ]

    assert [
        *("art-2", "art-6", "art-6a", "art-10", "cl-5-9", "cl-5-10"),
        *("sec-1", "item-1", "annex-a"),
    ] == sorted(stems, key=order)
