"""What an identifier that is no row of digits has to do to be found in texts and in streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from hegui.moderation.identifiers.kind import Kind

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["Finder", "WholeFinder"]


class Finder(Protocol):
    """Finds one kind in a whole text, and in a part of one that is still growing."""

    kind: Kind

    reach: int
    """Kept characters before an undecided one that a decision may look back at."""

    window: int
    """Most kept characters that stay undecided."""

    def places(self, kept: Kept) -> Iterator[int]:
        """Yield the kept characters of a whole text where one may begin or has its sign.

        Cheap on text without any. What `at` says of all other places is None.
        """

    def at(
        self, text: Sequence[str], gap: Callable[[int], int], place: int
    ) -> tuple[int, int] | None:
        """Return the identifier of a place, for a text that is complete."""

    def undecided(self, text: Sequence[str], gap: Callable[[int], int], start: int) -> int | None:
        """Return the first character, from `start`, of what more text may still decide."""


class WholeFinder(Protocol):
    """Finds one kind in whole texts only, since it looks too far ahead for a stream."""

    kind: Kind

    def find(self, kept: Kept) -> Iterator[tuple[int, int]]:
        """Yield ranges of kept characters."""
