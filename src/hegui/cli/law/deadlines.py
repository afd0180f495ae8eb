"""``hegui law deadlines``: what falls due when, what waits, what must be kept."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hegui import clock
from hegui.bilingual import Bilingual
from hegui.cli.output import (
    JSON,
    LANGUAGE,
    PROFILE,
    day_of,
    language_of,
    print_json,
    today_or,
)
from hegui.law import Applicability, Decision, load, load_profile, profile_path
from hegui.law.agenda import Item, Kept, State, agenda, kept, waiting
from hegui.law.aspects import deadline_words, recurrence_words
from hegui.law.calendar import load_calendars
from hegui.law.deadline import Due, Open
from hegui.law.ical import ical

__all__ = ["deadlines"]

_MARKS: Final = {
    State.LATE: ("✕", "bold red"),
    State.AHEAD: ("◷", "cyan"),
    State.OPEN: ("?", "yellow"),
    State.DONE: ("✓", "green"),
}
_DUE: Final = Bilingual(zh="期限", en="Due")
_WAITING: Final = Bilingual(zh="等待事件（画像中尚未记录）", en="Waiting for an event not reported")
_KEPT: Final = Bilingual(zh="须仍在保存", en="Must still be there")
_AUTHORITY: Final = Bilingual(zh="由主管部门完成", en="by the authority")
_NONE: Final = Bilingual(
    zh="画像没有记录事件（[[event]]），因此还没有期限。",
    en="The profile reports no event ([[event]]), so nothing falls due yet.",
)


def deadlines(  # noqa: PLR0913 - each option is an argument
    *,
    until: Annotated[
        str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Nothing due after it.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Seen from a day; today.")
    ] = None,
    profile: PROFILE = None,
    as_json: JSON = False,
    as_ical: Annotated[bool, typer.Option("--ical", help="Print iCalendar text.")] = False,
    lang: LANGUAGE = None,
) -> None:
    """Show what falls due for the service, and what waits for an event.

    Events stand in hegui.toml as [[event]], what was done as [[done]]. A
    deadline that runs past the published working days is open, never guessed.

    Exits with 1 when something is late, else with 0; with 2 on wrong use.
    """
    language, law, day = language_of(lang), load(), today_or(on)
    service = load_profile(profile_path(profile), law)
    last = None if until is None else day_of(until)
    items = agenda(law, service, day, calendars=load_calendars(), until=last)
    if as_ical:
        typer.echo(ical(items, language=language, stamp=clock.now()), nl=False)
    elif as_json:
        print_json(
            {
                "on": day.isoformat(),
                "until": None if last is None else last.isoformat(),
                "deadlines": [item.as_dict() for item in items],
                "waiting": [_waiting_as_dict(each) for each in waiting(law, service, day)],
                "kept": [each.as_dict() for each in kept(law, service, day)],
            }
        )
    else:
        console = Console(highlight=False)
        name = service.name.in_language(language)
        console.print(f"{name} · {day}", style="bold")
        _show_items(console, items, language)
        _show_waiting(console, waiting(law, service, day), language)
        _show_kept(console, kept(law, service, day), language)
    if any(item.state is State.LATE and item.is_ours for item in items):
        raise typer.Exit(1)


def _waiting_as_dict(decision: Decision) -> dict[str, object]:
    rule = decision.obligation.deadline
    return {
        "id": decision.obligation.id,
        "verdict": decision.verdict.value,
        "event": None if rule is None else rule.event,
        "deadline": None if rule is None else deadline_words(rule).as_dict(),
    }


def _table(*columns: bool) -> Table:
    """Return a table without lines; True for a column that is never broken."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for is_whole in columns:
        table.add_column(no_wrap=is_whole, overflow="fold")
    return table


def _section(console: Console, title: Bilingual, table: Table, language: str) -> None:
    if table.row_count:
        console.print()
        console.print(title.in_language(language), style="bold")
        console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _show_items(console: Console, items: tuple[Item, ...], language: str) -> None:
    table = _table(True, True, True, False)
    for item in items:
        mark, style = _MARKS[item.state]
        title = item.obligation.title.in_language(language)
        remarks = [] if item.is_ours else [_AUTHORITY]
        if item.verdict is not Applicability.APPLIES:
            remarks.append(item.verdict.words)
        told = "".join(f" ({remark.in_language(language)})" for remark in remarks)
        table.add_row(
            Text(f"{mark} {item.state.words.in_language(language)}", style=style),
            _when(item),
            Text(item.obligation.id, style="bold"),
            Text.assemble(f"{title}{told}", (f"  {_rule(item, language)}", "dim")),
        )
    if not items:
        console.print(_NONE.in_language(language))
    _section(console, _DUE, table, language)
    reasons = {
        item.outcome.reason.in_language(language)
        for item in items
        if isinstance(item.outcome, Open)
    }
    for reason in sorted(reasons):
        console.print(Padding(Text(f"? {reason}", style="yellow"), (0, 0, 0, 2), expand=False))


def _when(item: Item) -> str:
    if not isinstance(item.outcome, Due):
        return "—"
    if item.outcome.is_hour:
        return f"{clock.beijing(item.outcome.late_from):%Y-%m-%d %H:%M}"
    return item.outcome.day.isoformat()


def _rule(item: Item, language: str) -> str:
    duty = item.obligation
    if item.event is not None and duty.deadline is not None:
        return f"{deadline_words(duty.deadline).in_language(language)} {item.event.on}"
    words = "" if duty.recurs is None else recurrence_words(duty.recurs).in_language(language)
    if not item.missed:
        return words
    missed = Bilingual(zh=f"，错过 {item.missed} 次", en=f", {item.missed} missed")
    return f"{words}{missed.in_language(language)}"


def _show_waiting(console: Console, found: tuple[Decision, ...], language: str) -> None:
    table = _table(False, True, False)
    rules = [(each, rule) for each in found if (rule := each.obligation.deadline) is not None]
    for decision, rule in rules:
        table.add_row(
            deadline_words(rule).in_language(language),
            Text(decision.obligation.id, style="bold"),
            decision.obligation.title.in_language(language),
        )
    _section(console, _WAITING, table, language)


def _show_kept(console: Console, found: tuple[Kept, ...], language: str) -> None:
    table = _table(True, True, False)
    for each in found:
        since = Bilingual(zh=f"{each.since} 及以后", en=f"since {each.since}")
        table.add_row(
            since.in_language(language),
            Text(each.obligation.id, style="bold"),
            each.rule.what.in_language(language),
        )
    _section(console, _KEPT, table, language)
