"""``hegui user standing`` and ``hegui user export``: look, change nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from hegui import clock
from hegui.cli.output import JSON, PROFILE, print_json
from hegui.cli.user.finding import ID, found, opened

__all__ = ["export", "standing"]


def standing(who: ID, *, profile: PROFILE = None, as_json: JSON = False) -> None:
    """Show how one end user stands.

    Exits with 0 when no measure is in force, 1 when one is, and 2 when nobody
    is known by the id.
    """
    var = opened()
    from hegui.records.end_user import MeasureKind  # noqa: PLC0415 - Django is set up by now
    from hegui.records.end_users.rows import find, user_of  # noqa: PLC0415
    from hegui.records.models import EndUserAct  # noqa: PLC0415

    user = user_of(find(found(who, var, profile)))
    now = clock.now()
    measure = user.measure.in_force(now)
    until = user.measure.until
    acts = EndUserAct.objects.filter(ref=user.ref)
    if as_json:
        print_json(
            {
                "user": user.ref,
                "measure": measure.value,
                "until": None if until is None else clock.stamp(until),
                "unlawful_in_a_row": user.unlawful.in_a_row,
                "age": user.age.value,
                "real_name": user.real_name.state.value,
                "training_refused": user.training_refused is not None,
                "seen": clock.stamp(user.seen),
                "acts": [
                    {"at": clock.stamp(a.at), "act": a.act, "by": a.by, "reason": a.reason}
                    for a in acts
                ],
            }
        )
    else:
        in_force = measure is not MeasureKind.NONE
        end = "" if until is None or not in_force else f" until {_shown(until)}"
        typer.echo(f"{user.ref}  {measure.value}{end}")
        typer.echo(f"  unlawful   {user.unlawful.in_a_row} in a row, {user.unlawful.on_day} a day")
        typer.echo(f"  age        {user.age.value}")
        typer.echo(f"  real name  {user.real_name.state.value}")
        typer.echo(f"  training   {'refused' if user.training_refused else 'not refused'}")
        typer.echo(f"  last seen  {_shown(user.seen)}")
        for act in acts:
            typer.echo(f"  {_shown(act.at)}  {act.act} by {act.by}  {act.reason}".rstrip())
    raise typer.Exit(1 if measure is not MeasureKind.NONE else 0)


def export(
    who: ID,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; the terminal otherwise.")
    ] = None,
    profile: PROFILE = None,
    as_json: JSON = False,  # noqa: ARG001 - it prints nothing else; every verb takes it
) -> None:
    """Hand out all that is kept of one end user, as JSON."""
    var = opened()
    from hegui.records.end_users import rights  # noqa: PLC0415 - Django is set up by now

    told = rights.export(found(who, var, profile))
    if out is None:
        print_json(told)
    else:
        out.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
        typer.echo(f"Written to {out}.")


def _shown(at: datetime) -> str:
    return clock.beijing(at).strftime("%Y-%m-%d %H:%M")
