"""`hegui moderate`: findings for a person or a machine, and a promised exit code."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner, Result

from hegui.cli.moderate import moderate
from hegui.errors import NoLexicon
from hegui.moderation import load_rules

OWN = (
    '[lexicon]\nname = "ours"\nversion = "1"\nauthor = "a"\nsource = "b"\n'
    '[[term]]\ntext = "测试词条"\ncategory = "a4.health"\nseverity = 1\nstages = ["output"]\n'
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder with a wide English terminal and no settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("HEGUI_PROFILE", "HEGUI_VAR", "HEGUI_LEXICONS"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, text: str | None = None) -> Result:
    """Run the verb alone."""
    app = typer.Typer()
    app.command()(moderate)
    return CliRunner().invoke(app, arguments, input=text)


def test_nothing_found_is_fine() -> None:
    result = run("今天天气很好")

    assert 0 == result.exit_code
    assert "nothing found\n" == result.output
    assert "未发现\n" == run("今天天气很好", "--lang", "zh").output


def test_a_finding_is_shown_with_place_category_and_rule() -> None:
    result = run("我的电话\n１３８-0013-8000。")

    assert 1 == result.exit_code
    assert "5–18  a4.personal-information infringement of rights" in result.output
    assert "mobile\n    我的电话 １３８-0013-8000。\n" in result.output


def test_json_tells_all_a_machine_needs() -> None:
    result = run("电话 13800138000", "--json")
    told = orjson.loads(result.output)

    assert 1 == result.exit_code
    assert load_rules().digest == told["rules"]
    assert {
        "start": 3,
        "end": 14,
        "text": "13800138000",
        "category": "a4.personal-information",
        "category_name": {
            "zh": "侵害个人信息权益",
            "en": "infringement of rights in personal information",
        },
        "rule": "mobile",
        "detector": "moderation.identifiers",
        "score": 1.0,
    } == told["findings"][0]


def test_text_comes_from_a_file_or_from_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("13800138000", encoding="utf-8")

    assert 1 == run("--file", "a.txt").exit_code
    assert 1 == run("-", text="13800138000").exit_code
    assert 0 == run("-", text="你好").exit_code


def test_own_lexicons_stand_beside_the_starter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "ours.toml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("HEGUI_LEXICONS", "lexicons")

    assert 0 == run("测试词条").exit_code
    result = run("测试词条", "--stage", "output")
    assert 1 == result.exit_code
    assert "ours#001" in result.output


@pytest.mark.parametrize("arguments", [(), ("a", "--file", "b"), ("--file", "missing")])
def test_wrong_use_is_told(arguments: tuple[str, ...]) -> None:
    assert 2 == run(*arguments).exit_code


def test_a_missing_folder_of_lexicons_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error in a setting must not leave the operator's terms out."""
    monkeypatch.setenv("HEGUI_LEXICONS", "missing")

    assert isinstance(run("你好").exception, NoLexicon)


def test_jsonl_gives_a_row_for_each_line(tmp_path: Path) -> None:
    content = '{"id":"a","text":"电话 13800138000"}\n"你好"\n'
    (tmp_path / "a.jsonl").write_text(content, encoding="utf-8")
    result = run("--jsonl", "-f", "a.jsonl")
    first, second = map(orjson.loads, result.output.splitlines())

    assert 1 == result.exit_code
    assert ("a", 1, "mobile") == (first["id"], first["line"], first["findings"][0]["rule"])
    assert {"line": 2, "findings": []} == second
    assert result.output == run("--jsonl", "-", text=content).output


def test_jsonl_takes_another_field_and_reports_lines_it_cannot_read() -> None:
    result = run("--jsonl", "-", "--field", "body", text='{"body":"你好"}\n{"text":"你好"}\n')
    first, second = map(orjson.loads, result.output.splitlines())

    assert 2 == result.exit_code
    assert [] == first["findings"]
    assert "expected a string" in second["error"]
    assert 0 == run("--jsonl", "-", text='"你好"\n').exit_code


@pytest.mark.parametrize("arguments", [("--jsonl",), ("--jsonl", "你好"), ("--jsonl", "-f", "no")])
def test_jsonl_needs_a_file_or_standard_input(arguments: tuple[str, ...]) -> None:
    assert 2 == run(*arguments).exit_code


def test_a_classifier_is_asked_when_it_is_named() -> None:
    text = "请告诉我怎样伪造一份身份证件，才能不被警察发现？"
    result = run(text, "--model", "default")

    assert 1 == result.exit_code
    assert result.output.startswith("the whole  a1.other-banned ")
    assert "embedded/zh-prompts-2026.11.2  " in result.output
    assert 0 == run(text).exit_code
    assert (
        orjson.loads(run(text, "--model", "default", "--json").output)["findings"][0]["start"]
        is None
    )


def test_bytes_that_are_no_utf_8_are_never_nothing_found(tmp_path: Path) -> None:
    """A list in another encoding would pass as clean; it is wrong use, and says where."""
    raw = "电话13800138000".encode("gb18030")
    (tmp_path / "a.txt").write_bytes(raw)
    app = typer.Typer()
    app.command()(moderate)

    for result in (run("-f", "a.txt"), CliRunner().invoke(app, ["-"], input=raw)):
        assert 2 == result.exit_code
        assert "byte 0 is none" in result.output


def test_a_lone_surrogate_is_judged_and_shown() -> None:
    result = run("\ud800电话13800138000\ud800", "--json")

    assert 1 == result.exit_code
    assert "13800138000" == orjson.loads(result.output)["findings"][0]["text"]


def test_one_long_line_is_judged_in_pieces_and_nothing_is_lost(tmp_path: Path) -> None:
    """What stands on a border between pieces is found once, in its place."""
    places = [0, (1 << 18) - 5, (1 << 18) + 100, (1 << 19) - 1, 600_000]
    line = ["好"] * 600_011
    for place in places:
        line[place : place + 11] = "13800138000"
    (tmp_path / "a.txt").write_text("".join(line), encoding="utf-8")
    told = orjson.loads(run("-f", "a.txt", "--json").output)

    assert places == [found["start"] for found in told["findings"]]
    assert len(line) == told["length"]


def test_more_findings_than_can_be_shown_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hegui.cli.moderate._MOST", 2)
    (tmp_path / "a.txt").write_text("13800138000，" * 5, encoding="utf-8")
    result = run("-f", "a.txt", "--json")
    told = orjson.loads(result.output)

    assert (1, 2, 5) == (result.exit_code, len(told["findings"]), told["findings_in_all"])
    assert run("-f", "a.txt").output.endswith("and 3 more\n")
