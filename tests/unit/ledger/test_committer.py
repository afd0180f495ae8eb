"""The committer: batches, pace, checkpoints in time, and failing for good."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import apsw
import pytest

from hegui.errors import LedgerUnavailable
from hegui.ledger import Ledger, Reader, committer
from hegui.ledger.committer import FULL_BATCH, LARGEST_BATCH
from hegui.ledger.runs import Run
from hegui.ledger.stores.sqlite import Row, Store
from hegui.ledger.tiles import Tile
from hegui.ledger.verify import verify


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each commit, as it happens."""
    sizes: list[int] = []
    insert = Store.insert

    def counted(
        self: Store, rows: Sequence[Row], runs: Sequence[Run], tiles: Sequence[Tile]
    ) -> None:
        sizes.append(len(rows))
        insert(self, rows, runs, tiles)

    monkeypatch.setattr(Store, "insert", counted)
    return sizes


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Store, "insert", fail)


async def test_a_lone_append_does_not_wait(tmp_path: Path, commits: list[int]) -> None:
    with Ledger.open(tmp_path, pace_s=30) as ledger:
        before = time.monotonic()
        await ledger.append("case", {})

        assert [1] == commits
        assert time.monotonic() - before < 15


async def test_under_load_commits_keep_their_pace(tmp_path: Path, commits: list[int]) -> None:
    """The first is committed at once; those that come meanwhile share the second."""
    with Ledger.open(tmp_path, pace_s=0.3) as ledger:
        await ledger.append("case", {})
        before = time.monotonic()
        await asyncio.gather(*(ledger.append("case", {}) for _ in range(FULL_BATCH - 1)))

        assert [1, FULL_BATCH - 1] == commits
        assert time.monotonic() - before > 0.2


async def test_a_full_batch_does_not_wait_for_the_pace(tmp_path: Path, commits: list[int]) -> None:
    with Ledger.open(tmp_path, pace_s=30) as ledger:
        await ledger.append("case", {})
        before = time.monotonic()
        await asyncio.gather(*(ledger.append("case", {}) for _ in range(FULL_BATCH)))

        assert time.monotonic() - before < 15
        assert FULL_BATCH + 1 == sum(commits)


async def test_a_batch_is_limited(tmp_path: Path, commits: list[int]) -> None:
    with Ledger.open(tmp_path, pace_s=0.2) as ledger:
        await asyncio.gather(*(ledger.append("case", {}) for _ in range(2 * LARGEST_BATCH + 50)))

    assert max(commits) <= LARGEST_BATCH
    assert verify(tmp_path).is_intact


async def test_steady_load_does_not_put_the_checkpoint_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committer, "SIGN_S", 0.05)
    with Ledger.open(tmp_path, pace_s=0) as ledger:
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            await ledger.append("case", {})

        assert Reader.open(tmp_path).checkpoint().size > 0


async def test_a_checkpoint_follows_within_seconds_also_without_further_load(
    tmp_path: Path,
) -> None:
    with Ledger.open(tmp_path) as ledger:
        await ledger.append("case", {})
        reader = Reader.open(tmp_path)
        for _ in range(100):
            if reader.checkpoint().size == 1:
                break
            await asyncio.sleep(0.05)

        assert 1 == reader.checkpoint().size


@pytest.mark.parametrize("error", [apsw.FullError("disk is full"), apsw.IOError("disk I/O error")])
async def test_a_failed_commit_is_never_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Neither those in the batch, nor those behind it, nor those that come later."""
    with Ledger.open(tmp_path) as ledger:
        await ledger.append("case", {})
        fail_with(monkeypatch, error)
        told = await asyncio.gather(
            *(ledger.append("case", {}) for _ in range(100)), return_exceptions=True
        )

        assert {LedgerUnavailable} == {type(each) for each in told}
        assert not ledger.is_healthy
        assert str(error) in str(ledger.failure)
        monkeypatch.undo()
        with pytest.raises(LedgerUnavailable, match="disk"):
            await ledger.append("case", {})
        with pytest.raises(LedgerUnavailable, match="disk"):
            ledger.append_sync("case", {})

    with Ledger.open(tmp_path) as ledger:
        assert (1, True) == (ledger.append_sync("case", {}).seq, ledger.is_healthy)
    assert verify(tmp_path).is_intact


async def test_a_full_disk_is_felt(tmp_path: Path) -> None:
    """The engine itself says so: the database may not grow."""
    with Ledger.open(tmp_path) as ledger:
        await ledger.append("case", {})
        ledger._store.connection.pragma("max_page_count", 1)
        with pytest.raises(LedgerUnavailable, match="FullError"):
            await asyncio.gather(*(ledger.append("case", {"x": "x" * 5000}) for _ in range(200)))

        assert not ledger.is_healthy


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_bug_in_the_committer_is_a_failure_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread dies loudly, and nobody waits for ever."""
    with Ledger.open(tmp_path) as ledger:
        fail_with(monkeypatch, AssertionError("a bug"))
        with pytest.raises(LedgerUnavailable, match="AssertionError: a bug"):
            await ledger.append("case", {})


async def test_a_conflict_that_is_no_receipt_is_a_failure(tmp_path: Path) -> None:
    """Somebody else wrote entry 0 past the lock."""
    with Ledger.open(tmp_path) as ledger:
        ledger._store.connection.execute(
            "INSERT INTO entry VALUES (0, '', '', '', x'', x'', x'', x'')"
        )
        with pytest.raises(LedgerUnavailable, match="ConstraintError"):
            await ledger.append("case", {})


async def test_a_cancelled_caller_does_not_take_its_entry_back(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, pace_s=0.2) as ledger:
        await ledger.append("case", {})
        waiting = asyncio.ensure_future(ledger.append("case", {}))
        await asyncio.sleep(0.01)
        waiting.cancel()
        assert 2 == (await ledger.append("case", {})).seq

    assert 3 == verify(tmp_path).size


def test_an_event_loop_that_has_closed_harms_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with Ledger.open(tmp_path, pace_s=0.5) as ledger:
        ledger.append_sync("case", {})
        loop = asyncio.new_event_loop()
        task = loop.create_task(ledger.append("case", {}))
        loop.run_until_complete(asyncio.sleep(0))
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        loop.close()
        assert 2 == ledger.append_sync("case", {}).seq

    assert "1 entries are committed; their event loop has closed" in caplog.text
