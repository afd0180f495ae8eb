"""The Merkle tree of RFC 6962: hashes, roots, proofs and their verification.

    leaf  = SHA-256(0x00 || entry)
    node  = SHA-256(0x01 || left || right)

    size 7:         root
                  ┌──┴──┐
                 ┌┴─┐  ┌┴─┐
                ┌┴┐┌┴┐┌┴┐ 6      a tree of n leaves splits at the largest
                0 12 34 5        power of two below n

The different first bytes keep a node from passing for a leaf. A *node* is
named by height and index: ``(h, i)`` covers leaves ``i << h`` up to
``(i + 1) << h``. Whoever makes proofs supplies a `NodeAt`, so that the tree may
lie in tiles, rows or memory.

Sources:

* RFC 6962, section 2.1 (the hash and the proofs)
* RFC 9162, sections 2.1.3.2 and 2.1.4.2 (how proofs are verified)

>>> leaves = [leaf_hash(bytes([i])) for i in range(7)]
>>> at = node_at(leaves)
>>> path = inclusion_path(at, 5, 7)
>>> is_included(leaves[5], 5, 7, path, root(at, 7)), is_included(leaves[4], 5, 7, path, root(at, 7))
(True, False)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "NodeAt",
    "consistency_path",
    "inclusion_path",
    "is_consistent",
    "is_included",
    "leaf_hash",
    "node_at",
    "node_hash",
    "perfect_root",
    "root",
]

HASH_BYTES: Final = 32

EMPTY_ROOT: Final = sha256().digest()
"""The root of a tree without leaves."""

NodeAt = Callable[[int, int], bytes]
"""``(height, index)`` to the hash of a perfect subtree that exists in full."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one leaf."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over `hashes`; their number is a power of two."""
    level = list(hashes)
    while len(level) > 1:
        level = [
            sha256(b"\1" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=True)
        ]
    return level[0]


def node_at(leaves: Sequence[bytes]) -> NodeAt:
    """Return the nodes over leaf hashes in memory, for tests and small trees."""
    return lambda height, index: perfect_root(leaves[index << height : (index + 1) << height])


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def root(at: NodeAt, size: int) -> bytes:
    """Return the root of the first `size` leaves."""
    return _subtree(at, 0, size) if size else EMPTY_ROOT


def _subtree(at: NodeAt, start: int, end: int) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return at(height, start >> height)
    middle = start + _split(size)
    return node_hash(_subtree(at, start, middle), _subtree(at, middle, end))


def inclusion_path(at: NodeAt, index: int, size: int) -> tuple[bytes, ...]:
    """Return the sibling hashes from a leaf up to the root's child.

    Args:
        at: the nodes.
        index: of the leaf, ``0 <= index < size``.
        size: of the tree whose root the proof is for.

    Raises:
        ValueError: the index is not in the tree.

    Source:
        RFC 6962, section 2.1.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"expected 0 <= index < {size}; got {index}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_subtree(at, middle, end))
            end = middle
        else:
            path.append(_subtree(at, start, middle))
            start = middle
    return tuple(reversed(path))


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from a leaf at `index` to the root of `size` leaves.

    Source:
        RFC 9162, section 2.1.3.2, step by step.
    """
    if not 0 <= index < size:
        return False
    fn, sn, seen = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            seen = node_hash(sibling, seen)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            seen = node_hash(seen, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and seen == root


def consistency_path(at: NodeAt, old: int, new: int) -> tuple[bytes, ...]:
    """Return the hashes that show a tree of `old` leaves to be a prefix of `new`.

    Raises:
        ValueError: not ``0 < old <= new``.

    Source:
        RFC 6962, section 2.1.2.
    """
    if not 0 < old <= new:
        raise ValueError(f"expected 0 < old <= new; got {old} and {new}")
    path: list[bytes] = []
    start, end = 0, new
    is_known = True  # whether the verifier holds the hash of [start, end) as its old root
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_subtree(at, middle, end))
            end = middle
        else:
            path.append(_subtree(at, start, middle))
            start = middle
            is_known = False
    if not is_known:
        path.append(_subtree(at, start, end))
    return tuple(reversed(path))


def is_consistent(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether the path shows the old tree to be a prefix of the new one.

    Trees of equal size need equal roots and an empty path. The empty tree is a
    prefix of every tree, by an empty path.

    Source:
        RFC 9162, section 2.1.4.2, step by step.
    """
    if not 0 <= old <= new:
        return False
    if old in {0, new}:
        known = EMPTY_ROOT if old == 0 else new_root
        return not path and old_root == known
    hashes = list(path) if old & (old - 1) else [old_root, *path]
    if not hashes:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = hashes[0]
    for sibling in hashes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(sibling, fr), node_hash(sibling, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root
