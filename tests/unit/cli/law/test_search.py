"""`hegui law search`: words over everything the law says."""

from __future__ import annotations

import orjson
from tests.unit.cli.law.conftest import Run


def test_finds_in_both_languages(run: Run) -> None:
    english = run("search", "real", "identity", "draft")
    chinese = run("search", "标识", "--limit", "1", "--lang", "zh")

    assert (0, 0) == (english.exit_code, chinese.exit_code)
    assert "cn/genai-draft-2023/art-9-real-name" in english.output
    assert "用 --limit 列出" in chinese.output


def test_nothing_is_a_finding_of_its_own(run: Run) -> None:
    shown = run("search", "zzzz")

    assert (1, "'zzzz': 0 places\n") == (shown.exit_code, shown.output)


def test_json_counts_all_and_shows_some(run: Run) -> None:
    shown = orjson.loads(run("search", "label", "--limit", "2", "--json").output)

    assert 2 == len(shown["hits"])
    assert shown["count"] > 2
