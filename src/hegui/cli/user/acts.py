"""``hegui user erase``, ``lift``, ``suspend``, ``verify``, ``purge``: each leaves an entry."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from hegui import clock
from hegui.cli.output import JSON, PROFILE, print_json
from hegui.cli.user.finding import BY, ID, REASON, found, opened, settings_of, writing
from hegui.errors import InvalidUserSetting

__all__ = ["erase", "lift", "purge", "suspend", "verify"]

_MONTH = timedelta(days=31)


def erase(
    who: ID,
    *,
    by: BY,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    profile: PROFILE = None,
    as_json: JSON = False,
) -> None:
    """Delete what is kept of one end user, as far as nothing has to be kept.

    A measure in force, and records within their minimum time, stay until then.
    Entries of the ledger stay: they hold a reference that leads nowhere any more.

    Exits with 0 when nothing is left, 1 when something has to stay.
    """
    var = opened()
    from hegui.records.end_users import rights  # noqa: PLC0415 - Django is set up by now

    ref = found(who, var, profile)
    settings, _ = settings_of(profile)
    if not yes:
        typer.confirm(f"Delete what is kept of {ref}? This cannot be undone.", abort=True)
    keep = None if settings is None else settings.keep
    with writing(var) as ledger:
        done = rights.erase(
            ledger,
            ref,
            by=by,
            inputs_min=timedelta(days=0 if keep is None else keep.evidence_min),
            acts_min=max(
                timedelta(days=0 if keep is None else keep.measures_min), _by_law(profile)
            ),
        )
    until = None if done.kept_until is None else clock.stamp(done.kept_until)
    if as_json:
        print_json(
            {
                "user": ref,
                "erased": done.is_whole,
                "inputs_deleted": done.inputs,
                "acts_deleted": done.acts,
                "kept_until": until,
                "receipt": done.receipt,
            }
        )
    elif done.is_whole:
        typer.echo(f"Nothing is left of {ref}. Receipt {done.receipt}.")
    else:
        typer.echo(f"Erased but for what has to be kept, until {until or 'a measure is lifted'}.")
    raise typer.Exit(0 if done.is_whole else 1)


def lift(
    who: ID, *, by: BY, reason: REASON, profile: PROFILE = None, as_json: JSON = False
) -> None:
    """End the measure in force against one end user."""
    var = opened()
    from hegui.records.end_users import desk  # noqa: PLC0415 - Django is set up by now

    ref = found(who, var, profile)
    with writing(var) as ledger:
        act = desk.lift(ledger, ref, by=by, reason=reason)
    _told(ref, act.act, act.receipt, as_json=as_json)


def suspend(  # noqa: PLR0913 - options
    who: ID,
    *,
    by: BY,
    reason: REASON,
    hours: Annotated[
        int | None, typer.Option(min=1, help="How long; until somebody lifts it otherwise.")
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="End the service to the user.")] = False,
    profile: PROFILE = None,
    as_json: JSON = False,
) -> None:
    """Suspend one end user, or end the service to them, by a person's decision."""
    var = opened()
    from hegui.records.end_user import MeasureKind  # noqa: PLC0415 - Django is set up by now
    from hegui.records.end_users import desk  # noqa: PLC0415

    ref = found(who, var, profile)
    kind = MeasureKind.END if end else MeasureKind.SUSPEND
    with writing(var) as ledger:
        act = desk.take(ledger, ref, kind, by=by, reason=reason, hours=None if end else hours)
    _told(ref, act.act, act.receipt, as_json=as_json)


def verify(  # noqa: PLR0913 - options
    who: ID,
    *,
    by: BY,
    method: Annotated[
        str, typer.Option(help="How the identity was verified, for example mobile_number.")
    ],
    failed: Annotated[bool, typer.Option("--failed", help="It was not verified.")] = False,
    profile: PROFILE = None,
    as_json: JSON = False,
) -> None:
    """Note that the real identity of one end user was verified; nothing of it is kept."""
    var = opened()
    from hegui.records.end_user import RealNameState  # noqa: PLC0415 - Django is set up by now
    from hegui.records.end_users import desk  # noqa: PLC0415

    ref = found(who, var, profile)
    state = RealNameState.FAILED if failed else RealNameState.VERIFIED
    with writing(var) as ledger:
        act = desk.set_real_name(ledger, ref, state, method=method, by=by)
    _told(ref, act.act, act.receipt, as_json=as_json)


def purge(*, profile: PROFILE = None, as_json: JSON = False) -> None:
    """Delete what is past its time now; the running service does so once a day.

    Raises:
        InvalidUserSetting: ``hegui.toml`` has no table ``[users]``.
    """
    var = opened()
    from hegui.cli.service.end_users import terms  # noqa: PLC0415 - Django is set up by now
    from hegui.records.end_users import purge as purging  # noqa: PLC0415

    settings, file = settings_of(profile)
    if settings is None:
        raise InvalidUserSetting(file.name, expected="a table [users]", found="none")
    days = terms(settings, max(timedelta(days=settings.keep.measures_min), _by_law(profile)))
    keep = purging.Keep(
        inputs=timedelta(days=days["evidence_max"]),
        acts=timedelta(days=days["measures_max"]),
        rows=timedelta(days=days["identity_max"]),
    )
    with writing(var) as ledger:
        gone = purging.purge(ledger, keep)
    if as_json:
        print_json({"inputs": gone.inputs, "keys": gone.keys, "acts": gone.acts, "rows": gone.rows})
    else:
        typer.echo(f"Deleted: {gone.inputs} inputs, {gone.acts} acts, {gone.rows} users.")


def _by_law(profile: Path | None) -> timedelta:
    """Return how long the law in force has records of acts kept."""
    from hegui.controls.plan import make_plan  # noqa: PLC0415 - only two verbs read the law
    from hegui.law import load, load_profile  # noqa: PLC0415
    from hegui.law.profile import profile_path  # noqa: PLC0415

    law = load()
    plan = make_plan(law, load_profile(profile_path(profile), law), clock.today())
    return (plan.user_rules.keep_months or 0) * _MONTH


def _told(ref: str, act: str, receipt: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"user": ref, "act": act, "receipt": receipt})
    else:
        typer.echo(f"{ref}: {act}. Receipt {receipt}.")
