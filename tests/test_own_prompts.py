"""The prompts that teach the embedded model: every line can be read, none says two things."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from bench.own_prompts import rows

from hegui.moderation.categories import categories


def test_every_line_is_an_example_of_a_risk_or_of_ordinary_text() -> None:
    kinds: defaultdict[str, Counter[object]] = defaultdict(Counter)
    for row in rows():
        kinds[str(row["category"])][row["label"]] += 1
    ordinary = {kind for kind in kinds if kind.startswith("ordinary-")}

    assert set() == kinds.keys() - ordinary - set(categories())
    assert set() == {kind for kind in ordinary if kinds[kind][1]}
    assert set() == {
        kind for kind in kinds.keys() - ordinary if min(kinds[kind][0], kinds[kind][1]) < 100
    }


def test_no_text_is_to_be_refused_and_answered() -> None:
    labels: defaultdict[object, set[object]] = defaultdict(set)
    for row in rows():
        labels[row["text"]].add(row["label"])

    assert {1} == {len(each) for each in labels.values()}


@pytest.mark.parametrize("line", ["y 你好", "x", "x  ", "你好"])
def test_a_line_that_is_none_is_told_by_its_place(tmp_path: Path, line: str) -> None:
    (tmp_path / "a2.sex+2.txt").write_text(f"# a2.sex\no 你好\n{line}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"a2\.sex\+2\.txt:3: expected"):
        list(rows(tmp_path))
