"""The Merkle root over the files of a corpus."""

from __future__ import annotations

from hashlib import sha256

import pytest

from hegui.corpus.merkle import root

LEAVES = [bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243")]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ],
)
def test_published_vectors(count: int, expected: str) -> None:
    """Roots that implementations of RFC 6962 share as test vectors."""
    assert expected == root(LEAVES[:count])


def test_a_node_is_no_leaf() -> None:
    """Two leaves and one leaf made of their hashes differ."""
    pair = [b"a", b"b"]
    forged = b"".join(sha256(b"\x00" + leaf).digest() for leaf in pair)

    assert root(pair) != root([forged])
