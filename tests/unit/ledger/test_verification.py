"""Asking the stand-alone verifier: what goes in and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import hegui.ledger
from hegui.errors import LedgerMissing, LedgerUnavailable
from hegui.ledger import Reader, verify


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


def test_the_package_names_what_it_has() -> None:
    """Writer and reader are imported when asked for; nothing else is made up."""
    assert hegui.ledger.Ledger is not None
    with pytest.raises(AttributeError, match="no attribute 'Writer'"):
        hegui.ledger.Writer  # noqa: B018 - the point
