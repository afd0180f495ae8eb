"""Regimes side by side, for this service, theme by theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hegui.console import runtime
from hegui.console.frame import asof
from hegui.law import Applicability
from hegui.law.compare import THEME_WORDS, Cell, Column, Cost, Row, compare
from hegui.law.regimes import Regime, load_regimes

__all__ = ["page"]

_FIRST: Final = 3
"""Regimes shown when none are chosen: as many as stand side by side with ease."""

_TITLES: Final = 4
"""Duties named in one cell; the others are one press away."""

_ORDER: Final = (
    Applicability.APPLIES,
    Applicability.CONFLICT,
    Applicability.UNKNOWN,
    Applicability.DISPLACED,
    Applicability.NOT_APPLIES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One cell as the page shows it."""

    regime: Regime
    theme: str
    counts: tuple[tuple[str, int], ...]
    """By verdict, what binds first; guidance apart, under ``guidance``."""

    rows: tuple[Row, ...]
    """The first few, what binds first; what does not bind is left out."""

    left: int
    """How many more of them there are."""


def _shown(regime: Regime, cell: Cell) -> Shown:
    counts = [(verdict.value, cell.counts[verdict]) for verdict in _ORDER if cell.counts[verdict]]
    guidance = sum(row.is_guidance for row in cell.rows)
    met = [
        row
        for row in cell.rows
        if row.verdict in (Applicability.APPLIES, Applicability.UNKNOWN, Applicability.CONFLICT)
    ]
    met.sort(key=lambda row: (row.is_guidance, _ORDER.index(row.verdict)))
    return Shown(
        regime=regime,
        theme=cell.theme,
        counts=(*counts, *((("guidance", guidance),) if guidance else ())),
        rows=tuple(met[:_TITLES]),
        left=max(0, len(met) - _TITLES),
    )


def _dearest(column: Column) -> list[Cost]:
    """Return what a breach costs, the highest share of turnover and the highest sum first."""
    return sorted(
        column.costs,
        key=lambda each: (
            -(each.penalty.turnover_share or 0),
            -(each.penalty.fine_at_most or each.penalty.fine_at_least or 0),
        ),
    )


def _themes(columns: Iterable[Column]) -> list[tuple[str, list[Shown]]]:
    made = [
        (theme, [_shown(column.regime, column.cell(theme)) for column in columns])
        for theme in THEME_WORDS
    ]
    return [(theme, cells) for theme, cells in made if any(cell.counts for cell in cells)]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the regimes that the address names, or the first few."""
    parts = runtime.current()
    regimes = load_regimes()
    known = [regime.key for regime in regimes]
    only = [key for key in known if key in request.GET.getlist("regime")] or known[:_FIRST]
    found = compare(parts.law, parts.profile(), asof.day(request), regimes=regimes, only=only)
    return render(
        request,
        "law/compare.html",
        {
            "room": "law",
            "regimes": regimes,
            "only": only,
            "columns": [(column, _dearest(column)) for column in found.columns],
            "found": found,
            "themes": _themes(found.columns),
            "ways": ("principle", "path", "focus"),
        },
    )
