"""``hegui law search``: words over everything the law says."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hegui.bilingual import Bilingual
from hegui.cli.output import JSON, LANGUAGE, language_of, print_json
from hegui.law import load
from hegui.law.search import search as find

__all__ = ["search"]

_SHOWN: Final = 20


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="In Chinese or English.")],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = _SHOWN,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """Find where all the words occur: in ids, titles, duties and texts.

    Exits with 0 when something is found, and 1 when nothing is.
    """
    language, query = language_of(lang), " ".join(words)
    found = find(load(), query)
    if as_json:
        shown = [hit.as_dict() for hit in found[:limit]]
        print_json({"query": query, "count": len(found), "hits": shown})
    else:
        console = Console(highlight=False)
        head = Bilingual(zh=f"“{query}”：{len(found)} 处", en=f"'{query}': {len(found)} places")
        console.print(head.in_language(language), style="bold")
        for hit in found[:limit]:
            title = hit.title.in_language(language)
            console.print(Text.assemble((hit.id, "bold"), f"  {title}"))
            passage = Text(hit.words.in_language(language), style="dim")
            console.print(Padding(passage, (0, 0, 0, 4), expand=False))
        if len(found) > limit:
            rest = len(found) - limit
            more = Bilingual(
                zh=f"另有 {rest} 处，用 --limit 列出。", en=f"{rest} more with --limit."
            )
            console.print(more.in_language(language), style="dim")
    if not found:
        raise typer.Exit(1)
