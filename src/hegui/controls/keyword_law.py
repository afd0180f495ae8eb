"""The law's floors for a keyword library, as the engine takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, cast

from hegui.law import load
from hegui.law.deadline import shifted
from hegui.law.instrument import is_in_force
from hegui.law.timing import Recurrence
from hegui.moderation.importing import Floors

__all__ = ["STANDARDS", "keyword_floors"]

STANDARDS: Final = ("cn/gbt-45654-2025/annex-b-keywords", "cn/tc260-003-2024/cl-8-1")
"""What the duties on keywords are called in each standard, the present one first."""


def keyword_floors(day: date) -> tuple[str, Floors]:
    """Return the standard that stands on a day, or else the oldest, and its floors.

    The first value is the beginning of the ids of its duties.
    """
    law = load()
    standard = next((each for each in STANDARDS if _stands(each, day)), STANDARDS[-1])
    each: dict[str, int] = {}
    for duty in ("each-a1", "each-a2"):
        told = law.obligation(f"{standard}-{duty}").parameters
        for group in cast("Sequence[str]", told["groups"]):
            each[f"{group}."] = cast("int", told["items_per_risk_at_least"])
    update = cast("Recurrence", law.obligation(f"{standard}-update").recurs)
    return standard, Floors(
        total=cast("int", law.obligation(f"{standard}-size").parameters["items_at_least"]),
        each=each,
        update_days=(shifted(day, update.every, update.unit) - day).days,
    )


def _stands(standard: str, day: date) -> bool:
    size = load().obligation(f"{standard}-size")
    return is_in_force(size.start, size.end, day)
