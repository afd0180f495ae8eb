"""``hegui token``: access tokens of the management API.

new       make one for a person, with scopes and an end; its secret is shown once
list      all tokens, without secrets: holder, scopes, end and last use
revoke    let one in no more, with a reason
"""

from __future__ import annotations

import typer

from hegui.cli.token import acts
from hegui.cli.verbs import Verbs

__all__ = ["token"]

token = typer.Typer(
    cls=Verbs, help="Access tokens of the management API: make, list, revoke.", no_args_is_help=True
)
token.command("new")(acts.new)
token.command("list")(acts.every)
token.command("revoke")(acts.revoke)
