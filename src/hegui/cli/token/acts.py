"""``hegui token new``, ``list`` and ``revoke``; making and revoking leave an entry."""

from __future__ import annotations

from typing import Annotated

import typer

from hegui import clock
from hegui.cli.output import JSON, print_json
from hegui.cli.user.finding import BY, opened, writing
from hegui.errors import InvalidInput
from hegui.records.scope import Scope

__all__ = ["every", "new", "revoke"]

_LEAST = 4
"""Code points that a reason has at least, as in the console."""


def new(  # noqa: PLR0913 - options
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="Of the program that uses it, for example nightly."),
    ],
    *,
    holder: Annotated[
        str, typer.Option("--for", metavar="NAME", help="Account in whose name it acts.")
    ] = "officer",
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it may do; repeat it. Without it: read.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it lasts.")] = 90,
    by: BY = "hegui token",
    as_json: JSON = False,
) -> None:
    """Make an access token and show it this once.

    It works while its holder has a role, until its last day, or until it is
    revoked. It opens the management API and nothing else: a key of the gateway
    is something different.

    Exits with 0, and with 2 when nobody of this name has a role.
    """
    var = opened()
    from hegui.records import tokens  # noqa: PLC0415 - Django is set up by now

    if not 1 <= len(name.strip()) <= 80:
        raise InvalidInput("NAME", expected="1 to 80 characters", found=str(len(name.strip())))
    person = tokens.holder_of(holder)
    with writing(var) as ledger:
        made = tokens.issue_token(
            ledger, person, name=name.strip(), scopes=scope or [Scope.READ], days=days, by=by
        )
    if as_json:
        print_json(
            {
                "token": made.token.id,
                "secret": made.secret,
                "holder": holder,
                "scopes": made.token.scopes,
                "expires_at": clock.stamp(made.token.expires_at),
                "receipt": made.receipt,
            }
        )
        return
    typer.echo(made.secret)
    typer.echo(
        f"{made.token.id} acts as {holder} with {', '.join(made.token.scopes)}, until "
        f"{clock.beijing_day(made.token.expires_at)}. The line above is not kept and cannot be "
        f"shown again. Receipt {made.receipt}.",
        err=True,
    )


def every(*, as_json: JSON = False) -> None:
    """List access tokens, newest first. Their secrets are not kept."""
    opened()
    from hegui.records.models import ApiToken  # noqa: PLC0415 - Django is set up by now

    now = clock.now()
    rows = [
        {
            "token": row.id,
            "name": row.name,
            "holder": row.user.get_username(),
            "scopes": row.scopes,
            "state": row.standing(now),
            "expires_at": clock.stamp(row.expires_at),
            "last_used_at": None if row.last_used_at is None else clock.stamp(row.last_used_at),
        }
        for row in ApiToken.objects.select_related("user")
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(
            f"{row['token']}  {row['state']:<8} {row['name']}  {row['holder']}  "
            f"{','.join(row['scopes'])}  until {row['expires_at']}  "
            f"last used {row['last_used_at'] or 'never'}"
        )
    if not rows:
        typer.echo("There is no access token. Make one with `hegui token new NAME`.")


def revoke(
    id_: Annotated[str, typer.Argument(metavar="TOKEN", help="Its id, t- and ten characters.")],
    *,
    because: Annotated[str, typer.Option(help="Why; it goes into the ledger.")],
    by: BY = "hegui token",
    as_json: JSON = False,
) -> None:
    """Let a token in no more, from the next call on.

    Exits with 0, and with 2 when there is no such token or it is revoked already.
    """
    var = opened()
    from hegui.records import tokens  # noqa: PLC0415 - Django is set up by now

    if len(because.strip()) < _LEAST:
        raise InvalidInput("--because", expected="at least 4 characters", found=repr(because))
    with writing(var) as ledger:
        receipt = tokens.revoke_token(ledger, id_, because=because.strip(), by=by)
    if as_json:
        print_json({"token": id_, "act": "revoked", "receipt": receipt})
    else:
        typer.echo(f"{id_} opens nothing any more. Receipt {receipt}.")
