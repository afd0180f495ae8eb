"""Terms by the hundred thousand: columns, and a `Term` only when somebody asks for one.

A term as an object takes about a kilobyte, so that a million would take one
gigabyte. Terms without conditions, written without signs, are packed: their texts
in one string, category and severity in a byte each, the day they were added in
four. The others stay objects.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, overload

from hegui.moderation.kept import Kept
from hegui.moderation.lexicon import LONGEST, Term

__all__ = ["PackedTerms", "bulk_keys", "is_plain"]

_BETWEEN: Final = "\ue000"
"""Stands between texts; a private character, which folds to itself."""


def bulk_keys(texts: Sequence[str]) -> list[str]:
    """Return the key of each text, all folded at once.

    >>> bulk_keys(['Ａb', '賭 博'])
    ['ab', '赌博']
    """
    if not texts:
        return []
    if any(_BETWEEN in text for text in texts):
        return [Kept(text).text for text in texts]
    return Kept(_BETWEEN.join(texts)).text.split(_BETWEEN)


def is_plain(text: str, key: str) -> bool:
    """Whether a text can be packed: it is what it is matched as, sign by sign, and not too long.

    >>> is_plain('赌博网', '赌博网'), is_plain('a-b', 'ab'), is_plain('赌', '赌')
    (True, False, False)
    """
    return text.isalnum() and len(key) == len(text) and 2 <= len(key) <= LONGEST


class PackedTerms(Sequence[Term]):
    """The terms of one lexicon; a tuple of `Term` to whoever reads it.

    Args:
        name: the lexicon's; rules are called by it and their place.
        texts: as written, one a term.
        categories: the keys that occur, at most 256.
        category: for each term the place in `categories`.
        severity: for each term 1, 2 or 3.
        added: for each term the day's ordinal, 0 when nothing tells; empty when nothing tells any.
        special: terms with conditions or signs, by place; they stand for those of `texts`.
    """

    __slots__ = (
        *("_added", "_blob", "_category", "_ends", "_name", "_severity"),
        *("categories", "special"),
    )

    def __init__(  # noqa: PLR0913 - columns of a table, by keyword
        self,
        *,
        name: str,
        texts: Sequence[str],
        categories: Sequence[str],
        category: Sequence[int],
        severity: Sequence[int],
        special: Mapping[int, Term],
        added: Sequence[int] = (),
    ) -> None:
        self._name = name
        self._blob = "".join(texts)
        self._ends = array("I")
        end = 0
        for text in texts:
            end += len(text)
            self._ends.append(end)
        self.categories = tuple(categories)
        self._category = bytes(category)
        self._severity = bytes(severity)
        self._added = array("I", added if any(added) else ())
        self.special = dict(special)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> Term: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Term, ...]: ...

    def __getitem__(self, at: int | slice) -> Term | tuple[Term, ...]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(len(self))))
        if at < 0:
            at += len(self)
        if not 0 <= at < len(self):
            raise IndexError(at)
        special = self.special.get(at)
        if special is not None:
            return special
        return Term(
            rule=f"{self._name}#{at + 1:03d}",
            text=self.text(at),
            category=self.categories[self._category[at]],
            severity=self._severity[at],
            added=self._day(at),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash((self._name, len(self), self._blob))

    def _day(self, at: int) -> date | None:
        ordinal = self._added[at] if self._added else 0
        return date.fromordinal(ordinal) if ordinal else None

    @property
    def is_dated(self) -> bool:
        """Whether some packed term tells on which day it was added."""
        return bool(self._added)

    def text(self, at: int) -> str:
        """Return the text of one term as written."""
        return self._blob[self._ends[at - 1] if at else 0 : self._ends[at]]

    def keyed(self) -> Iterator[tuple[int, str, str]]:
        """Yield place, text and key of each term, packed or not."""
        texts = [self.text(at) for at in range(len(self))]
        yield from zip(range(len(texts)), texts, bulk_keys(texts), strict=True)

    def plain(self) -> Iterator[tuple[int, str]]:
        """Yield place and key of each packed term."""
        return ((at, key) for at, _, key in self.keyed() if at not in self.special)

    def counted(self) -> Iterator[tuple[str, str, date | None]]:
        """Yield category, key and day of each packed term."""
        for at, key in self.plain():
            yield self.categories[self._category[at]], key, self._day(at)

    def used_categories(self) -> frozenset[str]:
        """Return the categories that some packed term has."""
        packed = bytearray(self._category)
        for at in sorted(self.special, reverse=True):
            del packed[at]
        return frozenset(self.categories[at] for at in set(packed))

    def packed_digest(self) -> str:
        """Return SHA-256 over the columns."""
        told = hashlib.sha256()
        for part in (
            repr((self._name, self.categories)).encode(),
            self._blob.encode("utf-8", "surrogatepass"),
            self._ends.tobytes(),
            self._category,
            self._severity,
        ):
            told.update(len(part).to_bytes(8, "big"))
            told.update(part)
        return told.hexdigest()
