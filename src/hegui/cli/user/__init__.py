"""``hegui user``: one end user: how they stand, what is kept, and what is done about it.

standing      measures, counts, real name and choices
export        all that is kept, as JSON
erase         delete what need not be kept
lift          end a measure, with a reason
suspend       suspend, or end the service to, a user, with a reason
verify        note that a person's real identity was verified: the local registry
purge         delete what is past its time, now
"""

from __future__ import annotations

import typer

from hegui.cli.user import acts, looks
from hegui.cli.verbs import Verbs

__all__ = ["user"]

user = typer.Typer(
    cls=Verbs,
    help="One end user: how they stand, what is kept, what is done.",
    no_args_is_help=True,
)
for verb in (looks.standing, looks.export, acts.erase, acts.lift, acts.suspend, acts.verify):
    user.command()(verb)
user.command()(acts.purge)
