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
from hegui.bilingual import Bilingual
from hegui.cli.evidence import evidence_of
from hegui.cli.output import LANGUAGE, language_of
from hegui.cli.settings import read
from hegui.controls.base import Status
from hegui.errors import InvalidDay
from hegui.law import load, load_profile, profile_path

__all__ = ["audit"]

_MARKS: Final = {
    Status.OK: ("✓", "green", Bilingual(zh="达标", en="ok")),
    Status.FAILING: ("✕", "bold red", Bilingual(zh="未达标", en="failing")),
    Status.STALE: ("◷", "yellow", Bilingual(zh="已过期", en="stale")),
    Status.UNKNOWN: ("?", "cyan", Bilingual(zh="未知", en="unknown")),
}
"""Mark, style and word of each state; the console uses the same marks and words."""

_STATE_CELLS: Final = 9
"""Width of the longest state with its mark, in terminal cells; a Han character takes two."""


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
    day, bound = found.on.isoformat(), len(found.rows)
    head = Bilingual(
        zh=f"{found.service.zh}：按 {day} 的法律，{bound} 项义务约束或可能约束本服务",
        en=f"{found.service.en}: law as of {day}, {bound} obligations bind it or may",
    )
    console.print(head.in_language(language), style="bold", soft_wrap=True)
    counts = [_state(status, language, f"{n} ") for status, n in found.counts.items()]
    console.print(Text("   ").join(counts))
    rows = [row for row in found.rows if row.status in wanted]
    width = max((len(row.decision.obligation.id) for row in rows), default=0)
    for row in rows:
        state = _state(row.status, language)
        state.pad_right(max(0, _STATE_CELLS - state.cell_len))
        console.print(
            state,
            f"{row.decision.obligation.id:<{width}}",
            row.reason.in_language(language),
            soft_wrap=True,  # one line each, so that it can be searched and cut
        )


def _state(status: Status, language: str, number: str = "") -> Text:
    mark, style, word = _MARKS[status]
    return Text(f"{mark} {number}{word.in_language(language)}", style=style)
