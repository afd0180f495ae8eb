"""``hegui moderation lexicon coverage``: is the library large, wide and fresh enough."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid

from hegui.cli.moderation.inputs import rules_in_use
from hegui.cli.output import JSON, print_json, today_or
from hegui.controls.keyword_law import keyword_floors
from hegui.moderation import load_rules
from hegui.moderation.categories import categories
from hegui.moderation.importing import Coverage
from hegui.moderation.importing import coverage as coverage_of

__all__ = ["coverage"]

_WORDS = {True: "ok", False: "short", None: "unknown"}


def coverage(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]…", help="Lexicons and folders of them; those in use when absent."
        ),
    ] = None,
    *,
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="Of the law and of the terms; today.")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Count the terms of each risk against the floors of the standard, and tell their age.

    The floors are those of the standard that stands on the day. A term counts once,
    however often it is written; expired terms do not count.

    Exits with 0 when every floor is reached, 1 when one is not or cannot be told,
    and 2 when a lexicon cannot be read.
    """
    day = today_or(on)
    standard, floors = keyword_floors(day)
    rules = load_rules(paths, identifiers=(), day=day) if paths else rules_in_use()
    report = coverage_of(rules.lexicons, floors, day)
    if as_json:
        print_json({"standard": standard, "day": day, **_as_dict(report)})
    else:
        _show(report, standard)
    if not (report.is_large_enough and report.is_wide_enough and report.is_fresh_enough):
        raise typer.Exit(1)


def _as_dict(report: Coverage) -> dict[str, object]:
    return {
        "total": {
            "terms": report.total,
            "at_least": report.floor,
            "is_met": report.is_large_enough,
        },
        "risks": [
            {
                "risk": row.category,
                "code": categories()[row.category].annex,
                "terms": row.terms,
                "at_least": row.floor,
                "is_met": row.is_met,
            }
            for row in report.rows
        ],
        "update": {
            "newest": report.newest,
            "age_days": report.age_days,
            "at_most_days": report.update_days,
            "is_met": report.is_fresh_enough,
        },
    }


def _show(report: Coverage, standard: str) -> None:
    grid = Grid(box=None, pad_edge=False)
    for column in ("risk", ""):
        grid.add_column(column)
    for column in ("terms", "at least"):
        grid.add_column(column, justify="right")
    grid.add_column("")
    for row in report.rows:
        code = categories()[row.category].annex
        figures = (f"{row.terms:,}", f"{row.floor:,}", _WORDS[row.is_met])
        grid.add_row(code, row.category, *figures)
    figures = (f"{report.total:,}", f"{report.floor:,}", _WORDS[report.is_large_enough])
    grid.add_row("all", "", *figures)
    console = Console(highlight=False, markup=False)
    console.print(grid)
    newest = "no term tells when it was added" if report.newest is None else f"{report.newest}"
    age = "" if report.age_days is None else f", {report.age_days} days ago"
    console.print(
        f"newest term: {newest}{age}; at least every {report.update_days} days: "
        f"{_WORDS[report.is_fresh_enough]}"
    )
    console.print(f"floors by {standard}")
