"""``hegui upstream``: what is declared, and keys that no terminal shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hegui.cli.main import app
from hegui.errors import HeguiError, InvalidGatewayFile, InvalidSetting
from hegui.records.sealed import SealedSecrets

GATEWAY = """
[[upstream]]
name = "house"
url = "http://127.0.0.1:9/v1"
region = "cn"

[[route]]
model = "a"
to = [{ upstream = "house" }]
"""
SECRET = "sk-canary-81"


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a var folder beside a gateway.toml."""
    file = tmp_path / "gateway.toml"
    file.write_text(GATEWAY, encoding="utf-8")
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("HEGUI_GATEWAY", str(file))
    return tmp_path / "var"


def run(*arguments: str, given: str = "") -> str:
    """Run the verb and return what it prints; errors of ours are raised."""
    result = CliRunner().invoke(app, ["upstream", *arguments], input=given)
    if isinstance(result.exception, HeguiError):
        raise result.exception
    assert 0 == result.exit_code, result.output
    return result.output


def test_a_key_is_sealed_for_the_address_of_now(var: Path) -> None:
    """And neither printed nor written in clear."""
    told = run("key", "house", given=f"{SECRET}\n")

    assert SECRET == SealedSecrets(var / "keys").get("house", "http://127.0.0.1:9/v1")
    assert SECRET not in told
    assert [True] == [row["has_key"] for row in json.loads(run("list", "--json"))]
    assert "key sealed" in run("list")


def test_a_key_is_wiped(var: Path) -> None:
    """Then the list says so."""
    run("key", "house", given=SECRET)
    run("key", "house", "--wipe")

    assert () == SealedSecrets(var / "keys").names()
    assert "no key" in run("list")
    assert {"name": "house", "has_key": False} == json.loads(
        run("key", "house", "--wipe", "--json")
    )


@pytest.mark.usefixtures("var")
def test_an_unknown_name_and_an_empty_key_are_told() -> None:
    """Nothing is sealed."""
    with pytest.raises(InvalidSetting, match="an upstream hause"):
        run("key", "hause", given=SECRET)
    with pytest.raises(InvalidSetting, match="first line"):
        run("key", "house", given="\n")


@pytest.mark.parametrize(
    ("path", "text", "error"),
    [
        ("", "", InvalidSetting),
        ("missing.toml", None, InvalidSetting),
        ("bad.toml", "[[upstream", InvalidGatewayFile),
    ],
)
def test_a_file_that_declares_nothing_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    text: str | None,
    error: type[Exception],
) -> None:
    """Unset, missing or broken."""
    if path and text is not None:
        (tmp_path / path).write_text(text)
    monkeypatch.setenv("HEGUI_GATEWAY", str(tmp_path / path) if path else "")

    with pytest.raises(error):
        run("list")
