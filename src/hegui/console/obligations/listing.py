"""The list of obligations: what the address asks for, sought, filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from hegui.audit.posture import Row
from hegui.controls.base import Status
from hegui.law.instrument import STAGES, THEMES

__all__ = ["COLUMNS", "SORTS", "STATES", "Wanted", "cells", "chosen", "record", "wanted"]

STATES: Final = ("failing", "stale", "unknown", "ok", "open")
"""Values of ``state``; ``open`` is everything but ok."""

_SEVERITY: Final = (Status.FAILING, Status.STALE, Status.UNKNOWN, Status.OK)

SORTS: Final[Mapping[str, Callable[[Row], tuple[object, ...]]]] = {
    "law": lambda _row: (),
    "state": lambda row: (_SEVERITY.index(row.status),),
    "theme": lambda row: (THEMES.index(row.decision.obligation.theme),),
    "stage": lambda row: (STAGES.index(row.decision.obligation.stage),),
}
"""Sorts are stable, so rows that are alike stay in law order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address asks for. Unknown values count as not given."""

    query: str
    state: str
    theme: str
    stage: str
    instrument: str
    sort: str


def _one_of(query: QueryDict, name: str, known: Sequence[str], default: str = "") -> str:
    given = query.get(name, "")
    return given if given in known else default


def wanted(query: QueryDict, instruments: Sequence[str]) -> Wanted:
    """Return what an address asks for."""
    return Wanted(
        query=query.get("q", "").strip()[:200],
        state=_one_of(query, "state", STATES),
        theme=_one_of(query, "theme", THEMES),
        stage=_one_of(query, "stage", STAGES),
        instrument=_one_of(query, "instrument", instruments),
        sort=_one_of(query, "sort", tuple(SORTS), "law"),
    )


def chosen(rows: Sequence[Row], ask: Wanted) -> list[Row]:
    """Return the rows that are asked for, in the order that is asked for.

    Words are sought in id, title and duty, in both languages, each word somewhere.
    """
    found = [row for row in rows if _fits(row, ask)]
    return sorted(found, key=SORTS[ask.sort])


def _fits(row: Row, ask: Wanted) -> bool:
    duty = row.decision.obligation
    if ask.state == "open" and row.status is Status.OK:
        return False
    if ask.state not in ("", "open", row.status.value):
        return False
    if ask.theme not in ("", duty.theme) or ask.stage not in ("", duty.stage):
        return False
    if ask.instrument not in ("", duty.instrument):
        return False
    text = f"{duty.id} {duty.title.zh} {duty.title.en} {duty.must.zh} {duty.must.en}".casefold()
    return all(word in text for word in ask.query.casefold().split())


def record(row: Row) -> dict[str, object]:
    """Return a row as JSON values, with both languages."""
    duty = row.decision.obligation
    return {
        **row.as_dict(),
        "stage": duty.stage,
        "article": duty.article,
        "instrument": duty.instrument,
        "from": duty.start.isoformat(),
        "until": None if duty.end is None else duty.end.isoformat(),
    }


COLUMNS: Final = (
    "id",
    "state",
    "applicability",
    "theme",
    "stage",
    "title_zh",
    "title_en",
    "must_zh",
    "must_en",
    "reason_zh",
    "reason_en",
    "entries",
)
"""Head of the CSV file."""


def cells(row: Row) -> tuple[object, ...]:
    """Return a row as the cells of `COLUMNS`."""
    duty = row.decision.obligation
    return (
        duty.id,
        row.status.value,
        row.decision.verdict.value,
        duty.theme,
        duty.stage,
        duty.title.zh,
        duty.title.en,
        duty.must.zh,
        duty.must.en,
        row.reason.zh,
        row.reason.en,
        " ".join(map(str, row.entries)),
    )
