"""Tiles: where they are published, when they are full, and the root over their edges."""

from __future__ import annotations

import pytest

from hegui.ledger.merkle import EMPTY_ROOT, leaf_hash, node_at, root
from hegui.ledger.tiles import Tree, tile_path

LEAVES = [leaf_hash(number.to_bytes(4)) for number in range(70_000)]


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (1, 999, 256, "tile/1/999"),
        (2, 1000, 17, "tile/2/x001/000.p/17"),
    ],
)
def test_a_tile_has_one_path(level: int, index: int, width: int, path: str) -> None:
    assert path == tile_path(level, index, width)


def test_an_empty_tree_has_the_empty_root() -> None:
    assert EMPTY_ROOT == Tree().root()


@pytest.mark.parametrize("step", [1, 64, 255, 256, 257, 1000])
def test_the_root_does_not_depend_on_the_steps(step: int) -> None:
    tree = Tree()
    for start in range(0, 3000, step):
        tree.extend(LEAVES[start : min(3000, start + step)])

    assert (3000, root(node_at(LEAVES), 3000)) == (tree.size, tree.root())


def test_a_tree_of_70_000_is_in_the_tiles_that_the_specification_names() -> None:
    """273 full tiles and a partial one of 112; one full and one of 17; one of width 1."""
    tree = Tree()
    full = tree.extend(LEAVES)

    assert [273, 1] == [sum(tile.level == level for tile in full) for level in (0, 1)]
    assert [112, 17, 1] == [len(level) for level in tree.levels]
    assert list(range(273)) == [tile.index for tile in full if tile.level == 0]
    assert {8192} == {len(tile.hashes) for tile in full}
    assert root(node_at(LEAVES), 70_000) == tree.root()


def test_a_copy_grows_alone() -> None:
    tree = Tree()
    tree.extend(LEAVES[:255])
    copy = tree.copy()
    copy.extend(LEAVES[255:300])

    assert (255, root(node_at(LEAVES), 255)) == (tree.size, tree.root())
    assert (300, root(node_at(LEAVES), 300)) == (copy.size, copy.root())
