"""``hegui law``: look things up in the law, one file for each verb."""

from __future__ import annotations

import typer

from hegui.cli.law.compare import compare
from hegui.cli.law.deadlines import deadlines
from hegui.cli.law.diff import diff
from hegui.cli.law.listing import list_instruments
from hegui.cli.law.search import search
from hegui.cli.law.show import show
from hegui.cli.law.stale import stale
from hegui.cli.verbs import Verbs

__all__ = ["law"]

law = typer.Typer(
    cls=Verbs,
    help="Look up the law: what stands, what changed, what falls due.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

law.command(name="list")(list_instruments)
for verb in (show, diff, compare, deadlines, stale, search):
    law.command()(verb)


@law.callback()
def _group() -> None:
    """Look up the law: what stands, what changed, what falls due."""
