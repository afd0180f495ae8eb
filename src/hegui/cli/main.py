"""The command ``hegui``: verbs, and what a person sees when one fails.

Exit codes are promised: 0 fine, 1 findings (something that a person must look
at), 2 wrong use or an error that the operator can mend. Every verb takes
``--json``.
"""

from __future__ import annotations

import sys

import typer

from hegui import __version__
from hegui.cli.applies import applies
from hegui.cli.assess import assess
from hegui.cli.audit import audit
from hegui.cli.corpus import corpus
from hegui.cli.file import file
from hegui.cli.init import init
from hegui.cli.label import label
from hegui.cli.law import law
from hegui.cli.ledger import ledger
from hegui.cli.moderate import moderate
from hegui.cli.moderation import moderation
from hegui.cli.serve import serve
from hegui.cli.token import token
from hegui.cli.trace import trace
from hegui.cli.upstream import upstream
from hegui.cli.user import user
from hegui.cli.verbs import Verbs
from hegui.errors import HeguiError

__all__ = ["app", "main"]

app = typer.Typer(
    cls=Verbs,
    name="hegui",
    help="Turn generative-AI law into controls that act, and evidence that proves it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for verb in (serve, init, applies, audit, trace, moderate, assess):
    app.command()(verb)
app.add_typer(law, name="law")
app.add_typer(label, name="label")
app.add_typer(ledger, name="ledger")
app.add_typer(corpus, name="corpus")
app.add_typer(file, name="file")
app.add_typer(moderation, name="moderation")
app.add_typer(token, name="token")
app.add_typer(upstream, name="upstream")
app.add_typer(user, name="user")


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
