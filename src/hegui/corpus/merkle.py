"""One digest over many files, from which each file's part can be proved.

>>> root([]) == sha256(b'').hexdigest()
True
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

__all__ = ["root"]


def root(leaves: Sequence[bytes]) -> str:
    """Return the Merkle tree hash of `leaves` in their order, as hex.

    Source:
        RFC 6962, section 2.1: 0x00 before a leaf, 0x01 before a node, the left
        subtree holding the largest power of two below the number of leaves.
    """
    return _node(leaves).hex()


def _node(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + _node(leaves[:split]) + _node(leaves[split:])).digest()
