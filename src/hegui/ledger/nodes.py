"""Nodes of a stored tree: from full tiles, and at the right edge from the entries.

Proofs and roots need a hundred hashes of a tree that may have a billion. This
finds them in a few tiles. Entries never change and tiles only come, so nothing
here needs a transaction; a tree of `size` stays what it is while it grows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hegui.errors import LedgerTampered
from hegui.ledger.merkle import HASH_BYTES, perfect_root
from hegui.ledger.tiles import LEVEL_BITS, WIDTH

if TYPE_CHECKING:
    import apsw

__all__ = ["Nodes"]


@dataclass(slots=True)
class Nodes:
    """A `NodeAt` over the first `size` entries of a database. Keeps the tiles it has read."""

    connection: apsw.Connection
    size: int
    where: Path
    """The ledger's folder, for messages."""

    _tiles: dict[tuple[int, int], tuple[bytes, ...]] = field(default_factory=dict)

    def __call__(self, height: int, index: int) -> bytes:
        """Return the hash of leaves ``index << height`` up to ``(index + 1) << height``.

        Raises:
            LedgerTampered: a tile or an entry that it needs is not there.
        """
        level, rest = divmod(height, LEVEL_BITS)
        number, offset = divmod(index << rest, WIDTH)
        hashes = self.tile(level, number)[offset : offset + (1 << rest)]
        if len(hashes) < 1 << rest:
            first = (number * WIDTH + offset + len(hashes)) << (LEVEL_BITS * level)
            raise LedgerTampered(self.where, "the entry or its tile is missing", seq=first)
        return perfect_root(hashes)

    def tile(self, level: int, number: int) -> tuple[bytes, ...]:
        """Return the hashes of a tile, which is partial at the right edge."""
        key = (level, number)
        if key not in self._tiles:
            self._tiles[key] = self._read(level, number)
        return self._tiles[key]

    def _read(self, level: int, number: int) -> tuple[bytes, ...]:
        width = min(WIDTH, (self.size >> (LEVEL_BITS * level)) - number * WIDTH)
        if width == WIDTH:
            found = self.connection.execute(
                "SELECT hashes FROM tile WHERE level = ? AND number = ?", (level, number)
            ).fetchone()
            raw = b"" if found is None else cast("bytes", found[0])
            return tuple(raw[i : i + HASH_BYTES] for i in range(0, len(raw), HASH_BYTES))
        if level == 0:
            first = number * WIDTH
            leaves = self.connection.execute(
                "SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq",
                (first, first + width),
            )
            return tuple(cast("bytes", leaf) for (leaf,) in leaves)
        below = (self.tile(level - 1, number * WIDTH + i) for i in range(width))
        return tuple(perfect_root(hashes) for hashes in takewhile(len, below))
