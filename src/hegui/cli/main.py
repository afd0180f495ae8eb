"""The command ``hegui``: verbs, and what a person sees when one fails.

Exit codes are promised: 0 fine, 1 findings (something that a person must look
at), 2 wrong use or an error that the operator can mend. Every verb takes
``--json``. A verb's code is read when the verb is asked for, so that a short one
does not wait for what it never uses.
"""

from __future__ import annotations

import sys
from typing import Final

import typer

from hegui import __version__
from hegui.cli.verbs import on_demand
from hegui.errors import HeguiError

__all__ = ["app", "main"]

_VERBS: Final = (
    *("serve", "init", "applies", "audit", "trace", "moderate", "assess"),
    *("law", "label", "ledger", "corpus", "file", "moderation", "token", "upstream", "user"),
)

app = typer.Typer(
    cls=on_demand(_VERBS),
    name="hegui",
    help="Turn generative-AI law into controls that act, and evidence that proves it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hegui {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Turn generative-AI law into controls that act, and evidence that proves it."""


def main() -> None:
    """Run the command line; an operator's mistake is one clear line and exit code 2."""
    try:
        app()
    except HeguiError as error:
        typer.echo(f"Error: {error.explain()}", err=True)
        sys.exit(2)
