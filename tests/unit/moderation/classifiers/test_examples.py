"""Labelled texts are read line by line, and a bad line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidExamples
from hegui.moderation.categories import categories
from hegui.moderation.classifiers.examples import _names, read_examples, risk_of


def test_rows_become_examples_each_text_once(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"text":"甲","label":1,"source":"s","category":"诈骗","more":1}\n\n'
        '{"text":"乙","label":0,"source":"s"}\n'
        '{"text":"甲","label":0,"source":"t"}\n',
        encoding="utf-8",
    )
    first, second = read_examples([file])

    assert ("甲", True, "s", "a1.other-banned") == (
        first.text,
        first.is_flagged,
        first.source,
        first.risk,
    )
    assert ("乙", False, None) == (second.text, second.is_flagged, second.risk)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text":"甲"}',
        '{"text":"甲","label":2,"source":"s"}',
        '{"text":"","label":1,"source":"s"}',
        '{"text":"甲","label":1,"source":""}',
        '{"text":"甲","label":"1","source":"s"}',
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f'{{"text":"乙","label":0,"source":"s"}}\n{line}\n', encoding="utf-8")

    with pytest.raises(InvalidExamples, match=r"a\.jsonl:2: expected"):
        read_examples([file])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidExamples, match="readable"):
        read_examples([tmp_path / "none.jsonl"])


def test_every_known_word_stands_for_a_risk() -> None:
    assert set(_names().values()) <= categories().keys()
    assert all(risk_of(word) in categories() for word in _names())
