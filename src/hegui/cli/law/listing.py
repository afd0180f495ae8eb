"""``hegui law list``: the instruments, and whether each stands on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hegui.bilingual import Bilingual
from hegui.cli.output import JSON, LANGUAGE, language_of, print_json, today_or
from hegui.law import Instrument, load
from hegui.law.instrument import is_in_force

__all__ = ["list_instruments", "standing"]

_STANDING: Final = {
    "in_force": ("●", "green", Bilingual(zh="施行中", en="in force")),
    "not_yet": ("◷", "cyan", Bilingual(zh="尚未施行", en="not yet")),
    "ended": ("–", "dim", Bilingual(zh="已停止施行", en="ended")),
    "draft": ("○", "dim", Bilingual(zh="征求意见稿", en="draft")),
    "guidance": ("○", "dim", Bilingual(zh="指引", en="guidance")),
}


def standing(instrument: Instrument, on: date) -> str:
    """Return how an instrument stands on a day, as a key of its words.

    One whose every text is a draft, or guidance, is that whatever the day.
    """
    statuses = {text.status for article in instrument.articles for text in article.expressions}
    if statuses in ({"draft"}, {"guidance"}):
        return statuses.pop()
    if is_in_force(instrument.start, instrument.end, on):
        return "in_force"
    return "not_yet" if on < instrument.start else "ended"


def list_instruments(
    *,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="As of a day; today in Beijing."),
    ] = None,
    under: Annotated[
        str | None, typer.Option("--in", metavar="cn|eu|…", help="Only of one jurisdiction.")
    ] = None,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """List the instruments, their days, and how many obligations each has.

    Exits with 0; with 2 on wrong use.
    """
    law, day, language = load(), today_or(on), language_of(lang)
    found = [i for i in law.instruments.values() if under in {None, i.jurisdiction}]
    if as_json:
        print_json(
            {
                "on": day.isoformat(),
                "law": law.digest,
                "instruments": [_as_dict(each, day) for each in found],
            }
        )
        return
    console = Console(highlight=False)
    count = sum(len(article.obligations) for each in found for article in each.articles)
    head = Bilingual(
        zh=f"{day}：{len(found)} 个规范性文件，{count} 项义务",
        en=f"{day}: {len(found)} instruments, {count} obligations",
    )
    console.print(head.in_language(language), style="bold")
    console.print(_table(found, day, language))


def _table(found: list[Instrument], day: date, language: str) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("standing", no_wrap=True)
    table.add_column("id", no_wrap=True, style="bold")
    table.add_column("days", no_wrap=True)
    table.add_column("obligations", justify="right", no_wrap=True)
    table.add_column("title", overflow="fold")
    for each in found:
        mark, style, words = _STANDING[standing(each, day)]
        duties = sum(len(article.obligations) for article in each.articles)
        end = "" if each.end is None else f" → {each.end}"
        table.add_row(
            Text(f"{mark} {words.in_language(language)}", style=style),
            each.id,
            f"{each.start}{end}",
            str(duties),
            each.title.in_language(language),
        )
    return table


def _as_dict(each: Instrument, day: date) -> dict[str, object]:
    return {
        "id": each.id,
        "title": each.title.as_dict(),
        "rank": each.rank,
        "authority": each.authority,
        "standing": standing(each, day),
        "published": each.published.isoformat(),
        "from": each.start.isoformat(),
        "until": None if each.end is None else each.end.isoformat(),
        "succeeds": list(each.succeeds),
        "provisions": len(each.articles),
        "obligations": sum(len(article.obligations) for article in each.articles),
    }
