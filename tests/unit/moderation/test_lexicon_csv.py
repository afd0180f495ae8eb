from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidLexicon
from hegui.finding import Stage
from hegui.moderation.lexicon_csv import read_csv

HEADER = "text,category,severity,stages,whole,allow\n"


def written(folder: Path, text: str) -> Path:
    """Return a CSV file with this content."""
    file = folder / "Ours.csv"
    file.write_text(text, encoding="utf-8-sig")
    return file


def test_columns_are_those_of_toml(tmp_path: Path) -> None:
    """A spreadsheet's export, byte order mark and blank lines and all."""
    lexicon = read_csv(
        written(
            tmp_path,
            HEADER
            + "\n代办假证,a1.other-banned,2,prompt|output,false,举报代办假证|警惕代办假证\n"
            + '"buy, now",a1.other-banned,1,,,\n',
        )
    )
    first, second = lexicon.terms

    assert "ours" == lexicon.name
    assert "ours#001" == first.rule
    assert frozenset({Stage.PROMPT, Stage.OUTPUT}) == first.stages
    assert ("举报代办假证", "警惕代办假证") == first.allow
    assert not first.whole
    assert "buynow" == second.phrase.key
    assert second.whole


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("", 1, "a header line"),
        ("text,kategory\n", 1, "a column"),
        (HEADER, 1, "at least one term"),
        (HEADER + "甲乙,a1.other-banned\n", 2, "6 cells"),
        (HEADER + "\n甲乙,a1.other-banned,high,,,\n", 3, "each of its type"),
        (HEADER + "甲乙,a1.other-banned,1,,perhaps,\n", 2, "each of its type"),
        (HEADER + "甲乙,a1.other,1,,,\n", 2, "a key of categories.toml"),
        (HEADER + '"甲乙,a1.other-banned,1,,,\n', 2, "valid CSV"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, expected: str
) -> None:
    with pytest.raises(InvalidLexicon) as caught:
        read_csv(written(tmp_path, text))

    assert expected in caught.value.expected
    assert line == caught.value.line
