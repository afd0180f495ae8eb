"""Asking the stand-alone verifier: what goes in and what comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import hegui.ledger
from hegui.errors import LedgerMissing, LedgerUnavailable
from hegui.ledger import Reader, verify

_ASKS: Final = """
import pathlib, signal, sys
from hegui.ledger import verify

signal.signal(signal.SIGINT, lambda *_: None)
folder, checkpoint = map(pathlib.Path, sys.argv[1:])
told = "intact" if verify(folder, checkpoint=checkpoint).is_intact else "damaged"
signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interpreter that ends takes handlers back
print(told)
"""
"""A program that lives on after Ctrl-C, as the service does while it drains."""


def test_a_report_comes_back(folder: Path) -> None:
    report = verify(folder, checkpoint=folder / "checkpoint.300")

    assert (True, 600, []) == (report.is_intact, report.size, report.problems)


def test_problems_come_back(folder: Path, tamper: Callable[..., None]) -> None:
    tamper("UPDATE entry SET kind = 'x' WHERE seq = 5")
    report = verify(folder / "ledger.sqlite3")

    assert [5] == [problem.seq for problem in report.problems]


def test_key_and_checkpoint_may_be_texts(folder: Path, reader: Reader) -> None:
    report = verify(folder, str(reader.verifier), reader.checkpoint().note)

    assert report.is_intact


def test_no_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing):
        verify(tmp_path)


def test_a_useless_key_is_told(folder: Path) -> None:
    with pytest.raises(LedgerUnavailable, match="expected a verifier key"):
        verify(folder, "a+b")


def test_a_key_press_for_the_program_does_not_hit_the_verifier(folder: Path) -> None:
    """Ctrl-C goes to all of a terminal's foreground group; the verifier is not in it."""
    kept = folder / "checkpoint.300"
    waits = folder / "waits"
    os.mkfifo(waits)
    asking = subprocess.Popen(
        [sys.executable, "-c", _ASKS, str(folder), str(waits)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with waits.open("w", encoding="utf-8") as pipe:  # opens once the verifier reads at the end
        os.killpg(asking.pid, signal.SIGINT)
        pipe.write(kept.read_text(encoding="utf-8"))
    told, _ = asking.communicate(timeout=30)

    assert (0, "intact\n") == (asking.returncode, told)


def test_the_package_names_what_it_has() -> None:
    """Writer and reader are imported when asked for; nothing else is made up."""
    assert hegui.ledger.Ledger is not None
    with pytest.raises(AttributeError, match="no attribute 'Writer'"):
        hegui.ledger.Writer  # noqa: B018 - the point
