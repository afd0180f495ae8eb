"""A ledger of 600 entries (two full tiles and a partial one), copied for each test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hegui import clock
from hegui.ledger import Ledger, Reader
from hegui.ledger.writer import _draft

SIZE = 600


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "ledger"
    # Two sittings, so that there is an older checkpoint to compare with.
    for sitting in (range(300), range(300, SIZE)):
        with Ledger.open(folder, pace_s=0) as ledger:
            for number in sitting:
                ledger.append_sync(
                    "exchange" if number % 3 else "case",
                    {"number": number, "share": number / 7},
                    refs=["moment/prompt", f"number/{number}"],
                )
        # Not by a reader: one that comes last leaves its (empty) journal behind.
        connection = sqlite3.connect(folder / "ledger.sqlite3")
        (note,) = connection.execute("SELECT note FROM checkpoint").fetchone()
        connection.close()
        (folder / f"checkpoint.{len(sitting) + sitting.start}").write_text(note, encoding="utf-8")
    return folder


@pytest.fixture
def folder(_made: Path, tmp_path: Path) -> Path:
    """A closed, intact ledger of 600 entries with ``checkpoint.300`` and ``checkpoint.600``."""
    return Path(shutil.copytree(_made, tmp_path / "ledger"))


@pytest.fixture(scope="session")
def tall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed ledger of 65,836 entries, with a full tile on level 1. Leave it as it was."""
    folder = tmp_path_factory.mktemp("tall")
    with Ledger.open(folder, pace_s=0) as ledger:
        drafts = [_draft("case", {}, (), None) for _ in range(65_536 + 300)]
        for start in range(0, len(drafts), 4096):
            ledger._committer._sequencer.commit(drafts[start : start + 4096], clock.now())
    return folder


@pytest.fixture
def reader(folder: Path) -> Iterator[Reader]:
    """A reader of it."""
    opened = Reader.open(folder)
    yield opened
    opened.close()


@pytest.fixture
def tamper(folder: Path) -> Callable[..., None]:
    """Run SQL on the file as somebody who owns it: no guards."""

    def run(*statements: str) -> None:
        connection = sqlite3.connect(folder / "ledger.sqlite3", isolation_level=None)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        names = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        guards = names.fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in guards:
            connection.execute(sql)
        connection.close()

    return run
