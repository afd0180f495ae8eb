"""``hegui audit``: each obligation as ok, failing, stale or unknown, with the reason."""

from __future__ import annotations

import os
from datetime import date
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.text import Text

from hegui import clock
from hegui.audit import Posture, posture
from hegui.audit.emitters import json, junit
from hegui.cli.evidence import evidence_of
from hegui.cli.output import LANGUAGE, language_of
from hegui.cli.settings import read
from hegui.controls.base import Status
from hegui.errors import InvalidDay
from hegui.law import load, load_profile, profile_path

__all__ = ["audit"]

_MARKS: Final = {
    Status.OK: ("✓", "green"),
    Status.FAILING: ("✕", "bold red"),
    Status.STALE: ("◷", "yellow"),
    Status.UNKNOWN: ("?", "cyan"),
}


def audit(
    *,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Law as of a day.")] = None,
    status: Annotated[str | None, typer.Option(help="Only ok, failing, stale or unknown.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_junit: Annotated[bool, typer.Option("--junit", help="Print JUnit XML.")] = False,
    lang: LANGUAGE = None,
) -> None:
    """Show which obligations bind the service, and whether each is met.

    Exits with 0 when none is failing, 1 when one is, and 2 on wrong use.
    """
    settings = read(os.environ)
    law = load()
    profile = load_profile(profile_path(settings.profile), law)
    found = posture(law, profile, evidence_of(settings), _day(on))
    language = language_of(lang)
    wanted = _wanted(status)
    if as_json:
        typer.echo(json.emit(found), nl=False)
    elif as_junit:
        typer.echo(junit.emit(found, language), nl=False)
    else:
        _show(found, wanted, language)
    if found.counts[Status.FAILING]:
        raise typer.Exit(1)


def _day(text: str | None) -> date:
    if text is None:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidDay(text) from None


def _wanted(status: str | None) -> frozenset[Status]:
    if status is None:
        return frozenset(Status)
    try:
        return frozenset({Status(status)})
    except ValueError:
        known = ", ".join(each.value for each in Status)
        raise typer.BadParameter(
            f"expected one of {known}; got {status!r}", param_hint="--status"
        ) from None


def _show(found: Posture, wanted: frozenset[Status], language: str) -> None:
    console = Console(highlight=False)
    counts = found.counts
    console.print(
        f"{found.service.in_language(language)}: law as of {found.on.isoformat()}, "
        f"{len(found.rows)} obligations bind it or may",
        style="bold",
    )
    console.print(
        Text("   ").join(
            Text(f"{_MARKS[status][0]} {n} {status.value}", style=_MARKS[status][1])
            for status, n in counts.items()
        )
    )
    rows = [row for row in found.rows if row.status in wanted]
    width = max((len(row.decision.obligation.id) for row in rows), default=0)
    for row in rows:
        mark, style = _MARKS[row.status]
        console.print(
            Text(f"{mark} {row.status.value:<8}", style=style),
            f"{row.decision.obligation.id:<{width}}",
            row.reason.in_language(language),
            soft_wrap=True,  # one line each, so that it can be searched and cut
        )
