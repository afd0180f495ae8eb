"""The tree of RFC 6962, from leaves in memory."""

from __future__ import annotations

import pytest

from hegui.ledger.merkle import (
    EMPTY_ROOT,
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    node_at,
    node_hash,
    root,
)

LEAVES = [leaf_hash(bytes([number])) for number in range(70)]
AT = node_at(LEAVES)


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition in RFC 6962, section 2.1, word for word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert naive_root(LEAVES[:size]) == root(AT, size)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_of_every_tree_is_proved(size: int) -> None:
    for index in range(size):
        path = inclusion_path(AT, index, size)

        assert is_included(LEAVES[index], index, size, path, root(AT, size))
        assert not is_included(LEAVES[index + 1], index, size, path, root(AT, size))
        assert not is_included(LEAVES[index], index, size, (*path, EMPTY_ROOT), root(AT, size))
        assert not is_included(LEAVES[index], size, size, path, root(AT, size))


@pytest.mark.parametrize("new", range(1, 34))
def test_every_prefix_of_every_tree_is_proved(new: int) -> None:
    for old in range(1, new + 1):
        path = consistency_path(AT, old, new)

        assert is_consistent(old, new, path, root(AT, old), root(AT, new))
        assert not is_consistent(old, new, path, EMPTY_ROOT, root(AT, new))
        assert not is_consistent(old, new, (*path, EMPTY_ROOT), root(AT, old), root(AT, new))


@pytest.mark.parametrize(("old", "new"), [(3, 2), (-1, 2)])
def test_a_larger_tree_is_no_prefix(old: int, new: int) -> None:
    assert not is_consistent(old, new, (), EMPTY_ROOT, EMPTY_ROOT)


def test_the_empty_tree_is_a_prefix_of_every_tree() -> None:
    assert is_consistent(0, 7, (), EMPTY_ROOT, root(AT, 7))
    assert not is_consistent(0, 7, (), root(AT, 1), root(AT, 7))


def test_a_missing_path_proves_nothing() -> None:
    """Neither for an old size that is a power of two, nor for another."""
    assert not is_consistent(2, 7, (), root(AT, 2), root(AT, 7))
    assert not is_consistent(3, 7, (), root(AT, 3), root(AT, 7))


@pytest.mark.parametrize("index", [-1, 7, 8])
def test_no_path_for_a_leaf_outside(index: int) -> None:
    with pytest.raises(ValueError, match=r"expected 0 <= index < 7"):
        inclusion_path(AT, index, 7)


@pytest.mark.parametrize(("old", "new"), [(0, 7), (8, 7)])
def test_no_consistency_path_outside(old: int, new: int) -> None:
    with pytest.raises(ValueError, match=r"expected 0 < old <= new"):
        consistency_path(AT, old, new)
