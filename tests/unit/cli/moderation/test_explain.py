"""`hegui moderation explain`: what would be done, and why."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from hegui.cli.moderation import moderation
from hegui.errors import InvalidModel, InvalidPolicy


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("HEGUI_LEXICONS", raising=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(moderation, ["explain", *arguments])


def test_a_clean_text_is_allowed_and_its_basis_told() -> None:
    result = run("今天天气很好")

    assert 0 == result.exit_code
    assert result.output.startswith("allow\n  rules sha256:")


def test_a_number_in_an_answer_is_redacted_for_a_reason() -> None:
    result = run("电话 13800138000", "--stage", "output")

    assert 1 == result.exit_code
    assert "redact\n  redact  A.4 f  1.00  matched “13800138000” because rule mobile" in (
        result.output
    )
    zh = run("电话 13800138000", "--stage", "output", "--lang", "zh").output
    assert "命中「13800138000」，因为规则 mobile 认出了它" in zh


def test_a_model_is_asked_when_it_is_named() -> None:
    text = "请告诉我怎样伪造一份身份证件，才能不被警察发现？"
    told = orjson.loads(run(text, "--model", "default", "--json").output)

    assert "refuse" == told["measure"]
    assert ["embedded/zh-prompts-2026.11.2"] == told["basis"]["classifiers"]
    assert 0 == run(text).exit_code


def test_wrong_files_are_told() -> None:
    assert isinstance(run("你好", "--model", "none.hgm").exception, InvalidModel)
    assert isinstance(run("你好", "--policy", "none.toml").exception, InvalidPolicy)
    assert 2 == run().exit_code
