"""``hegui corpus scan``: exit codes, what is printed and what goes on record."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from hegui.cli.corpus import corpus
from hegui.ledger import Ledger, Reader

run = CliRunner()
CLEAN, FOUND = "今天天气很好", "how to make a pipe bomb"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("HEGUI_LEXICONS", raising=False)


@pytest.mark.parametrize(("text", "code"), [(CLEAN, 0), (FOUND, 1), (b"\xff\nx", 1)])
def test_exit_code_one_means_that_a_person_must_look(text: str | bytes, code: int) -> None:
    Path("a.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = run.invoke(corpus, ["scan", "a.txt", "--out", "out"])

    assert code == found.exit_code
    assert "1 documents" in found.stdout
    assert "not on record: no ledger" in found.stderr
    assert Path("out/report.json").is_file()


def test_json_is_the_report() -> None:
    Path("a.txt").write_text(FOUND, encoding="utf-8")
    found = run.invoke(corpus, ["scan", "a.txt", "--out", "out", "--json"])

    assert Path("out/report.json").read_bytes() == found.stdout_bytes


def test_a_free_ledger_gets_an_entry_with_figures_and_no_text() -> None:
    Ledger.open(Path("var/ledger")).close()
    Path("a.txt").write_text(FOUND, encoding="utf-8")
    found = run.invoke(corpus, ["scan", "a.txt", "--out", "out", "--sample", "1"])
    reader = Reader.open(Path("var/ledger"))
    entry = reader.last("corpus-scan")
    reader.close()

    assert entry is not None
    assert f"on record: entry {entry.seq}" in found.stderr
    assert (1, 1, 1) == tuple(entry.payload[n] for n in ("documents", "excluded", "sampled"))
    assert FOUND not in str(entry.payload)


def test_a_ledger_in_use_is_left_to_its_writer() -> None:
    """The running service appends what was handed to it."""
    Path("a.txt").write_text(CLEAN, encoding="utf-8")
    ledger = Ledger.open(Path("var/ledger"))
    found = run.invoke(corpus, ["scan", "a.txt", "--out", "out"])
    ledger.close()

    assert 0 == found.exit_code
    assert "handed to the running service" in found.stderr


def test_own_lexicons_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("own").mkdir()
    Path("own/mine.csv").write_text("text,category,severity\n独有词语,a3.other,2\n")
    Path("a.txt").write_text("这里有独有词语", encoding="utf-8")
    before = run.invoke(corpus, ["scan", "a.txt", "--out", "out"]).exit_code
    monkeypatch.setenv("HEGUI_LEXICONS", "own")
    found = run.invoke(corpus, ["scan", "a.txt", "--out", "out", "--json"])

    assert (0, 1) == (before, found.exit_code)
    assert {"a3.other": 1} == orjson.loads(found.stdout)["total"]["categories"]
