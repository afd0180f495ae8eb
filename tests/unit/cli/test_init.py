"""`hegui init`: a commented profile, and never over one that is there."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from hegui.cli.init import init
from hegui.errors import ProfileExists, ProfileNotWritten
from hegui.law import load, load_profile, profile_template


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    """Run the verb alone."""
    app = typer.Typer()
    app.command()(init)
    return CliRunner().invoke(app, arguments)


def test_writes_here(tmp_path: Path) -> None:
    """The file loads, with nothing answered."""
    result = run()
    asked = sum(not fact.is_derived for fact in load().facts.values())

    assert 0 == result.exit_code
    assert f"{asked} questions, none answered yet" in result.output
    assert {} == dict(load_profile(tmp_path / "hegui.toml", load()).answers)


def test_writes_where_it_is_told(tmp_path: Path) -> None:
    run("mine.toml")

    assert profile_template(load()) == (tmp_path / "mine.toml").read_text(encoding="utf-8")


def test_leaves_a_file_alone(tmp_path: Path) -> None:
    """Somebody's answers are worth more than a template."""
    (tmp_path / "hegui.toml").write_text("mine", encoding="utf-8")

    caught = run().exception

    assert isinstance(caught, ProfileExists)
    assert "hegui.toml exists already" in str(caught)
    assert "mine" == (tmp_path / "hegui.toml").read_text(encoding="utf-8")


def test_force_replaces(tmp_path: Path) -> None:
    (tmp_path / "hegui.toml").write_text("mine", encoding="utf-8")

    assert 0 == run("--force").exit_code
    assert profile_template(load()) == (tmp_path / "hegui.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["nowhere/hegui.toml", "."])
def test_a_place_that_cannot_be_written_is_named(path: str) -> None:
    caught = run(path, "--force").exception

    assert isinstance(caught, ProfileNotWritten)
    assert f"cannot write {path}: " in str(caught)
