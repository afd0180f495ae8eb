"""Counting unlawful inputs, and what follows from a count.

An input is unlawful when a control refused it before the model saw it. A
lawful input ends a row; midnight in Beijing ends a day. When either count
reaches its limit the next rung of the ladder is climbed and both counts begin
anew, so that a measure answers each input once.

>>> from datetime import UTC, datetime
>>> noon = datetime(2026, 11, 21, 4, tzinfo=UTC)
>>> counts = Unlawful()
>>> for _ in range(3):
...     counts = counted(counts, unlawful=True, at=noon)
>>> has_reached(counts, Limits(in_a_row=3, in_a_day=5))
True
>>> left(counted(Unlawful(), unlawful=True, at=noon), Limits(in_a_row=3, in_a_day=5))
2
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hegui.clock import beijing_day
from hegui.records.end_user import Measure, MeasureKind, Unlawful

__all__ = ["Limits", "Rung", "climbed", "counted", "has_reached", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From how many unlawful inputs on a measure is taken."""

    in_a_row: int
    in_a_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder."""

    kind: MeasureKind
    hours: int | None
    """How long it stands; None until a person lifts it."""


def counted(counts: Unlawful, *, unlawful: bool, at: datetime) -> Unlawful:
    """Return the counts after one input at an instant. O(1)."""
    if not unlawful:
        return replace(counts, in_a_row=0) if counts.in_a_row else counts
    day = beijing_day(at)
    before = counts.on_day if counts.day == day else 0
    return replace(counts, in_a_row=counts.in_a_row + 1, day=day, on_day=before + 1)


def has_reached(counts: Unlawful, limits: Limits) -> bool:
    """Tell whether a measure is due."""
    return counts.in_a_row >= limits.in_a_row or counts.on_day >= limits.in_a_day


def left(counts: Unlawful, limits: Limits) -> int:
    """Return how many more unlawful inputs bring the next measure; at least 0.

    Only for counts of the present day, such as `counted` returns.
    """
    return max(0, min(limits.in_a_row - counts.in_a_row, limits.in_a_day - counts.on_day))


def climbed(
    counts: Unlawful, ladder: tuple[Rung, ...], at: datetime
) -> tuple[Unlawful, Measure, Rung]:
    """Return counts begun anew, the measure of the next rung, and the rung.

    The last rung is climbed again and again.
    """
    rung = ladder[min(counts.rung, len(ladder) - 1)]
    until = None if rung.hours is None else at + timedelta(hours=rung.hours)
    measure = Measure(kind=rung.kind, since=at, until=until)
    return Unlawful(rung=counts.rung + 1), measure, rung
