"""``hegui law stale``: what nobody compared with its source for a while."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hegui.bilingual import Bilingual
from hegui.cli.output import JSON, LANGUAGE, language_of, print_json, today_or
from hegui.law import load
from hegui.law.stale import LIMIT_DAYS
from hegui.law.stale import stale as find

__all__ = ["stale"]


def stale(
    *,
    days: Annotated[
        int, typer.Option("--days", min=0, help="How old a check may be.")
    ] = LIMIT_DAYS,
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Seen from a day; today.")
    ] = None,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """List the provisions that nobody compared with their source for a while.

    Exits with 0, however long the list is: that a day has passed breaks nothing.
    """
    law, day, language = load(), today_or(on), language_of(lang)
    found = find(law, day, days=days)
    if as_json:
        shown = [each.as_dict() for each in found]
        print_json({"on": day.isoformat(), "days": days, "stale": shown})
        return
    console = Console(highlight=False)
    head = Bilingual(
        zh=f"{day}：{len(found)} 个版本超过 {days} 日未与出处核对",
        en=f"{day}: {len(found)} expressions not compared with their source for {days} days",
    )
    console.print(head.in_language(language), style="bold")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("provision", no_wrap=True, style="bold")
    table.add_column("checked", no_wrap=True)
    table.add_column("age", no_wrap=True, justify="right")
    table.add_column("source", overflow="fold")
    for each in found:
        table.add_row(
            f"{each.instrument.id}/{each.article.stem}",
            each.expression.checked.isoformat(),
            Bilingual(zh=f"{each.age_days} 日", en=f"{each.age_days} d").in_language(language),
            each.expression.source,
        )
    if found:
        console.print(table)
