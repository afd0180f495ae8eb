from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import LexiconTwice, NoLexicon
from hegui.finding import Stage
from hegui.moderation import load_rules

LEXICON = """[lexicon]
name = "{name}"
version = "1"
author = "a"
source = "b"
[[term]]
text = "{text}"
category = "a1.other-banned"
severity = 1
"""


def lexicon(folder: Path, file: str, name: str, text: str) -> Path:
    """Return a lexicon file with one term."""
    path = folder / file
    path.write_text(LEXICON.format(name=name, text=text), encoding="utf-8")
    return path


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    lexicon(tmp_path, "b.toml", "b", "乙乙")
    lexicon(tmp_path, "a.toml", "a", "甲甲")
    (tmp_path / "notes.txt").write_text("not a lexicon", encoding="utf-8")
    rules = load_rules([tmp_path])

    assert ["a", "b"] == [each.name for each in rules.lexicons]
    assert ["b#001", "a#001"] == [f.rule for f in rules.scan("乙乙甲甲", Stage.PROMPT)]


def test_no_lexicon_leaves_the_identifiers() -> None:
    rules = load_rules(())

    assert 0 == rules.terms
    assert ("a4.personal-information",) == rules.categories
    assert ["mobile"] == [f.rule for f in rules.scan("13800138000", Stage.PROMPT)]


@pytest.mark.parametrize("name", ["missing", "missing.toml", "notes.txt", "."])
def test_a_path_without_a_lexicon_is_refused(tmp_path: Path, name: str) -> None:
    """A typing error in a path must not switch moderation off."""
    (tmp_path / "notes.txt").write_text("not a lexicon", encoding="utf-8")

    with pytest.raises(NoLexicon, match="expected a lexicon at"):
        load_rules([tmp_path / name])


def test_a_name_comes_once(tmp_path: Path) -> None:
    """A rule id means one term."""
    first = lexicon(tmp_path, "a.toml", "same", "甲甲")
    second = lexicon(tmp_path, "b.toml", "same", "乙乙")

    with pytest.raises(LexiconTwice) as caught:
        load_rules([first, second])

    assert (first, second) == caught.value.files
