"""The prefixes of very many keys, as ranges of a sorted list.

A tree of dictionaries takes about a kilobyte a term. Here the keys lie sorted in
one string, a prefix is the range of keys that begin with it, and a step narrows
the range. A step costs about a microsecond, some ten times a dictionary's, and a
million terms take 40 MB.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable
from typing import Final

from hegui.moderation.patterns import Use

__all__ = ["Bits", "Heads", "Range", "SortedKeys"]

_PLANE: Final = 21
_BITS: Final = 24


class SortedKeys:
    """Keys in order, and where the keys of each first and second character begin.

    Args:
        keys: by number, none twice.
        uses: of a key's number.
        idle: numbers to leave out, since nothing uses them.
    """

    __slots__ = ("_blob", "_ends", "_first", "_numbers", "_pair_starts", "_pairs", "uses")

    def __init__(
        self,
        keys: Iterable[str],
        uses: Callable[[int], tuple[Use, ...]],
        *,
        idle: Container[int] = (),
    ) -> None:
        listed = list(keys)
        order = [number for number in range(len(listed)) if number not in idle]
        order.sort(key=listed.__getitem__)
        self.uses = uses
        self._numbers = array("I", order)
        self._blob = "".join(listed[number] for number in order)
        self._ends = array("I")
        self._first: dict[str, Range] = {}
        self._pairs, self._pair_starts = array("Q"), array("I")
        end, last = 0, -1
        starts: dict[str, int] = {}
        for place, number in enumerate(order):
            key = listed[number]
            end += len(key)
            self._ends.append(end)
            starts.setdefault(key[0], place)
            pair = _pair(key[0], key[1:2])
            if pair != last:
                self._pairs.append(pair)
                self._pair_starts.append(place)
                last = pair
        self._pair_starts.append(len(order))
        bounds = [*starts.values(), len(order)]
        for at, char in enumerate(starts):
            self._first[char] = Range(self, bounds[at], bounds[at + 1], 1, char)

    def get(self, char: str, default: object = None) -> object:
        """Return the keys that begin with a character. Walked as the root of a tree is."""
        return self._first.get(char, default)

    def key(self, place: int) -> str:
        """Return a key by its place in order."""
        return self._blob[self._ends[place - 1] if place else 0 : self._ends[place]]

    def number(self, place: int) -> int:
        """Return a key's number by its place in order."""
        return self._numbers[place]

    def pair(self, first: str, second: str) -> tuple[int, int] | None:
        """Return the range of the keys that begin with two characters."""
        wanted = _pair(first, second)
        at = bisect_left(self._pairs, wanted)
        if at == len(self._pairs) or self._pairs[at] != wanted:
            return None
        return self._pair_starts[at], self._pair_starts[at + 1]


def _pair(first: str, second: str) -> int:
    """Return two characters as a number that sorts as they do; the second may be missing."""
    return ord(first) << _PLANE | (ord(second) + 1 if second else 0)


class Range:
    """A prefix: the keys from `low` to `high` begin with it. Walked as a tree's node is."""

    __slots__ = ("_depth", "_head", "_high", "_keys", "_low")

    def __init__(self, keys: SortedKeys, low: int, high: int, depth: int, head: str = "") -> None:
        self._keys = keys
        self._low = low
        self._high = high
        self._depth = depth
        self._head = head

    def __len__(self) -> int:
        """Return 1 when nothing but the key that ends here is left, as a node does."""
        return self._high - self._low

    def __bool__(self) -> bool:
        return True

    @property
    def goes_on(self) -> bool:
        """Whether some key is longer than this prefix."""
        return len(self._keys.key(self._high - 1)) > self._depth

    def get(self, char: str, default: object = None) -> object:
        """Return the longer prefix, or for the empty string the uses of the key that ends here."""
        keys, depth = self._keys, self._depth
        if not char:
            ends = self._high > self._low and len(keys.key(self._low)) == depth
            return keys.uses(keys.number(self._low)) if ends else default
        if depth == 1:
            found = keys.pair(self._head, char)
            return default if found is None else Range(keys, *found, 2)
        low = self._search(char, self._low)
        if low == self._high or keys.key(low)[depth : depth + 1] != char:
            return default
        return Range(keys, low, self._search(chr(ord(char) + 1), low), depth + 1)

    def _search(self, char: str, low: int) -> int:
        keys, depth, high = self._keys, self._depth, self._high
        while low < high:
            middle = (low + high) // 2
            if keys.key(middle)[depth : depth + 1] < char:
                low = middle + 1
            else:
                high = middle
        return low


class Bits:
    """Whether three characters in a row may begin a key: one bit a beginning, by its hash.

    Never wrong when it says no; wrong in a few of a hundred when it says yes.
    """

    __slots__ = ("_bits",)

    def __init__(self, beginnings: Iterable[str]) -> None:
        self._bits = bytearray(1 << (_BITS - 3))
        for beginning in beginnings:
            at = hash(beginning) & ((1 << _BITS) - 1)
            self._bits[at >> 3] |= 1 << (at & 7)

    def occurs(self, text: str) -> bool:
        """Whether a beginning of one, two or three characters may be in a text."""
        bits = self._bits
        mask = (1 << _BITS) - 1
        for start in range(len(text)):
            for size in (1, 2, 3):
                at = hash(text[start : start + size]) & mask
                if bits[at >> 3] & (1 << (at & 7)):
                    return True
        return False


class Heads:
    """The beginnings of one and of two characters that are shorter than their key."""

    __slots__ = ("_keys",)

    def __init__(self, keys: SortedKeys) -> None:
        self._keys = keys

    def __contains__(self, head: str) -> bool:
        node: object = self._keys.get(head[0]) if head else None
        if isinstance(node, Range) and len(head) > 1:
            node = node.get(head[1])
        return isinstance(node, Range) and node.goes_on
