"""The keys as a tree of characters, so that a stream can tell a live prefix.

A node is a plain dictionary from character to node, and the empty string leads
to the uses of the key that ends there. Plain dictionaries are what CPython
walks fastest; a tree costs about 1 KB of memory a term and is made when the
first stream of a stage begins. Very many keys lie in `sorted_keys` instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from hegui.finding import Stage
from hegui.moderation.kept import is_word
from hegui.moderation.matcher import DaachorseMatcher
from hegui.moderation.patterns import Use
from hegui.moderation.sorted_keys import Bits, Heads, SortedKeys
from hegui.moderation.usage import Usage

__all__ = ["Node", "Prefixes"]

Node = dict[str, Any]
"""``{char: Node, …, "": tuple[Use, ...]}``. The type is recursive and mixed, hence Any."""

MANY: Final = 20_000
"""Keys from which they lie sorted and not in trees (`sorted_keys`)."""


class Prefixes:
    """Two trees: what may begin anywhere, and what may begin inside a word.

    Args:
        usage: all keys and what they stand for.
        keys: the keys, by number.
        stage: uses for other stages are left out.
    """

    __slots__ = ("anywhere", "heads", "inside", "signals")

    anywhere: Any
    """A tree, or what is walked like one."""

    heads: frozenset[str] | Heads
    signals: DaachorseMatcher | Bits

    def __init__(self, usage: Usage, keys: Sequence[str], stage: Stage) -> None:
        self.inside: Node = {}
        uses = usage.for_stage(stage)
        if len(keys) > MANY:
            # Packed terms are for every stage; of the others only those that are used.
            used = {at: found for at in range(usage.fixed) if (found := uses(at))}
            idle = frozenset(at for at in range(usage.fixed) if at not in used)
            self.anywhere = SortedKeys(keys, uses, idle=idle)
            self.heads = Heads(self.anywhere)
            self.signals = Bits(key[:3] for at, key in enumerate(keys) if at not in idle)
            fixed: Iterable[tuple[str, tuple[Use, ...]]] = (
                (keys[at], found) for at, found in used.items()
            )
        else:
            listed = {key: found for at, key in enumerate(keys) if (found := uses(at))}
            self._plant_all(listed)
            fixed = listed.items()
        for key, found in fixed:
            # Inside a word only what is no whole word may begin; packed terms are whole words.
            inner = tuple(use for use in found if not use.whole)
            if inner and is_word(key[0]):
                _plant(self.inside, key, inner)

    def _plant_all(self, uses: Mapping[str, tuple[Use, ...]]) -> None:
        # The first three characters of every key: text without one of them needs no walk through
        # the trees, whose nodes lie all over the memory.
        self.heads = frozenset(key[:size] for key in uses for size in (1, 2) if size < len(key))
        self.signals = DaachorseMatcher(sorted({key[:3] for key in uses}))
        self.anywhere = {}
        for key, found in uses.items():
            _plant(self.anywhere, key, found)


def _plant(root: Node, key: str, uses: tuple[Use, ...]) -> None:
    node = root
    for char in key:
        node = node.setdefault(char, {})
    node[""] = uses
