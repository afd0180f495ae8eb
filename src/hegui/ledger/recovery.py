"""Opening: make the tree again from what is stored, and refuse what was not signed.

After ``kill -9`` there may be entries that no checkpoint covers: they were
committed in the last second. They are kept, and the next checkpoint covers
them. Everything below the last checkpoint must still have the root that was
signed; otherwise nothing more is written, since one signature over a changed
history would be the end of all evidence.

The whole of every old entry is not read here (`hegui ledger verify` does
that): the tree comes from tiles, and only entries at the right edge are hashed
again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from hegui.errors import InvalidNote, LedgerTampered
from hegui.ledger.checkpoint import Checkpoint
from hegui.ledger.merkle import HASH_BYTES, leaf_hash, root
from hegui.ledger.nodes import Nodes
from hegui.ledger.note import Verifier
from hegui.ledger.tiles import LEVEL_BITS, WIDTH, Tree

if TYPE_CHECKING:
    import apsw

__all__ = ["newest_checkpoint", "restore"]


def newest_checkpoint(
    connection: apsw.Connection, folder: Path, verifier: Verifier
) -> tuple[Checkpoint, str] | None:
    """Return the newest checkpoint and when it was stored, or None in a new ledger.

    Raises:
        LedgerTampered: it does not hold.
    """
    row = connection.execute(
        "SELECT size, CAST(at AS TEXT), CAST(note AS BLOB) FROM checkpoint"
        " ORDER BY size DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    size, at, note = cast("tuple[int, str, bytes]", row)
    try:
        checkpoint = Checkpoint.open(note.decode(), verifier)
    except (InvalidNote, UnicodeDecodeError) as error:
        raise LedgerTampered(folder, f"the newest checkpoint does not hold: {error}") from error
    if checkpoint.size != size:
        raise LedgerTampered(folder, f"the checkpoint stored for {size} is signed for another size")
    return checkpoint, at


def restore(
    connection: apsw.Connection, folder: Path, verifier: Verifier
) -> tuple[Tree, Checkpoint | None]:
    """Return the tree over all entries and the newest checkpoint.

    Raises:
        LedgerTampered: entries, tiles and checkpoint do not fit together; it
            names the first entry concerned where one can be told.
    """
    size = _contiguous_size(connection, folder)
    found = newest_checkpoint(connection, folder, verifier)
    checkpoint = None if found is None else found[0]
    signed = 0 if checkpoint is None else checkpoint.size
    if checkpoint is None and size:
        raise LedgerTampered(folder, "there are entries, but no checkpoint", seq=0)
    if signed > size:
        raise LedgerTampered(folder, f"{signed} entries were signed, {size} are there", seq=size)

    nodes = Nodes(connection, size, folder)
    if checkpoint is not None and root(nodes, signed) != checkpoint.root:
        seq = _first_difference(connection, 0)
        raise LedgerTampered(folder, f"the first {signed} entries are not what was signed", seq=seq)
    seq = _first_difference(connection, min(signed, size // WIDTH * WIDTH))
    if seq is not None:
        raise LedgerTampered(folder, "the envelope or its tile is not what was hashed", seq=seq)
    tree = Tree(size)
    level = 0
    while size >> (LEVEL_BITS * level):
        count = size >> (LEVEL_BITS * level)
        edge = nodes.tile(level, count // WIDTH) if count % WIDTH else ()
        tree.levels.append(list(edge))
        level += 1
    return tree, checkpoint


def _contiguous_size(connection: apsw.Connection, folder: Path) -> int:
    count, size, first = cast(
        "tuple[int, int, int]",
        connection.execute(
            "SELECT count(*), coalesce(max(seq) + 1, 0), coalesce(min(seq), 0) FROM entry"
        ).fetchone(),
    )
    if (count, first) == (size, 0):
        return size
    seqs = connection.execute("SELECT seq FROM entry ORDER BY seq")
    missing = next(expected for expected, (seq,) in enumerate(seqs) if seq != expected)
    raise LedgerTampered(folder, "the entry is missing", seq=missing)


def _first_difference(connection: apsw.Connection, start: int) -> int | None:
    """Return the first entry whose envelope, leaf and tile disagree, from `start` on."""
    found = connection.execute(
        "SELECT entry.seq, env, leaf, hashes FROM entry LEFT JOIN tile"
        " ON level = 0 AND number = entry.seq >> 8 WHERE entry.seq >= ? ORDER BY entry.seq",
        (start,),
    )
    for row in found:
        seq, env, leaf, hashes = cast("tuple[int, bytes, bytes, bytes | None]", row)
        place = seq % WIDTH * HASH_BYTES
        if leaf_hash(env) != leaf or (
            hashes is not None and hashes[place : place + HASH_BYTES] != leaf
        ):
            return seq
    return None
