"""Published vectors: what other implementations compute, ours computes.

* Trees of up to eight leaves with their roots, inclusion and consistency
  proofs: the reference vectors of Certificate Transparency, as kept in
  transparency-dev/merkle (proof/verify_test.go).
* A signed note with its keys: golang.org/x/mod/sumdb/note (note_test.go).
* The empty tree: RFC 6962, section 2.1.
"""

from __future__ import annotations

from typing import Final

import pytest

from hegui.ledger.merkle import (
    EMPTY_ROOT,
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    node_at,
    root,
)
from hegui.ledger.note import Signer, Verifier
from hegui.ledger.tiles import Tree

LEAVES: Final = tuple(
    leaf_hash(bytes.fromhex(text))
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
AT: Final = node_at(LEAVES)

ROOTS: Final = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

# (leaf, counted from 0; size; path)
INCLUSION: Final = (
    (0, 1, ()),
    (
        0,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        5,
        8,
        (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    (
        1,
        5,
        (
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
)

# (old size, new size, path)
CONSISTENCY: Final = (
    (1, 1, ()),
    (
        1,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        6,
        8,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (
        2,
        5,
        (
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
    (
        6,
        7,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
)


def of(texts: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(text) for text in texts)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" == EMPTY_ROOT.hex()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots(size: int) -> None:
    tree = Tree()
    tree.extend(LEAVES[:size])

    assert ROOTS[size - 1] == root(AT, size).hex()
    assert ROOTS[size - 1] == tree.root().hex()


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_proofs(index: int, size: int, path: tuple[str, ...]) -> None:
    """We make the published proof, accept it, and refuse each published kind of corruption."""
    good, signed = of(path), bytes.fromhex(ROOTS[size - 1])
    leaf, stray = LEAVES[index], b"\xab" * 32

    assert good == inclusion_path(AT, index, size)
    assert is_included(leaf, index, size, good, signed)
    corruptions = [
        (leaf, index - 1, size, good, signed),
        (leaf, index + 1, size, good, signed),
        (leaf, index ^ 2, size, good, signed),
        (leaf, index, size * 2, good, signed),
        (leaf, index, size // 2, good, signed),
        (b"WrongLeaf", index, size, good, signed),
        (leaf, index, size, good, EMPTY_ROOT),
        (leaf, index, size, good, stray),
        (leaf, index, size, (*good, b""), signed),
        (leaf, index, size, (*good, signed), signed),
        (leaf, index, size, (b"", *good), signed),
        (leaf, index, size, (signed, *good), signed),
    ]
    for place, sibling in enumerate(good):
        flipped = bytes([sibling[0] ^ 8]) + sibling[1:]
        wrong = (*good[:place], flipped, *good[place + 1 :])
        corruptions.append((leaf, index, size, wrong, signed))
    if good:
        corruptions.append((leaf, index, size, good[:-1], signed))
        corruptions.append((leaf, index, size, (good[0], stray, *good[1:]), signed))
    assert [False] * len(corruptions) == [is_included(*each) for each in corruptions]


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_consistency_proofs(old: int, new: int, path: tuple[str, ...]) -> None:
    """The same for proofs that an old tree is a prefix of a new one."""
    good = of(path)
    before, after = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])

    assert good == consistency_path(AT, old, new)
    assert is_consistent(old, new, good, before, after)
    if not good:
        return
    corruptions = [
        (old - 1, new, good, before, after),
        (old + 1, new, good, before, after),
        (old ^ 2, new, good, before, after),
        (old, new * 2, good, before, after),
        (old, new // 2, good, before, after),
        (old, new, good, b"WrongRoot", after),
        (old, new, good, before, b"WrongRoot"),
        (old, new, good, after, before),
        (old, new, (), before, after),
        (old, new, good[:-1], before, after),
        *((old, new, (*good, extra), before, after) for extra in (b"", before, after)),
        *((old, new, (extra, *good), before, after) for extra in (b"", before, after, good[0])),
    ]
    for place, sibling in enumerate(good):
        flipped = bytes([sibling[0] ^ 16]) + sibling[1:]
        corruptions.append((old, new, (*good[:place], flipped, *good[place + 1 :]), before, after))
    assert [False] * len(corruptions) == [is_consistent(*each) for each in corruptions]


class TestSignedNote:
    """Go's reference note: Ed25519 is deterministic, so our signature has its very bytes."""

    VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    TEXT = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    NOTE = (
        f"{TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2p"
        "ZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )

    def test_the_note_opens(self) -> None:
        assert self.TEXT == Verifier.parse(self.VKEY).open(self.NOTE)

    def test_we_sign_the_same_note(self) -> None:
        assert self.NOTE == Signer.parse(self.SKEY).sign(self.TEXT)

    def test_the_keys_belong_together(self) -> None:
        assert self.VKEY == str(Signer.parse(self.SKEY).verifier)
