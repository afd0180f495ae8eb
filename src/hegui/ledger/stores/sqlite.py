"""The SQLite store: schema, durable writing, reading.

    entry        one row per entry: the envelope, what it commits to, and the leaf hash
    ref          which entries carry a ref, in runs (see `hegui.ledger.runs`)
    tile         full tiles of the Merkle tree
    checkpoint   the newest signed checkpoint, and one kept for each hour before it

Promises:

* **Durable before acknowledged.** WAL with ``synchronous=FULL``: a commit has
  reached the disk when it returns. With ``NORMAL`` a power cut loses commits
  that somebody was told of.
* **One statement, one transaction.** All rows of a batch go in with a single
  ``INSERT`` into a view, whose triggers write entries and runs. So the
  interpreter's lock is given away once per batch, and a busy event loop cannot
  starve the writer row by row.
* **Append only.** Triggers refuse UPDATE and DELETE. They stop mistakes of the
  program, not somebody who owns the file: that is what signatures are for.

Never open this file in the same process through another copy of SQLite (the
standard library's ``sqlite3``), nor copy it with ``open()``: closing it there
drops the locks held here (sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, cast

import apsw
from msgspec import json

from hegui.ledger.runs import Run
from hegui.ledger.tiles import Tile

__all__ = ["FILE", "Row", "Store", "StoreConflict", "StoreError", "connect_reader", "rows"]

FILE: Final = "ledger.sqlite3"
"""Name of the database within the ledger's folder."""

StoreError = apsw.Error
"""What the engine raises."""

StoreConflict = apsw.ConstraintError
"""What it raises when a receipt or a seq exists already."""

_PAGE_BYTES: Final = 8192
_JOURNAL_PAGES: Final = 4096
"""32 MiB of journal before it is folded into the database, which syncs the disk three times."""

_BUSY_MS: Final = 5000
_STATEMENT_ROWS: Final = 64
"""Rows in one INSERT: as many statements are kept prepared."""

_SCHEMA: Final = """
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0), at TEXT NOT NULL, kind TEXT NOT NULL,
  receipt TEXT NOT NULL UNIQUE, env BLOB NOT NULL, leaf BLOB NOT NULL,
  salt BLOB NOT NULL, payload BLOB NOT NULL
) STRICT;
CREATE INDEX entry_by_kind ON entry (kind);
CREATE TABLE tile (
  level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY, at TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER tile_no_update BEFORE UPDATE ON tile
BEGIN SELECT raise(ABORT, 'tiles are never changed'); END;
CREATE TRIGGER tile_no_delete BEFORE DELETE ON tile
BEGIN SELECT raise(ABORT, 'tiles are never deleted'); END;
"""

_REF_SCHEMA: Final = """
CREATE TABLE ref (
  ref TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL CHECK (first <= last),
  PRIMARY KEY (ref, first)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ref_no_update BEFORE UPDATE ON ref
BEGIN SELECT raise(ABORT, 'refs are never changed'); END;
CREATE TRIGGER ref_no_delete BEFORE DELETE ON ref
BEGIN SELECT raise(ABORT, 'refs are never deleted'); END;
"""

_OLD_REFS: Final = f"""
DROP TRIGGER entry_refs;
ALTER TABLE ref RENAME TO ref_of_entry;
DROP TRIGGER ref_no_update;
DROP TRIGGER ref_no_delete;
{_REF_SCHEMA}
INSERT INTO ref SELECT ref, min(seq), max(seq) FROM (
  SELECT ref, seq, seq - row_number() OVER (PARTITION BY ref ORDER BY seq) AS run FROM ref_of_entry
) GROUP BY ref, run;
DROP TABLE ref_of_entry;
"""  # noqa: S608 - the schema above
"""Before there were runs, each ref of each entry had its row, which a trigger wrote."""

_REF_COLUMNS: Final = "PRAGMA table_info(ref)"

_ARRIVING: Final = """
CREATE TEMP VIEW arriving AS SELECT *, NULL AS runs FROM main.entry;
CREATE TEMP TRIGGER arriving_entry INSTEAD OF INSERT ON arriving BEGIN
  INSERT INTO entry VALUES
    (new.seq, new.at, new.kind, new.receipt, new.env, new.leaf, new.salt, new.payload);
END;
CREATE TEMP TRIGGER arriving_runs INSTEAD OF INSERT ON arriving WHEN new.runs IS NOT NULL BEGIN
  INSERT INTO ref SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(new.runs);
END;
"""
"""One statement writes a batch: entries, and with the first of them the runs as JSON."""


class Row(NamedTuple):
    """One row of ``entry``, in the order of its columns."""

    seq: int
    at: str
    kind: str
    receipt: str
    env: bytes
    leaf: bytes
    salt: bytes
    payload: bytes


_COLUMNS: Final = ", ".join(
    f"CAST(entry.{name} AS TEXT)" if name in {"at", "kind", "receipt"} else f"entry.{name}"
    for name in Row._fields
)


@lru_cache(maxsize=_STATEMENT_ROWS)
def _insert(rows: int) -> str:
    first, other = "(?, ?, ?, ?, ?, ?, ?, ?, ?)", "(?, ?, ?, ?, ?, ?, ?, ?, NULL)"
    values = ", ".join([first, *[other] * (rows - 1)])
    return f"INSERT INTO arriving VALUES {values}"  # noqa: S608 - question marks only


def _configure(connection: apsw.Connection) -> apsw.Connection:
    connection.set_busy_timeout(_BUSY_MS)
    connection.pragma("trusted_schema", "OFF")
    connection.pragma("cell_size_check", "ON")
    return connection


def connect_reader(folder: Path) -> apsw.Connection:
    """Return a connection that can only read; the writer may go on meanwhile.

    On a medium that cannot be written, a database without a journal beside it
    is read as it lies.
    """
    file = folder / FILE
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(f"{file.resolve().as_uri()}?mode=ro", flags=flags)
    # Before the first statement: the first to open a closed ledger holds it for a moment.
    connection.set_busy_timeout(_BUSY_MS)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except apsw.CantOpenError:
        connection.close()
        journal = file.with_name(f"{FILE}-wal")
        if journal.exists() and journal.stat().st_size:
            raise
        connection = apsw.Connection(f"{file.resolve().as_uri()}?immutable=1", flags=flags)
    return _configure(connection)


@dataclass(slots=True)
class Store:
    """The writer's connection. Used by one thread at a time."""

    connection: apsw.Connection

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the database of a folder for writing, and create it when there is none.

        Raises:
            StoreError: the file is not a ledger, is damaged, or cannot be written.
        """
        connection = apsw.Connection(
            str(folder / FILE),
            flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE,
            statementcachesize=2 * _STATEMENT_ROWS,
        )
        try:
            connection.pragma("page_size", _PAGE_BYTES)
            _configure(connection)
            connection.pragma("journal_mode", "wal")
            connection.pragma("synchronous", "FULL")
            connection.wal_autocheckpoint(_JOURNAL_PAGES)
            with connection:
                if not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall():
                    connection.execute(_SCHEMA + _REF_SCHEMA)
                elif "seq" in (name for _, name, *_ in connection.execute(_REF_COLUMNS)):
                    connection.execute(_OLD_REFS)
            connection.pragma("temp_store", "memory")
            connection.execute(_ARRIVING)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Close; the journal is folded into the database."""
        self.connection.close()

    def is_begun(self) -> bool:
        """Whether anything was ever signed or stored."""
        found = self.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM entry) OR EXISTS (SELECT 1 FROM checkpoint)"
        )
        return any(begun for (begun,) in found)

    def insert(self, rows: Sequence[Row], runs: Sequence[Run], tiles: Sequence[Tile]) -> None:
        """Commit rows, their runs of refs and tiles in one transaction; they are on disk on return.

        Raises:
            StoreError: nothing was written. `StoreConflict` when a receipt or seq exists.
        """
        index = json.encode(runs).decode() if runs else None
        if len(rows) <= _STATEMENT_ROWS and not tiles:
            self._insert(rows, index)
            return
        with self.connection:
            for start in range(0, len(rows), _STATEMENT_ROWS):
                self._insert(rows[start : start + _STATEMENT_ROWS], None if start else index)
            self.connection.executemany(
                "INSERT INTO tile VALUES (?, ?, ?)", ((t.level, t.index, t.hashes) for t in tiles)
            )

    def _insert(self, rows: Sequence[Row], index: str | None) -> None:
        values: list[int | str | bytes | None] = [*rows[0], index]
        for row in rows[1:]:
            values += row
        self.connection.execute(_insert(len(rows)), values)

    def receipts(self, wanted: Iterable[str]) -> dict[str, int]:
        """Return the seq of each receipt that is in the ledger."""
        found = (
            self.connection.execute("SELECT receipt, seq FROM entry WHERE receipt = ?", (r,))
            for r in wanted
        )
        return {str(receipt): cast("int", seq) for rows in found for receipt, seq in rows}

    def put_checkpoint(self, size: int, at: str, note: str) -> None:
        """Commit a checkpoint. Of the older ones, the last of each hour is kept."""
        with self.connection:
            self.connection.execute(
                "DELETE FROM checkpoint WHERE substr(at, 1, 13) = substr(?, 1, 13)", (at,)
            )
            self.connection.execute(
                "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)", (size, at, note)
            )


def rows(connection: apsw.Connection, source: str, values: Sequence[int | str]) -> Iterator[Row]:
    """Yield the entries of a query, given from its FROM on."""
    found = connection.execute(f"SELECT {_COLUMNS} {source}", values)
    return (Row(*row) for row in found)
