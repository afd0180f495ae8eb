"""``hegui moderation lexicon``: look at lists of words before they are in force, and after."""

from __future__ import annotations

import typer

from hegui.cli.moderation.lexicon.check import check
from hegui.cli.moderation.lexicon.coverage import coverage
from hegui.cli.verbs import Verbs

__all__ = ["lexicon"]

lexicon = typer.Typer(
    cls=Verbs,
    help="Look at lists of words before they are in force, and after.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@lexicon.callback()
def _group() -> None:
    """Look at lists of words before they are in force, and after."""


for verb in (check, coverage):
    lexicon.command()(verb)
