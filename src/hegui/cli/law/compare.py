"""``hegui law compare``: this service under several regimes, theme by theme."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hegui.bilingual import Bilingual
from hegui.cli.applies import MARKS
from hegui.cli.output import JSON, LANGUAGE, PROFILE, language_of, print_json, today_or
from hegui.law import load, load_profile, profile_path
from hegui.law.compare import THEME_WORDS, Cell, Column, Comparison
from hegui.law.compare import compare as weigh
from hegui.law.penalty import Penalty
from hegui.law.regimes import load_regimes

__all__ = ["compare"]

_GUIDANCE: Final = Bilingual(zh="指引", en="guidance")
_MARK: Final = "△"
"""Of guidance, which binds nobody and is counted apart."""

_HEAD: Final = {
    "principle": Bilingual(zh="原则", en="principle"),
    "path": Bilingual(zh="路径", en="path"),
    "focus": Bilingual(zh="侧重", en="focus"),
}
_PENALTIES: Final = Bilingual(zh="罚则", en="penalties")


def compare(  # noqa: PLR0913 - each option is an argument
    *,
    theme: Annotated[
        str | None, typer.Option("--theme", help="List the duties of one theme.")
    ] = None,
    only: Annotated[
        str, typer.Option("--regimes", metavar="cn,eu,…", help="Only these; all when empty.")
    ] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Law as of a day; today.")
    ] = None,
    profile: PROFILE = None,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """Show what each regime asks of the service, theme by theme.

    Counts are of binding duties by verdict; guidance is counted apart. With
    --theme the duties themselves are listed.

    Exits with 0; with 2 on wrong use.
    """
    if theme is not None and theme not in THEME_WORDS:
        raise typer.BadParameter(
            f"expected one of {', '.join(THEME_WORDS)}; got {theme!r}", param_hint="--theme"
        )
    language, law = language_of(lang), load()
    found = weigh(
        law,
        load_profile(profile_path(profile), law),
        today_or(on),
        regimes=load_regimes(),
        only=tuple(key.strip() for key in only.split(",") if key.strip()),
    )
    if as_json:
        print_json(found.as_dict())
        return
    console = Console(highlight=False)
    as_of = Bilingual(zh=f"按 {found.on} 的法律", en=f"law as of {found.on}")
    console.print(
        f"{found.service.in_language(language)} · {as_of.in_language(language)}", style="bold"
    )
    if theme is None:
        _overview(console, found, language)
    else:
        _theme(console, found, theme, language)


def _overview(console: Console, found: Comparison, language: str) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for column in found.columns:
        table.add_column(column.regime.name.in_language(language))
    for key, words in THEME_WORDS.items():
        table.add_row(
            words.in_language(language),
            *(_counted(column.cell(key)) for column in found.columns),
        )
    table.add_row(
        _PENALTIES.in_language(language), *(Text(_highest(column)) for column in found.columns)
    )
    console.print(_legend(language))
    console.print(table)
    for column in found.columns:
        console.print()
        console.print(column.regime.name.in_language(language), style="bold")
        told = Table.grid(padding=(0, 2, 0, 0))
        for name, words in _HEAD.items():
            way: Bilingual = getattr(column.regime, name)
            told.add_row(Text(words.in_language(language), style="dim"), way.in_language(language))
        console.print(Padding(told, (0, 0, 0, 2), expand=False))


def _legend(language: str) -> Text:
    """Return what the marks mean."""
    marks = [
        Text(f"{mark} {verdict.words.in_language(language)}", style=style)
        for verdict, (mark, style) in MARKS.items()
    ]
    return Text("   ").join([*marks, Text(f"{_MARK} {_GUIDANCE.in_language(language)}", "dim")])


def _counted(cell: Cell) -> Text:
    parts = [
        Text(f"{mark} {cell.counts[verdict]}", style=style)
        for verdict, (mark, style) in MARKS.items()
        if cell.counts[verdict]
    ]
    guidance = sum(row.is_guidance for row in cell.rows)
    if guidance:
        parts.append(Text(f"{_MARK} {guidance}", style="dim"))
    return Text(" ").join(parts) if parts else Text("—", style="dim")


def _highest(column: Column) -> str:
    """Return the highest fine of a regime: by turnover if there is one, and by sum."""
    penalties = [cost.penalty for cost in column.costs]
    shares = [p.turnover_share for p in penalties if p.turnover_share is not None]
    sums = [p for p in penalties if p.fine_at_most is not None]
    parts = []
    if sums:
        parts.append(_sum(max(sums, key=lambda p: p.fine_at_most or 0)))
    if shares:
        parts.append(f"{max(shares):.1%}")
    return " / ".join(parts) or ("—" if not penalties else penalties[0].measures[0])


def _sum(penalty: Penalty) -> str:
    return f"{penalty.fine_at_most:,} {penalty.currency}"


def _theme(console: Console, found: Comparison, theme: str, language: str) -> None:
    console.print(THEME_WORDS[theme].in_language(language), style="bold")
    for column in found.columns:
        console.print()
        console.print(column.regime.name.in_language(language), style="bold")
        cell = column.cell(theme)
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("verdict", no_wrap=True)
        table.add_column("id", no_wrap=True, style="bold")
        table.add_column("title", overflow="fold")
        for row in cell.rows:
            mark, style = MARKS[row.verdict]
            kind = f" {_GUIDANCE.in_language(language)}" if row.is_guidance else ""
            table.add_row(
                Text(f"{mark}{kind}", style="dim" if row.is_guidance else style),
                row.obligation.id,
                row.obligation.title.in_language(language),
            )
        console.print(Padding(table if cell.rows else Text("—", "dim"), (0, 0, 0, 2)))
