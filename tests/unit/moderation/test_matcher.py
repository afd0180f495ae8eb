from __future__ import annotations

from hegui.moderation.matcher import DaachorseMatcher


def test_every_occurrence_is_reported() -> None:
    """Overlapping and nested ones, in code points also beyond the basic plane."""
    matcher = DaachorseMatcher(["aa", "a😀", "😀"])

    assert [(0, 2, 0), (1, 3, 0), (2, 4, 1), (3, 4, 2)] == sorted(matcher.find("aaa😀"))


def test_no_keys_find_nothing() -> None:
    assert [] == DaachorseMatcher([]).find("abc")


def test_lone_surrogates_keep_places() -> None:
    assert [(2, 4, 0)] == DaachorseMatcher(["赌博"]).find("\ud83d\ud83d赌博\udc00")
