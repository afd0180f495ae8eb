"""The SQLite store: how it is set up decides what a power cut can take."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import apsw
import pytest

from hegui.ledger.runs import Run
from hegui.ledger.stores.sqlite import FILE, Row, Store, connect_reader, rows
from hegui.ledger.tiles import Tile


def row(seq: int) -> Row:
    return Row(seq, "2026", "case", f"r-{seq}", b"env", b"leaf", b"salt", b"{}")


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    """`synchronous` 2 is FULL; with 1 a power cut takes acknowledged entries."""
    store = Store.open(tmp_path)

    assert (2, "wal") == tuple(
        store.connection.pragma(name) for name in ("synchronous", "journal_mode")
    )
    store.close()


@pytest.mark.parametrize("count", [1, 2, 63, 64, 65, 200])
@pytest.mark.parametrize("tiles", [(), (Tile(0, 0, b"hashes"),)])
def test_rows_runs_and_tiles_are_there_after_a_commit(
    tmp_path: Path, count: int, tiles: tuple[Tile, ...]
) -> None:
    store = Store.open(tmp_path)
    runs = [Run("a", 0, 0), Run("b", 0, count - 1)]
    store.insert([row(seq) for seq in range(count)], runs, tiles)
    reader = connect_reader(tmp_path)

    assert [row(seq) for seq in range(count)] == list(rows(reader, "FROM entry ORDER BY seq", ()))
    assert runs == [Run(*row) for row in reader.execute("SELECT * FROM ref ORDER BY ref")]
    assert [(len(tiles),)] == reader.execute("SELECT count(*) FROM tile").fetchall()
    reader.close()
    store.close()


@pytest.mark.parametrize("count", [10, 100])
def test_a_batch_is_committed_whole_or_not_at_all(tmp_path: Path, count: int) -> None:
    store = Store.open(tmp_path)
    store.insert([row(count - 1)], (), ())
    with pytest.raises(apsw.ConstraintError):
        store.insert([row(seq) for seq in range(count)], [Run("a", 0, 0)], (Tile(0, 0, b""),))

    assert [(1,)] == store.connection.execute("SELECT count(*) FROM entry").fetchall()
    assert [(0,)] == store.connection.execute("SELECT count(*) FROM ref").fetchall()
    assert [(0,)] == store.connection.execute("SELECT count(*) FROM tile").fetchall()
    store.close()


def test_a_store_is_begun_with_its_first_row_or_signature(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert not store.is_begun()
    store.put_checkpoint(0, "2026", "note")
    assert store.is_begun()
    store.close()


def test_receipts_are_found_by_name(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.insert([row(0), row(1)], (), ())

    assert {"r-1": 1} == store.receipts(["r-1", "r-9"])
    store.close()


def test_refs_of_before_there_were_runs_become_runs(tmp_path: Path) -> None:
    """A row for each ref of each entry, which a trigger wrote."""
    Store.open(tmp_path).close()
    connection = apsw.Connection(str(tmp_path / FILE))
    connection.execute(
        """
        DROP TABLE ref;
        CREATE TABLE ref (
          ref TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (ref, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER entry_refs AFTER INSERT ON entry BEGIN
          INSERT INTO ref SELECT value, new.seq FROM json_each(CAST(new.env AS TEXT), '$.refs');
        END;
        CREATE TRIGGER ref_no_update BEFORE UPDATE ON ref BEGIN SELECT raise(ABORT, ''); END;
        CREATE TRIGGER ref_no_delete BEFORE DELETE ON ref BEGIN SELECT raise(ABORT, ''); END;
        INSERT INTO ref VALUES ('a', 0), ('a', 1), ('a', 3), ('b', 2), ('b', 3);
        """
    )
    before = set(connection.execute("SELECT name FROM sqlite_schema"))
    connection.close()
    store = Store.open(tmp_path)

    assert [("a", 0, 1), ("a", 3, 3), ("b", 2, 3)] == list(
        store.connection.execute("SELECT * FROM ref ORDER BY ref, first")
    )
    assert {("entry_refs",)} == before - set(
        store.connection.execute("SELECT name FROM sqlite_schema")
    )
    store.close()


def test_a_busy_thread_does_not_starve_a_commit(tmp_path: Path) -> None:
    """The interpreter's lock is given away once a commit, not once a row.

    Each time costs up to a switch interval beside a thread that never waits:
    row by row that would be 64 of them.
    """
    store = Store.open(tmp_path)
    stop = threading.Event()

    def spin() -> None:
        while not stop.is_set():
            pass

    thread = threading.Thread(target=spin)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.05)
    thread.start()
    took = []
    try:
        for batch in range(5):
            rows_ = [row(64 * batch + place) for place in range(64)]
            began = time.perf_counter()
            store.insert(rows_, (), ())
            took.append(time.perf_counter() - began)
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(usual)
        store.close()

    assert min(took) < 10 * 0.05
