"""``hegui audit``: each obligation as ok, failing, stale or unknown, with the reason."""

from __future__ import annotations

import os
from collections import Counter
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
from hegui.law import Applicability, load, load_profile, profile_path

__all__ = ["audit"]

_MARKS: Final = {
    Status.OK: ("✓", "green", Bilingual(zh="达标", en="ok")),
    Status.FAILING: ("✕", "bold red", Bilingual(zh="未达标", en="failing")),
    Status.STALE: ("◷", "yellow", Bilingual(zh="已过期", en="stale")),
    Status.UNKNOWN: ("?", "cyan", Bilingual(zh="未知", en="unknown")),
}
"""Mark, style and word of each state; the console uses the same marks and words."""

_ATTESTED: Final = "attested"
_BY_A_PERSON: Final = ("✎", "green", Bilingual(zh="经证明", en=_ATTESTED))
"""The same for an ok that rests on a person's word."""

_NEXT: Final = Bilingual(
    zh="下一步（数字为涉及的义务数）", en="Next, and how many obligations it mends"
)
_STEPS_SHOWN: Final = 8

_STATE_CELLS: Final = 9
"""Width of most states with their marks, in terminal cells; a Han character takes two."""


def audit(
    *,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Law as of a day.")] = None,
    status: Annotated[
        str | None, typer.Option(help="Only ok, attested, failing, stale or unknown.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_junit: Annotated[bool, typer.Option("--junit", help="Print JUnit XML.")] = False,
    lang: LANGUAGE = None,
) -> None:
    """Show which obligations bind the service, and whether each is met.

    What a person attested is shown as attested, never as ok.

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


def _wanted(state: str | None) -> frozenset[str]:
    states = [each.value for each in Status]
    if state is None:
        return frozenset((*states, _ATTESTED))
    if state in (*states, _ATTESTED):
        return frozenset({state})
    known = ", ".join((*states, _ATTESTED))
    raise typer.BadParameter(f"expected one of {known}; got {state!r}", param_hint="--status")


def _show(found: Posture, wanted: frozenset[str], language: str) -> None:
    console = Console(highlight=False)
    day, bound = found.on.isoformat(), len(found.rows)
    head = Bilingual(
        zh=f"{found.service.zh}：按 {day} 的法律，{bound} 项义务约束或可能约束本服务",
        en=f"{found.service.en}: law as of {day}, {bound} obligations bind it or may",
    )
    console.print(head.in_language(language), style="bold", soft_wrap=True)
    counts = {status.value: n for status, n in found.counts.items()}
    counts["ok"] -= found.attested
    if found.attested:
        counts[_ATTESTED] = found.attested
    told = [_state(state, language, f"{n} ") for state, n in counts.items()]
    console.print(Text("   ").join(told))
    rows = [row for row in found.rows if row.state in wanted]
    width = max((len(row.decision.obligation.id) for row in rows), default=0)
    states = [_state(row.state, language) for row in rows]
    cells = max((_STATE_CELLS, *(state.cell_len for state in states)))
    for row, state in zip(rows, states, strict=True):
        state.pad_right(cells - state.cell_len)
        console.print(
            state,
            f"{row.decision.obligation.id:<{width}}",
            Text(row.reason.in_language(language)),  # words of people in it are no markup
            soft_wrap=True,  # one line each, so that it can be searched and cut
            markup=False,
        )
    if len(wanted) > 1:  # all of them, so nothing was singled out
        _next(console, found, language)


def _next(console: Console, found: Posture, language: str) -> None:
    """Say what to do: each step once, what fails first, then what mends most."""
    steps = Counter(
        (row.status is not Status.FAILING, row.next_step)
        for row in found.rows
        if row.next_step is not None and row.decision.verdict is Applicability.APPLIES
    )
    if not steps:
        return
    console.print()
    console.print(_NEXT.in_language(language), style="bold")
    first = sorted(steps.items(), key=lambda each: (each[0][0], -each[1]))[:_STEPS_SHOWN]
    for (_, step), count in first:
        told = step.in_language(language).replace("`", "")
        console.print(f"{count:>4}  {told}", soft_wrap=True, markup=False)


def _state(state: str, language: str, number: str = "") -> Text:
    mark, style, word = _BY_A_PERSON if state == _ATTESTED else _MARKS[Status(state)]
    return Text(f"{mark} {number}{word.in_language(language)}", style=style)
