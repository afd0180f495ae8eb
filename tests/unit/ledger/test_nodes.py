"""Nodes from tiles and rows are those of the tree in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.ledger import Reader
from hegui.ledger.merkle import node_at
from hegui.ledger.nodes import Nodes


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 600])
def test_every_node_of_every_height(reader: Reader, folder: Path, size: int) -> None:
    leaves = [entry.leaf for entry in reversed(reader.entries(limit=600))][:size]
    memory, stored = node_at(leaves), Nodes(reader._connection, size, folder)
    names = [(height, index) for height in range(10) for index in range(size >> height)]

    assert [memory(*name) for name in names] == [stored(*name) for name in names]
