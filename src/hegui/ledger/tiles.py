"""The tree in tiles of 256 hashes, and the growing right edge of it.

    level 1      tile 0: [ h0 h1 … ]              each hash covers a full tile below
    level 0      tile 0: [ 256 leaves ]  tile 1: [ 256 leaves ]  …  [ 1-255 leaves ]

A full tile never changes, so it is written once, in the transaction that
stores its last entry. The partial tile at the right edge of each level is held
in memory and can be made again from the entries and the full tiles.

So an append costs one list operation: 255 hashes are due once in 256 leaves,
and the root is computed when somebody signs it.

Source: c2sp.org/tlog-tiles

>>> tile_path(0, 1234067)
'tile/0/x001/x234/067'
>>> tile_path(1, 5, 17)
'tile/1/005.p/17'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from hegui.ledger.merkle import EMPTY_ROOT, node_hash, perfect_root

__all__ = ["LEVEL_BITS", "WIDTH", "Tile", "Tree", "tile_path"]

LEVEL_BITS: Final = 8
"""A tile is a subtree of this height."""

WIDTH: Final = 1 << LEVEL_BITS
"""Hashes in a full tile."""


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Return where a tile is published, relative to the ledger's prefix."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{path}" + ("" if width == WIDTH else f".p/{width}")


@dataclass(frozen=True, slots=True)
class Tile:
    """A full tile."""

    level: int
    index: int
    hashes: bytes
    """256 hashes, 8,192 bytes."""


@dataclass(slots=True)
class Tree:
    """The right edge of a growing tree."""

    size: int = 0
    """Leaves so far."""

    levels: list[list[bytes]] = field(default_factory=list)
    """For each level the hashes since its last full tile, 0 to 255 of them."""

    def copy(self) -> Tree:
        """Return a tree that can grow without changing this one; O(255 · levels)."""
        return Tree(self.size, [list(level) for level in self.levels])

    def extend(self, leaves: Sequence[bytes]) -> list[Tile]:
        """Add leaf hashes in order and return the tiles that became full."""
        full: list[Tile] = []
        start = 0
        while start < len(leaves):
            room = WIDTH - self.size % WIDTH
            fitting = leaves[start : start + room]
            self._edge(0).extend(fitting)
            self.size += len(fitting)
            start += room
            if len(fitting) == room:
                self._hand_up(0, full)
        return full

    def _edge(self, level: int) -> list[bytes]:
        if level == len(self.levels):
            self.levels.append([])
        return self.levels[level]

    def _hand_up(self, level: int, full: list[Tile]) -> None:
        """Turn the edge of a level, which is 256 wide, into a tile and a hash above."""
        edge = self.levels[level]
        full.append(Tile(level, (self.size >> (LEVEL_BITS * (level + 1))) - 1, b"".join(edge)))
        above = self._edge(level + 1)
        above.append(perfect_root(edge))
        edge.clear()
        if len(above) == WIDTH:
            self._hand_up(level + 1, full)

    def root(self) -> bytes:
        """Return the RFC 6962 root; at most 256 hashes a level."""
        peaks: list[tuple[int, bytes]] = []
        for level in range(len(self.levels) - 1, -1, -1):
            for hash_ in self.levels[level]:
                height, seen = level * LEVEL_BITS, hash_
                while peaks and peaks[-1][0] == height:
                    seen = node_hash(peaks.pop()[1], seen)
                    height += 1
                peaks.append((height, seen))
        if not peaks:
            return EMPTY_ROOT
        _, seen = peaks.pop()
        while peaks:
            seen = node_hash(peaks.pop()[1], seen)
        return seen
