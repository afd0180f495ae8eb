"""Appending: acknowledged means committed, and nothing else is acknowledged."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import apsw
import pytest

from hegui.errors import (
    DuplicateReceipt,
    InvalidNote,
    LedgerLocked,
    LedgerUnavailable,
    MalformedEntry,
)
from hegui.ledger import Ledger, Reader, new_receipt
from hegui.ledger.verify import verify


async def test_entries_are_numbered_from_zero_without_gap(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        receipts = await asyncio.gather(*(ledger.append("case", {"n": n}) for n in range(300)))

    assert list(range(300)) == [receipt.seq for receipt in receipts]
    assert verify(tmp_path).is_intact


async def test_a_receipt_is_that_of_the_entry(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        wanted = new_receipt()
        receipt = await ledger.append("case", {"a": 1}, refs=["b", "a", "b"], receipt=wanted)
        entry = Reader.open(tmp_path).by_receipt(wanted)

        assert entry is not None
        assert (wanted, 0) == (receipt.id, receipt.seq)
        assert (receipt.leaf, receipt.at) == (entry.leaf, entry.at)
        assert (("a", "b"), {"a": 1}) == (entry.refs, entry.payload)


async def test_a_receipt_is_used_once(tmp_path: Path) -> None:
    """Whether the first came long before, in the same batch, or is entry 0."""
    with Ledger.open(tmp_path) as ledger:
        one, two = new_receipt(), new_receipt()
        await ledger.append("case", {}, receipt=one)
        told = await asyncio.gather(
            ledger.append("case", {}, receipt=one),
            ledger.append("case", {}, receipt=two),
            ledger.append("case", {}),
            ledger.append("case", {}, receipt=two),
            return_exceptions=True,
        )
        again = await asyncio.gather(ledger.append("case", {}, receipt=one), return_exceptions=True)

    assert [0, 1] == [e.seq for e in told if isinstance(e, DuplicateReceipt)]
    assert [1, 2] == [e.seq for e in told if not isinstance(e, BaseException)]
    assert "belongs to entry 0 already" in str(again[0])
    assert (True, 3) == (verify(tmp_path).is_intact, verify(tmp_path).size)


async def test_nothing_malformed_is_queued(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        with pytest.raises(MalformedEntry):
            await ledger.append("Case", {})
        with pytest.raises(MalformedEntry):
            await ledger.append("case", {}, refs=['"'])
        with pytest.raises(MalformedEntry):
            await ledger.append("case", {}, receipt="mine")

    assert 0 == verify(tmp_path).size


def test_threads_append_too(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        threads = [
            threading.Thread(target=lambda: [ledger.append_sync("case", {}) for _ in range(20)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (True, 160) == (verify(tmp_path).is_intact, verify(tmp_path).size)


def test_there_is_one_writer(tmp_path: Path) -> None:
    with Ledger.open(tmp_path), pytest.raises(LedgerLocked):
        Ledger.open(tmp_path)


def test_another_process_is_named(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from hegui.ledger import Ledger;"
        "l = Ledger.open(pathlib.Path(sys.argv[1])); print('open', flush=True); input()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert "open\n" == child.stdout.readline()

    with pytest.raises(LedgerLocked, match=f"process {child.pid}"):
        Ledger.open(tmp_path)
    child.kill()
    child.communicate()
    Ledger.open(tmp_path).close()


def test_a_name_that_cannot_be_signed_with_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(InvalidNote):
        Ledger.open(tmp_path, origin="a name")
    assert not (tmp_path / "keys/ledger.key").exists()


async def test_a_closed_ledger_takes_nothing(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path)
    assert (True, None) == (ledger.is_healthy, ledger.failure)
    ledger.close()
    ledger.close()

    assert (False, "it is closed") == (ledger.is_healthy, ledger.failure)
    with pytest.raises(LedgerUnavailable, match="it is closed"):
        await ledger.append("case", {})
    with pytest.raises(LedgerUnavailable, match="it is closed"):
        ledger.append_sync("case", {})


async def test_closing_commits_what_waits(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path, pace_s=10)
    waiting = [asyncio.ensure_future(ledger.append("case", {})) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.to_thread(ledger.close)

    assert list(range(20)) == sorted(receipt.seq for receipt in await asyncio.gather(*waiting))
    assert 20 == verify(tmp_path).signed


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM entry",
        "DELETE FROM ref",
        "DELETE FROM tile",
        "UPDATE entry SET kind = ''",
        "UPDATE ref SET last = 1",
        "UPDATE tile SET level = 9",
    ],
)
def test_the_database_refuses_changes(tmp_path: Path, sql: str) -> None:
    with Ledger.open(tmp_path, pace_s=0) as ledger:
        for _ in range(256):
            ledger.append_sync("case", {}, refs=["a"])
        with pytest.raises(apsw.ConstraintError, match="are never"):
            ledger._store.connection.execute(sql)


async def test_the_lag_of_the_checkpoint_is_told(tmp_path: Path) -> None:
    """Nothing waits once it is acknowledged; the next checkpoint is at most some seconds away."""
    with Ledger.open(tmp_path) as ledger:
        before = ledger.unsigned_s
        await ledger.append("case", {"n": 1})
        waiting = ledger.waiting
        lags = []
        for _ in range(500):
            lags.append(ledger.unsigned_s)
            if lags[-1] == 0.0 and max(lags) > 0:
                break
            await asyncio.sleep(0.01)

    assert (0.0, 0, 0.0) == (before, waiting, lags[-1])
    assert 0 < max(lags) < 5
