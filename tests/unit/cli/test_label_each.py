"""Standard input and output, many files at once, and what goes on record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hegui.cli.main import app
from hegui.controls.label_law import grammar
from hegui.labels import read, read_bytes

DATA = Path(__file__).parents[2] / "_data" / "labels"
PNG = (DATA / "ffmpeg.png").read_bytes()
RUN = CliRunner()


def test_a_file_comes_in_and_goes_out_labelled() -> None:
    written = RUN.invoke(
        app, ["label", "write", "-", "--producer", "Demo", "--produce-id", "7"], input=PNG
    )
    label = read_bytes(written.stdout_bytes, grammar()).label
    shown = RUN.invoke(app, ["label", "read", "-"], input=written.stdout_bytes)
    verified = RUN.invoke(app, ["label", "verify", "-", "--json"], input=written.stdout_bytes)

    assert 0 == written.exit_code
    assert label is not None
    assert ("Demo", "7") == (label.content_producer, label.produce_id)
    assert (0, True) == (shown.exit_code, '"Demo"' in shown.output)
    assert "confirmed" == json.loads(verified.stdout)["files"][0]["outcome"]


def test_nothing_goes_out_that_could_not_be_labelled() -> None:
    result = RUN.invoke(app, ["label", "write", "-", "--producer", "Demo"], input=PNG[:-3])

    assert b"" == result.stdout_bytes
    assert result.exception is not None


def test_a_platform_needs_a_file() -> None:
    assert 2 == RUN.invoke(app, ["label", "write", "-", "--propagate", "P"], input=PNG).exit_code


def test_many_files_are_told_in_order(tmp_path: Path) -> None:
    """However the threads run, and with one among them that is refused."""
    for number in range(40):
        (tmp_path / f"{number:02}.png").write_bytes(PNG if number != 7 else PNG[:-3])

    result = RUN.invoke(app, ["label", "write", str(tmp_path), "--producer", "Demo", "--json"])
    told = json.loads(result.stdout)["files"]

    assert 1 == result.exit_code
    assert [f"{number:02}.png" for number in range(40)] == [Path(t["file"]).name for t in told]
    assert ["07.png"] == [Path(t["file"]).name for t in told if "error" in t]
    assert 39 == sum(read(file, grammar()).label is not None for file in tmp_path.iterdir())


def test_a_platform_verifies_writes_and_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path / "var"))
    (tmp_path / "a.png").write_bytes(PNG)
    command = ["label", "verify", str(tmp_path / "a.png"), "--declared", "--propagate", "P"]

    result = RUN.invoke(app, [*command, "--propagate-id", "p-1", "--record"])
    label = read(tmp_path / "a.png", grammar()).label

    assert 0 == result.exit_code
    assert "show: 本内容可能为人工智能生成合成" in result.output
    assert "not on record: no ledger" in result.output
    assert label is not None
    assert ("2", "P", "p-1") == (label.label, label.content_propagator, label.propagate_id)
