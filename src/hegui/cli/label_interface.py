"""``hegui label interface``: a notice for a product's pages, as HTML, style or script."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, cast

import typer

from hegui.controls.render_law import render_rules
from hegui.labels.explicit.interface import COMPONENT, STYLE, Spot, component, snippet

__all__ = ["print_notice"]


class _Part(StrEnum):
    SNIPPET = "snippet"
    STYLE = "style"
    COMPONENT = "component"
    SCRIPT = "script"


def print_notice(
    part: Annotated[
        _Part, typer.Argument(help="snippet goes with style, component goes with script.")
    ] = _Part.SNIPPET,
    *,
    words: Annotated[
        str, typer.Option(help="What is shown; the shortest that the law takes if not given.")
    ] = "",
    spot: Annotated[
        str, typer.Option(metavar="near|top|bottom", help="Beside the content, or at an edge.")
    ] = "near",
    language: Annotated[
        str, typer.Option("--lang", metavar="TAG", help="Of the words, for voices that read them.")
    ] = "zh-Hans",
) -> None:
    """Print a notice for an interface, to be put into a page.

    The notice has no way to be closed. Whether it stays in view in the product
    is for a person to look at.

    Exits with 0, and with 2 on wrong use.
    """
    rules = render_rules()
    said = rules.require_words(words or rules.shortest_words)
    match part:
        case _Part.SNIPPET:
            typer.echo(snippet(said, language=language, spot=cast("Spot", spot)))
        case _Part.COMPONENT:
            typer.echo(component(said, language=language, spot=cast("Spot", spot)))
        case _Part.STYLE:
            typer.echo(STYLE.read_text("utf-8"), nl=False)
        case _Part.SCRIPT:
            typer.echo(COMPONENT.read_text("utf-8"), nl=False)
