"""One writer, and who it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hegui.errors import LedgerLocked
from hegui.ledger.lock import WriterLock


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    lock = WriterLock.take(tmp_path)

    with pytest.raises(LedgerLocked, match=f"written by process {os.getpid()}") as caught:
        WriterLock.take(tmp_path)
    assert os.getpid() == caught.value.pid
    lock.release()


def test_it_can_be_taken_again_after_release(tmp_path: Path) -> None:
    WriterLock.take(tmp_path).release()

    WriterLock.take(tmp_path).release()


def test_a_holder_that_left_no_number_is_told_as_another_process(tmp_path: Path) -> None:
    lock = WriterLock.take(tmp_path)
    (tmp_path / "ledger.lock").write_text("?")

    with pytest.raises(LedgerLocked, match="another process"):
        WriterLock.take(tmp_path)
    lock.release()
