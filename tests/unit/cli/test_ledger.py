"""``hegui ledger``: what it prints, and the exit codes that scripts rely on."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hegui.cli.ledger import ledger
from hegui.errors import LedgerMissing, LedgerUnavailable, UnknownEntry
from hegui.ledger import Ledger, Proof, Reader


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A var folder with a closed ledger of two entries."""
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path))
    with Ledger.open(tmp_path / "ledger") as writer:
        writer.append_sync("start", {"version": "1"})
        writer.append_sync("case", {"opened": True}, refs=["case/1"])
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(ledger, arguments)


@pytest.mark.usefixtures("var")
def test_an_intact_ledger_is_said_to_be_so() -> None:
    told = run("verify")

    assert 0 == told.exit_code
    assert "hegui.local/ledger  intact" in told.output
    assert "2, of which 2 are signed" in told.output


def test_a_changed_ledger_is_told_entry_by_entry(var: Path) -> None:
    connection = sqlite3.connect(var / "ledger/ledger.sqlite3")
    connection.execute("DROP TRIGGER entry_no_update")
    connection.execute("UPDATE entry SET payload = x'7b7d' WHERE seq = 1")
    connection.commit()
    connection.close()
    told = run("verify")
    as_json = run("verify", "--json")

    assert (1, 1) == (told.exit_code, as_json.exit_code)
    assert "NOT INTACT" in told.output
    assert "entry 1   payload and salt are not what the envelope commits to" in told.output
    assert "whole     the trigger entry_no_update" in told.output
    assert {1, None} == {problem["seq"] for problem in json.loads(as_json.output)["problems"]}


@pytest.mark.usefixtures("var")
def test_a_long_report_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    import hegui.cli.ledger
    from hegui.ledger import Report

    monkeypatch.setattr(hegui.cli.ledger, "verify_folder", lambda *_: Report(origin="x", dropped=7))

    assert "and 7 more" in run("verify").output


def test_a_kept_checkpoint_and_key_are_used(var: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(run("checkpoint").output, encoding="utf-8")
    key = str(Reader.open(var / "ledger").verifier)

    assert 0 == run("verify", "--checkpoint", str(kept), "--vkey", key).exit_code
    with pytest.raises(LedgerUnavailable):
        raise _error(run("verify", "--vkey", "a+b"))


def _error(told: Result) -> BaseException:
    assert told.exception is not None
    return told.exception


def test_nothing_to_verify_is_an_error(tmp_path: Path) -> None:
    """`main` turns it into exit code 2."""
    assert isinstance(_error(run("verify", "--folder", str(tmp_path))), LedgerMissing)


@pytest.mark.usefixtures("var")
def test_an_entry_is_shown_by_number_and_by_receipt() -> None:
    by_number = json.loads(run("show", "1", "--json").output)
    by_receipt = json.loads(run("show", by_number["receipt"], "--json").output)

    assert by_number == by_receipt
    assert ("case", ["case/1"], {"opened": True}) == tuple(
        by_number[name] for name in ("kind", "refs", "payload")
    )
    assert "entry 1  case" in run("show", "1").output


@pytest.mark.parametrize("which", ["2", "r-nothing"])
@pytest.mark.usefixtures("var")
def test_an_unknown_entry_is_an_error(which: str) -> None:
    assert isinstance(_error(run("show", which)), UnknownEntry)


@pytest.mark.usefixtures("var")
def test_a_proof_is_printed_or_written(tmp_path: Path) -> None:
    file = tmp_path / "one.tlog-proof"
    printed = run("proof", "1").output
    written = run("proof", "1", "-o", str(file)).output
    as_json = json.loads(run("proof", "1", "--json").output)

    assert printed == file.read_text(encoding="utf-8") == as_json["text"]
    assert str(file) in written
    assert Proof.parse(printed, as_json["vkey"]).verify()


@pytest.mark.usefixtures("var")
def test_a_checkpoint_is_printed() -> None:
    note = run("checkpoint").output

    assert note.startswith("hegui.local/ledger\n2\n")
    assert note == json.loads(run("checkpoint", "--json").output)["note"]
