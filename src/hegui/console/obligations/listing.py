"""The list of obligations: what the address asks for, sought, filtered, grouped and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from hegui.audit.posture import Row
from hegui.controls.base import Status
from hegui.law import Applicability, Decision, Law, Obligation
from hegui.law.instrument import POINTS, STAGES, THEMES

__all__ = [
    "BINDS",
    "COLUMNS",
    "GROUPS",
    "SORTS",
    "STATES",
    "Line",
    "Wanted",
    "cells",
    "chosen",
    "lines",
    "record",
    "wanted",
]

STATES: Final = ("failing", "stale", "unknown", "attested", "ok", "open")
"""Values of ``state``: `Row.state`, and ``open`` for everything that is neither of the last two."""

BINDS: Final = tuple(verdict.value for verdict in Applicability)
"""Values of ``binds``; without one, what applies and what may."""

GROUPS: Final = ("theme", "stage", "point", "instrument", "state")
"""Values of ``group``; without one, by theme."""

_SEVERITY: Final = STATES[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One obligation: what is decided, and how it stands if it binds or may bind."""

    decision: Decision
    row: Row | None
    """None for an obligation that does not bind."""

    @property
    def duty(self) -> Obligation:
        """The obligation."""
        return self.decision.obligation

    @property
    def is_undecided(self) -> bool:
        """Whether it may bind, and an answer is missing."""
        return self.decision.verdict is Applicability.UNKNOWN


def _severity(line: Line) -> int:
    return len(_SEVERITY) if line.row is None else _SEVERITY.index(line.row.state)


SORTS: Final[Mapping[str, Callable[[Line], tuple[object, ...]]]] = {
    "binding": lambda line: (BINDS.index(line.decision.verdict.value),),
    "law": lambda _line: (),
    "state": lambda line: (_severity(line),),
    "theme": lambda line: (THEMES.index(line.duty.theme),),
    "stage": lambda line: (STAGES.index(line.duty.stage),),
}
"""Sorts are stable, so rows that are alike stay in law order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address asks for. Unknown values count as not given."""

    query: str
    state: str
    binds: str
    theme: str
    stage: str
    point: str
    """One of the control points, or ``none`` for what has no place among them."""

    jurisdiction: str
    instrument: str
    fact: str
    """Name of a fact that decides; only what hangs on it."""

    group: str
    sort: str


def _one_of(query: QueryDict, name: str, known: Iterable[str], default: str = "") -> str:
    given = query.get(name, "")
    return given if given in known else default


def wanted(query: QueryDict, law: Law) -> Wanted:
    """Return what an address asks for."""
    return Wanted(
        query=query.get("q", "").strip()[:200],
        state=_one_of(query, "state", STATES),
        binds=_one_of(query, "binds", BINDS),
        theme=_one_of(query, "theme", THEMES),
        stage=_one_of(query, "stage", STAGES),
        point=_one_of(query, "point", (*POINTS, "none")),
        jurisdiction=_one_of(
            query, "jurisdiction", {each.jurisdiction for each in law.instruments.values()}
        ),
        instrument=_one_of(query, "instrument", law.instruments),
        fact=_one_of(query, "fact", law.facts),
        group=_one_of(query, "group", GROUPS, "theme"),
        sort=_one_of(query, "sort", tuple(SORTS), "binding"),
    )


def lines(rows: Iterable[Row], others: Iterable[Decision]) -> list[Line]:
    """Return rows of a posture, then decisions that are not in it, as lines."""
    return [
        *(Line(decision=row.decision, row=row) for row in rows),
        *(Line(decision=decision, row=None) for decision in others),
    ]


def chosen(found: Sequence[Line], ask: Wanted) -> list[Line]:
    """Return the lines that are asked for, in the order that is asked for.

    Words are sought in id, title and duty, in both languages, each word somewhere.
    """
    return sorted((line for line in found if _fits(line, ask)), key=SORTS[ask.sort])


def _fits(line: Line, ask: Wanted) -> bool:
    duty = line.duty
    filters = (
        (ask.binds, line.decision.verdict.value),
        (ask.theme, duty.theme),
        (ask.stage, duty.stage),
        (ask.point, duty.point or "none"),
        (ask.instrument, duty.instrument),
        (ask.jurisdiction, duty.instrument.partition("/")[0]),
    )
    return (
        all(want in ("", has) for want, has in filters)
        and _has_state(line, ask.state)
        and (not ask.fact or ask.fact in line.decision.blockers())
        and _says(duty, ask.query)
    )


def _says(duty: Obligation, query: str) -> bool:
    if not query:
        return True
    text = f"{duty.id} {duty.title.zh} {duty.title.en} {duty.must.zh} {duty.must.en}".casefold()
    return all(word in text for word in query.casefold().split())


def _has_state(line: Line, state: str) -> bool:
    if state == "":
        return True
    if line.row is None:
        return False
    return line.row.status is not Status.OK if state == "open" else line.row.state == state


def record(line: Line) -> dict[str, object]:
    """Return a line as JSON values, with both languages."""
    duty = line.duty
    known = line.decision.as_dict() | {"applicability": line.decision.verdict.value}
    told = {
        key: known[key]
        for key in ("id", "title", "must", "theme", "applicability", "blockers", "against")
    }
    return {
        **told,
        **(line.row.as_dict() if line.row is not None else {}),
        "stage": duty.stage,
        "point": duty.point,
        "instrument": duty.instrument,
        "article": duty.article,
        "provision": duty.provision,
        "status_of_text": duty.status,
        "confidence": duty.confidence,
        "from": duty.start.isoformat(),
        "until": None if duty.end is None else duty.end.isoformat(),
        "source": duty.source,
        "checked": duty.checked.isoformat(),
    }


COLUMNS: Final = (
    "id",
    "state",
    "applicability",
    "theme",
    "stage",
    "point",
    "title_zh",
    "title_en",
    "must_zh",
    "must_en",
    "reason_zh",
    "reason_en",
    "entries",
)
"""Head of the CSV file."""


def cells(line: Line) -> tuple[object, ...]:
    """Return a line as the cells of `COLUMNS`."""
    duty, row = line.duty, line.row
    return (
        duty.id,
        "" if row is None else row.state,
        line.decision.verdict.value,
        duty.theme,
        duty.stage,
        duty.point or "",
        duty.title.zh,
        duty.title.en,
        duty.must.zh,
        duty.must.en,
        line.decision.verdict.words.zh if row is None else row.reason.zh,
        line.decision.verdict.words.en if row is None else row.reason.en,
        "" if row is None else " ".join(map(str, row.entries)),
    )
