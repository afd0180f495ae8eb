"""Reading: by number, receipt, kind, ref and time, with proofs, while the writer goes on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from hegui.errors import (
    LedgerMissing,
    LedgerTampered,
    LedgerUnavailable,
    NotCovered,
    UnknownEntry,
)
from hegui.ledger import Ledger, Reader
from hegui.ledger.merkle import is_consistent, root
from hegui.ledger.nodes import Nodes


def test_an_entry_is_read_whole(reader: Reader) -> None:
    entry = reader.entry(7)

    assert (7, "exchange", ("moment/prompt", "number/7")) == (entry.seq, entry.kind, entry.refs)
    assert {"number": 7, "share": 1.0} == entry.payload
    assert timedelta(0) == entry.at.utcoffset()
    assert entry == reader.by_receipt(entry.receipt)


def test_what_is_not_there_is_told(reader: Reader) -> None:
    with pytest.raises(UnknownEntry, match="no entry 600 in a ledger of 600") as caught:
        reader.entry(600)
    assert "Ask for 0 to 599." == caught.value.hint
    assert reader.by_receipt("r-" + "0" * 26) is None
    assert reader.last(kind="attestation") is None


def test_entries_come_newest_first_and_in_pages(reader: Reader) -> None:
    first = reader.entries(limit=3)
    second = reader.entries(before=first[-1].seq, limit=2)

    assert [599, 598, 597, 596, 595] == [entry.seq for entry in first + second]
    assert 50 == len(reader.entries())


def test_entries_are_found_by_kind_and_ref(reader: Reader) -> None:
    assert [597, 594] == [e.seq for e in reader.entries(kind="case", limit=2)]
    assert [9] == [e.seq for e in reader.entries(ref="number/9")]
    assert [597] == [e.seq for e in reader.entries(kind="case", ref="moment/prompt", limit=1)]
    assert () == reader.entries(kind="exchange", ref="number/9")
    assert [3] == [e.seq for e in reader.entries(kind="case", ref="moment/prompt", before=5)][:1]


def test_first_and_last(reader: Reader) -> None:
    first, last = reader.first(), reader.last()
    newest_case = reader.last(kind="case", ref="moment/prompt")

    assert first is not None
    assert last is not None
    assert newest_case is not None
    assert (0, 599, 597) == (first.seq, last.seq, newest_case.seq)


def test_entries_are_counted(reader: Reader) -> None:
    middle = reader.entry(450).at
    start = reader.position(middle)

    assert (600, 200) == (reader.count(), reader.count(kind="case"))
    assert (600, 1) == (reader.count(ref="moment/prompt"), reader.count(ref="number/9"))
    assert (
        600 - start == reader.count(since=middle) == reader.count(ref="moment/prompt", since=middle)
    )
    assert 0 == reader.count(kind="case", since=reader.entry(599).at + timedelta(microseconds=1))
    assert reader.entry(start).at == middle
    assert start == 0 or reader.entry(start - 1).at < middle


def test_every_entry_is_proved(reader: Reader) -> None:
    """In full tiles, in the partial one, at every border."""
    for seq in (0, 1, 255, 256, 300, 511, 512, 598, 599):
        assert reader.proof(seq).verify()


def test_an_older_checkpoint_is_shown_to_be_a_prefix(reader: Reader, folder: Path) -> None:
    from hegui.ledger import Checkpoint

    old = Checkpoint.open((folder / "checkpoint.300").read_text("utf-8"), reader.verifier)
    new = reader.checkpoint()

    assert (300, 600) == (old.size, new.size)
    assert is_consistent(300, 600, reader.consistency(300, 600), old.root, new.root)
    assert reader.checkpoint_at() >= reader.entry(599).at


def test_a_tree_of_another_size_is_the_tree_of_that_time(reader: Reader, folder: Path) -> None:
    """Nodes of any past size can be read; nothing is overwritten."""
    from hegui.ledger import Checkpoint

    old = Checkpoint.open((folder / "checkpoint.300").read_text("utf-8"), reader.verifier)

    assert old.root == root(Nodes(reader._connection, 300, folder), 300)


def test_nodes_that_are_not_there_are_named(
    reader: Reader, folder: Path, tamper: Callable[..., None]
) -> None:
    with pytest.raises(LedgerTampered, match="entry 600: the entry or its tile is missing"):
        root(Nodes(reader._connection, 700, folder), 700)
    tamper("DELETE FROM tile WHERE number = 1")
    with pytest.raises(LedgerTampered, match="entry 256: the entry or its tile is missing"):
        reader.proof(3)


async def test_an_entry_is_read_at_once_and_proved_a_second_later(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        receipt = await ledger.append("start", {})
        reader = Reader.open(tmp_path)

        assert reader.entry(0).leaf == receipt.leaf
        with pytest.raises(NotCovered, match="entry 0 is not covered"):
            reader.proof(0)
        for _ in range(100):
            if reader.checkpoint().size:
                break
            await asyncio.sleep(0.05)
        assert reader.proof(0).verify()
        reader.close()


def test_an_empty_ledger_is_empty(tmp_path: Path) -> None:
    Ledger.open(tmp_path).close()
    reader = Reader.open(tmp_path)

    assert (0, 0, None, None, ()) == (
        reader.size(),
        reader.checkpoint().size,
        reader.first(),
        reader.last(),
        reader.entries(),
    )
    with pytest.raises(UnknownEntry) as caught:
        reader.proof(0)
    assert "The ledger is empty so far." == caught.value.hint
    reader.close()


def test_threads_have_connections_of_their_own(reader: Reader) -> None:
    sizes: list[int] = []
    threads = [threading.Thread(target=lambda: sizes.append(reader.size())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [600] * 4 == sizes


def test_closing_is_for_this_thread_and_for_now(reader: Reader) -> None:
    reader.close()
    reader.close()

    assert 600 == reader.size()


def test_a_reader_cannot_write(reader: Reader) -> None:
    with pytest.raises(Exception, match="readonly"):
        reader._connection.execute("INSERT INTO checkpoint VALUES (1, '', '')")


def test_no_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing):
        Reader.open(tmp_path)


def test_a_damaged_file_is_told(folder: Path) -> None:
    (folder / "ledger.sqlite3").write_bytes(b"not a database" * 1000)

    with pytest.raises(LedgerUnavailable, match="NotADBError"):
        Reader.open(folder).size()


def test_a_medium_that_cannot_be_written_is_read(folder: Path) -> None:
    (folder / "ledger.sqlite3-shm").symlink_to(folder / "nowhere" / "at-all")
    reader = Reader.open(folder)

    assert 600 == reader.size()
    reader.close()


def test_a_journal_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "ledger.sqlite3-wal").mkdir()

    with pytest.raises(LedgerUnavailable, match="CantOpenError"):
        Reader.open(folder).size()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET env = x'00' WHERE seq = 5",
        "UPDATE entry SET env = CAST('{}' AS BLOB) WHERE seq = 5",
        "UPDATE entry SET payload = x'00' WHERE seq = 5",
        "UPDATE entry SET env = CAST(replace(CAST(env AS TEXT), '20', 'xx') AS BLOB) WHERE seq = 5",
    ],
)
def test_a_row_that_is_no_entry_is_named(
    reader: Reader, tamper: Callable[..., None], sql: str
) -> None:
    tamper(sql)

    with pytest.raises(LedgerTampered, match="entry 5: the row cannot be read"):
        reader.entry(5)


def test_a_gap_is_named(reader: Reader, tamper: Callable[..., None]) -> None:
    tamper("DELETE FROM entry WHERE seq = 300")

    with pytest.raises(LedgerTampered, match="entry 300: the entry is missing"):
        reader.position(reader.entry(299).at)


def test_a_ledger_without_checkpoint_is_told(reader: Reader, tamper: Callable[..., None]) -> None:
    tamper("DELETE FROM checkpoint")

    with pytest.raises(LedgerTampered, match="there is no checkpoint"):
        reader.checkpoint()
