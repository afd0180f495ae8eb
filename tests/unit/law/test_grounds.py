"""The words for which rule goes first: a data file like the rest of the law."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidInstrument
from hegui.law import PACKAGED, load
from hegui.law.grounds import GROUNDS

FILE = PACKAGED / "precedence.toml"


def test_every_ground_is_told_with_its_source() -> None:
    """Those of the Legislation Law with the article they rest on."""
    grounds = load().grounds

    assert set(GROUNDS) == set(grounds.grounds)
    assert ("secondary", "https://flk.npc.gov.cn/") == (grounds.confidence, grounds.source)
    for key in ("higher", "special", "newer", "old-special", "bodies", "against-rank"):
        assert "《立法法》" in grounds.basis(key, "cn", None).zh
        assert "Legislation Law" in grounds.basis(key, "cn", None).en


def test_a_folder_without_words_takes_the_packaged_ones(law_folder: Path) -> None:
    """So that a small law of one's own need not repeat them."""
    assert load(law_folder).grounds == load().grounds


def test_a_folder_may_have_its_own(law_folder: Path) -> None:
    """It says them in its own way."""
    text = FILE.read_text("utf-8").replace("and the newer goes first", "so the newer one counts")
    (law_folder / "precedence.toml").write_text(text, encoding="utf-8")

    assert "so the newer one counts" in load(law_folder).grounds.grounds["newer"].says.en


@pytest.mark.parametrize(
    ("old", "new", "expected", "found"),
    [
        ('key = "newer"', 'key = "newr"', "one of higher, special, newer", "'newr'"),
        ('key = "newer"', 'key = "special"', "each ground once", "'special' again"),
        ("{first} and {second} come", "{third} comes", "no braces but", "{third}"),
        ("{first} and {second} come", "{ comes", "no braces but", "{ comes"),
        ("confidence =", "confident =", "one of source, checked", "'confident'"),
        ('jurisdiction = "cn"', 'where = "cn"', "one of jurisdiction, words", "'where'"),
    ],
)
def test_a_mistake_is_named(
    law_folder: Path, *, old: str, new: str, expected: str, found: str
) -> None:
    """As in any other law file."""
    text = FILE.read_text("utf-8")
    assert old in text
    (law_folder / "precedence.toml").write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(InvalidInstrument) as caught:
        load(law_folder)

    assert "precedence.toml" == caught.value.file.name
    assert expected in caught.value.expected
    assert found in caught.value.found


def test_a_missing_ground_is_named(law_folder: Path) -> None:
    """A verdict without words would be no explanation."""
    text = FILE.read_text("utf-8")
    cut = text[: text.index('[[ground]]\nkey = "open"')]
    (law_folder / "precedence.toml").write_text(cut, encoding="utf-8")

    with pytest.raises(InvalidInstrument, match="found no 'open'"):
        load(law_folder)
