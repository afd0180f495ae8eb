"""The keys as a tree of characters, so that a stream can tell a live prefix.

A node is a plain dictionary from character to node, and the empty string leads
to the uses of the key that ends there. Plain dictionaries are what CPython
walks fastest; a tree costs about 1 KB of memory a term and is made when the
first stream of a stage begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hegui.moderation.kept import is_word
from hegui.moderation.matcher import DaachorseMatcher
from hegui.moderation.patterns import Use

__all__ = ["Node", "Prefixes"]

Node = dict[str, Any]
"""``{char: Node, …, "": tuple[Use, ...]}``. The type is recursive and mixed, hence Any."""


class Prefixes:
    """Two trees: what may begin anywhere, and what may begin inside a word."""

    __slots__ = ("anywhere", "heads", "inside", "signals")

    def __init__(self, uses: Mapping[str, tuple[Use, ...]]) -> None:
        # The first three characters of every key: text without one of them needs no walk through
        # the trees, whose nodes lie all over the memory.
        self.heads = frozenset(key[:size] for key in uses for size in (1, 2) if size < len(key))
        self.signals = DaachorseMatcher(sorted({key[:3] for key in uses}))
        self.anywhere: Node = {}
        self.inside: Node = {}
        for key, found in uses.items():
            _plant(self.anywhere, key, found)
            inner = tuple(use for use in found if not use.whole or not is_word(key[0]))
            if inner:
                _plant(self.inside, key, inner)


def _plant(root: Node, key: str, uses: tuple[Use, ...]) -> None:
    node = root
    for char in key:
        node = node.setdefault(char, {})
    node[""] = uses
