"""Whether a keyword library is large enough, wide enough and fresh enough.

The standard's floors are arguments: they are parameters of obligations and
change with the standard, not with this program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hegui.moderation.inventory import inventory
from hegui.moderation.lexicon import Lexicon

__all__ = ["Coverage", "Floors", "Row", "coverage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What a library must reach."""

    total: int
    each: Mapping[str, int]
    """Beginnings of category keys -> terms for every category that begins so, ``a1.`` for
    example. Every such category must have some, also when the number is 0."""

    update_days: int
    """Most days since the newest term was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One category that has a floor."""

    category: str
    terms: int
    floor: int

    @property
    def is_met(self) -> bool:
        """Whether there are enough terms, and at least one."""
        return self.terms >= max(self.floor, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The report."""

    total: int
    floor: int
    rows: tuple[Row, ...]
    """In the order of the annex."""

    newest: date | None
    """The day on which the newest term was added; None when no term tells."""

    age_days: int | None
    update_days: int

    @property
    def is_large_enough(self) -> bool:
        """Whether there are enough terms in all."""
        return self.total >= self.floor

    @property
    def is_wide_enough(self) -> bool:
        """Whether each category has enough."""
        return all(row.is_met for row in self.rows)

    @property
    def is_fresh_enough(self) -> bool | None:
        """Whether it was updated in time; None when nothing tells when it was."""
        return None if self.age_days is None else self.age_days <= self.update_days


def coverage(lexicons: Iterable[Lexicon], floors: Floors, day: date) -> Coverage:
    """Return how a library stands on a day.

    Args:
        lexicons: those in force. A key counts once in a category, however often it is
            written; expired terms count nowhere.
        floors: what must be reached.
        day: in Beijing.

    Notes:
        Costs an `inventory`.
    """
    held = inventory(lexicons, day)
    rows = tuple(
        Row(category=category, terms=terms, floor=floor)
        for category, terms in held.risks.items()
        for beginning, floor in floors.each.items()
        if category.startswith(beginning)
    )
    return Coverage(
        total=held.total,
        floor=floors.total,
        rows=rows,
        newest=held.newest,
        age_days=None if held.newest is None else (day - held.newest).days,
        update_days=floors.update_days,
    )
