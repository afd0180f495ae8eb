"""The ledger as everybody else sees it: entries, counts, checkpoints, proofs.

A reader needs no lock and may live in any process, while the writer goes on.
Each thread gets a connection of its own. Nothing here can write.

``since`` means *from the first entry stamped then or later, in the order of
the ledger*, found by bisection: stamps rise with the order unless somebody set
the machine's clock back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import orjson

from hegui import clock
from hegui.errors import LedgerMissing, LedgerTampered, LedgerUnavailable, NotCovered, UnknownEntry
from hegui.ledger.checkpoint import Checkpoint
from hegui.ledger.entry import Entry, decode_envelope
from hegui.ledger.keys import load_verifier
from hegui.ledger.merkle import consistency_path, inclusion_path
from hegui.ledger.nodes import Nodes
from hegui.ledger.note import Verifier
from hegui.ledger.proof import Proof
from hegui.ledger.recovery import newest_checkpoint
from hegui.ledger.stores.sqlite import FILE, Row, StoreError, connect_reader, rows

if TYPE_CHECKING:
    import apsw

__all__ = ["Reader"]


class Reader:
    """A view of the ledger in a folder that only reads."""

    def __init__(self, folder: Path, verifier: Verifier) -> None:
        self.folder = folder
        self.verifier = verifier
        """The key that lies in the folder. Whoever trusts only their own copy compares."""
        self._local = threading.local()

    @classmethod
    def open(cls, folder: Path) -> Reader:
        """Return a reader of the ledger in a folder.

        Raises:
            LedgerMissing: there is none.
            LedgerKeyUnusable: its verifier key is missing or malformed.
        """
        if not (folder / FILE).is_file():
            raise LedgerMissing(folder)
        return cls(folder, load_verifier(folder))

    @property
    def _connection(self) -> apsw.Connection:
        connection = cast("apsw.Connection | None", getattr(self._local, "connection", None))
        if connection is None:
            try:
                connection = connect_reader(self.folder)
            except StoreError as error:
                raise LedgerUnavailable(f"{type(error).__name__}: {error}") from error
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection. Others close when their thread ends."""
        connection = cast("apsw.Connection | None", getattr(self._local, "connection", None))
        if connection is not None:
            connection.close()
            self._local.connection = None

    def size(self) -> int:
        """Return the number of committed entries."""
        return self._number("SELECT coalesce(max(seq) + 1, 0) FROM entry")

    def entry(self, seq: int) -> Entry:
        """Return one entry.

        Raises:
            UnknownEntry: there is none of this number.
            LedgerTampered: its row cannot be read as an entry.
        """
        found = self._entries("FROM entry WHERE seq = ?", (seq,))
        if not found:
            raise UnknownEntry(seq, self.size())
        return found[0]

    def by_receipt(self, receipt: str) -> Entry | None:
        """Return the entry of a receipt, or None."""
        found = self._entries("FROM entry WHERE receipt = ?", (receipt,))
        return found[0] if found else None

    def entries(
        self,
        *,
        kind: str | None = None,
        ref: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> tuple[Entry, ...]:
        """Return entries, newest first.

        Args:
            kind: only these.
            ref: only those that carry it.
            before: only those with a smaller seq; give the last seq of a page
                to get the next.
            limit: at most this many.
        """
        source, values = _source(kind=kind, ref=ref, before=before)
        order = "entry.seq DESC" if ref is None else "ref.first DESC, entry.seq DESC"
        return self._entries(f"{source} ORDER BY {order} LIMIT ?", (*values, limit))

    def last(self, kind: str | None = None, ref: str | None = None) -> Entry | None:
        """Return the newest entry of a kind, with a ref, or of all."""
        found = self.entries(kind=kind, ref=ref, limit=1)
        return found[0] if found else None

    def first(self) -> Entry | None:
        """Return the oldest entry."""
        found = self._entries("FROM entry ORDER BY seq LIMIT 1", ())
        return found[0] if found else None

    def count(
        self, *, kind: str | None = None, ref: str | None = None, since: datetime | None = None
    ) -> int:
        """Return how many entries there are of a kind, with a ref, since an instant."""
        start = None if since is None else self.position(since)
        if kind is None and ref is None:
            return self.size() - (start or 0)
        source, values = _source(kind=kind, ref=ref, start=start)
        return self._number(f"SELECT count(*) {source}", values)

    def position(self, instant: datetime) -> int:
        """Return the seq of the first entry stamped at `instant` or later, or the size."""
        wanted = clock.stamp(instant)
        low, high = 0, self.size()
        while low < high:
            middle = (low + high) // 2
            at = self._connection.execute(
                "SELECT CAST(at AS TEXT) FROM entry WHERE seq = ?", (middle,)
            ).fetchone()
            if at is None:
                raise LedgerTampered(self.folder, "the entry is missing", seq=middle)
            if cast("str", at[0]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def checkpoint(self) -> Checkpoint:
        """Return the newest checkpoint, verified with the folder's key.

        Raises:
            LedgerTampered: there is none, or it does not hold.
        """
        return self._newest()[0]

    def checkpoint_at(self) -> datetime:
        """Return when the newest checkpoint was stored; the signature does not cover it."""
        return _instant(self._newest()[1])

    def _newest(self) -> tuple[Checkpoint, str]:
        found = newest_checkpoint(self._connection, self.folder, self.verifier)
        if found is None:
            raise LedgerTampered(self.folder, "there is no checkpoint")
        return found

    def proof(self, seq: int) -> Proof:
        """Return the inclusion proof of an entry under the newest checkpoint.

        Raises:
            UnknownEntry: there is none of this number.
            NotCovered: it is younger than the newest checkpoint; ask in a second.
        """
        checkpoint = self.checkpoint()
        env = self.entry(seq).env
        if seq >= checkpoint.size:
            raise NotCovered(seq, checkpoint.size)
        nodes = Nodes(self._connection, checkpoint.size, self.folder)
        return Proof(
            index=seq,
            env=env,
            path=inclusion_path(nodes, seq, checkpoint.size),
            note=checkpoint.note,
            vkey=str(self.verifier),
        )

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the hashes that show the first `old` entries to be a prefix of `new`.

        Raises:
            ValueError: not ``0 < old <= new``.
            LedgerTampered: there are not as many entries.
        """
        return consistency_path(Nodes(self._connection, new, self.folder), old, new)

    def _number(self, query: str, values: Iterable[int | str] = ()) -> int:
        (number,) = self._connection.execute(query, tuple(values)).fetchall()[0]
        return cast("int", number)

    def _entries(self, source: str, values: tuple[int | str, ...]) -> tuple[Entry, ...]:
        return tuple(self._entry(row) for row in rows(self._connection, source, values))

    def _entry(self, row: Row) -> Entry:
        with suppress(ValueError, TypeError):
            env = decode_envelope(row.env)
            return Entry(
                seq=row.seq,
                at=_instant(env["at"]),
                kind=env["kind"],
                receipt=env["receipt"],
                refs=tuple(env["refs"]),
                payload=orjson.loads(row.payload),
                salt=row.salt,
                commit=env["commit"],
                env=row.env,
                leaf=row.leaf,
            )
        raise LedgerTampered(self.folder, "the row cannot be read as an entry", seq=row.seq)


def _instant(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def _source(
    *,
    kind: str | None = None,
    ref: str | None = None,
    before: int | None = None,
    start: int | None = None,
) -> tuple[str, tuple[int | str, ...]]:
    """Return FROM and WHERE of a query, and its values; `entry.seq` is unambiguous in it.

    CROSS JOIN keeps SQLite to this order: from the runs of the ref to its entries.
    """
    conditions = [("entry.kind = ?", kind), ("entry.seq < ?", before), ("entry.seq >= ?", start)]
    table = "entry"
    if ref is not None:
        table = "ref CROSS JOIN entry ON entry.seq BETWEEN ref.first AND ref.last"
        conditions += [("ref.ref = ?", ref), ("ref.first < ?", before), ("ref.last >= ?", start)]
    given = [(condition, value) for condition, value in conditions if value is not None]
    where = f" WHERE {' AND '.join(condition for condition, _ in given)}" if given else ""
    return f"FROM {table}{where}", tuple(value for _, value in given)
