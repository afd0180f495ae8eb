"""A record that waits is appended once, and a bad one loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import LedgerUnavailable
from hegui.ledger import Ledger
from hegui.ledger.inbox import FOLDER, deposit, take_in


def test_a_waiting_record_is_appended_under_its_receipt(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        receipt = deposit(tmp_path, "corpus-scan", {"documents": 3}, refs=("corpus-scan",))

        taken = take_in(ledger)

        assert [receipt] == [each.id for each in taken]
        assert () == take_in(ledger)
        assert [] == list((tmp_path / FOLDER).iterdir())


def test_a_record_left_by_a_crash_is_not_appended_twice(tmp_path: Path) -> None:
    """Killed after the append and before the file went: the second try only removes it."""
    with Ledger.open(tmp_path) as ledger:
        receipt = deposit(tmp_path, "assessment", {"asked": 40})
        file = tmp_path / FOLDER / f"{receipt}.json"
        kept = file.read_bytes()
        take_in(ledger)
        file.write_bytes(kept)

        assert () == take_in(ledger)
        assert not file.exists()


@pytest.mark.parametrize("text", [b"", b"[]", b'{"kind":"Not a kind","payload":{},"refs":[]}'])
def test_a_file_that_is_no_record_is_set_aside(tmp_path: Path, text: bytes) -> None:
    """The others do not wait for it, and it can be looked at."""
    with Ledger.open(tmp_path) as ledger:
        good = deposit(tmp_path, "assessment", {"asked": 40})
        bad = tmp_path / FOLDER / f"r-{'0' * 26}.json"
        bad.write_bytes(text)

        assert [good] == [each.id for each in take_in(ledger)]
        assert text == bad.with_suffix(".rejected").read_bytes()


def test_a_ledger_that_takes_no_more_keeps_it_waiting(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path)
    receipt = deposit(tmp_path, "assessment", {"asked": 40})
    ledger.close()

    with pytest.raises(LedgerUnavailable):
        take_in(ledger)

    assert (tmp_path / FOLDER / f"{receipt}.json").exists()
