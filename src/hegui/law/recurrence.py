"""Duties that come back: the next day, and how many were missed.

A period runs from the day on which the duty was last done: done on the 3rd and
due every week means due by the 10th, and by the 17th if the 10th passed.
Months are counted from the first day, so that 31 January, 28 February and 31
March follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hegui.bilingual import Bilingual
from hegui.clock import BEIJING
from hegui.law.deadline import Due, Open, shifted
from hegui.law.timing import Recurrence

__all__ = ["Occurrences", "occurrences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrences:
    """Where a recurring duty stands."""

    next: Due
    """The first day, from the day asked for on, by which it must be done again."""

    missed: int
    """Days by which it should have been done and that have passed."""

    first_missed: date | None
    """The earliest of them; None when none was missed."""


def occurrences(rule: Recurrence, *, since: date | None, on: date) -> Occurrences | Open:
    """Return the next occurrence of a duty, and what was missed.

    Args:
        rule: how often.
        since: the day on which it was last done, or began to bind; None when
            neither is known, and then nothing can be told.
        on: the day from which it is looked at.
    """
    if since is None:
        return Open(
            reason=Bilingual(
                zh="没有上线日期，也没有上次完成的日期，无从起算。",
                en="Neither a launch nor a day on which it was last done is known.",
            )
        )
    missed: list[date] = []
    while (day := shifted(since, (len(missed) + 1) * rule.every, rule.unit)) < on:
        missed.append(day)
    late_from = datetime.combine(day + timedelta(days=1), time.min, tzinfo=BEIJING).astimezone(UTC)
    return Occurrences(
        next=Due(day=day, late_from=late_from),
        missed=len(missed),
        first_missed=missed[0] if missed else None,
    )
