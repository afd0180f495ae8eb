"""``hegui moderation``: the tools behind moderation; ``hegui moderate`` judges a text."""

from __future__ import annotations

import typer

from hegui.cli.moderation.evaluate import evaluate
from hegui.cli.moderation.explain import explain
from hegui.cli.moderation.lexicon import lexicon
from hegui.cli.moderation.train import train
from hegui.cli.verbs import Verbs

__all__ = ["moderation"]

moderation = typer.Typer(
    cls=Verbs,
    help="Train, measure and explain what moderates.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@moderation.callback()
def _group() -> None:
    """Train, measure and explain what moderates."""


for verb in (train, evaluate, explain):
    moderation.command()(verb)
moderation.add_typer(lexicon, name="lexicon")
