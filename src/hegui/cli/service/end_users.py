"""The end users of the running service: parts chosen from the table ``[users]``.

Nothing is made when ``hegui.toml`` has no such table. The table is read once,
at the start; numbers of the law come with the plan and change with it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from hegui import clock
from hegui.cli.service.live import Live
from hegui.console.runtime import PeopleDesk
from hegui.errors import InvalidUserSetting, InvalidUserToken
from hegui.gateway.users import Users, UserSettings, read_settings
from hegui.gateway.users.identity import Tokens, digest_of
from hegui.gateway.users.keyset import Keys, KeySet, SharedSecret, fetch
from hegui.gateway.users.routes import UserRoutes
from hegui.gateway.users.settings import TokenSettings
from hegui.gateway.users.verifier import HttpVerifier
from hegui.ledger import Ledger, Reader
from hegui.records import key_files

__all__ = ["EndUsers", "build", "keep_users", "least", "pepper_of", "policy", "terms"]

_log = logging.getLogger(__name__)
_LOOK_S: Final = 30.0
_MONTH: Final = timedelta(days=31)
"""A month of the law at its longest: what is kept for six of them is kept long enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndUsers:
    """The parts that know end users."""

    users: Users
    routes: UserRoutes
    desk: PeopleDesk


def build(profile: Path, ledger: Ledger, live: Live, *, pepper: bytes) -> EndUsers | None:
    """Return the parts, or None when the service knows no end users.

    Args:
        profile: ``hegui.toml``; files that it names lie beside it.
        ledger: where acts leave entries.
        live: gives the plan in force.
        pepper: keys the hash under which people are kept.

    Raises:
        InvalidUserSetting: the table, or a file that it names, cannot be used.
    """
    settings = read_settings(profile)
    if settings is None:
        return None
    from hegui.records.end_users.counter import Counter  # noqa: PLC0415 - Django is set up by now
    from hegui.records.end_users.store import DatabaseUsers  # noqa: PLC0415

    beside = profile.parent
    keys = _keys(settings, beside)
    users = Users(
        settings,
        pepper=pepper,
        store=DatabaseUsers(),
        ledger=ledger,
        keys=keys,
    )
    name = settings.real_name
    secret = b""
    if name.secret_file:
        where = "users.real_name.secret_file"
        secret = SharedSecret.read(beside / name.secret_file, where=where).lookup(None)
    routes = UserRoutes(
        users,
        Counter(
            ledger,
            inputs_min=timedelta(days=settings.keep.evidence_min),
            acts_min=lambda: least(settings, live),
        ),
        plan=live.plan,
        verifier=HttpVerifier(name.verifier_url, secret) if name.verifier_url else None,
        secret=secret,
    )
    return EndUsers(users=users, routes=routes, desk=_desk(settings, live, keys, pepper))


def digests(settings: UserSettings, asked: str, pepper: bytes) -> tuple[str, ...]:
    """Return the digests under which an id of the service may be kept."""
    if settings.identity == "token":
        return (digest_of(asked, f"iss:{settings.token.issuer}", pepper),)
    from hegui.records.models import ApiKey  # noqa: PLC0415 - Django is set up by now

    ids = ApiKey.objects.values_list("id", flat=True)
    return tuple(digest_of(asked, f"key:{id_}", pepper) for id_ in ids)


def _desk(settings: UserSettings, live: Live, keys: Keys | None, pepper: bytes) -> PeopleDesk:
    # A reader of its own: pages run in threads, and the gateway's lives on the loop.
    tokens = None if keys is None else Tokens(settings.token, keys)
    turn = Lock()

    def by_token(token: str) -> str:
        if tokens is None:
            raise InvalidUserToken("this service uses none")
        with turn:
            claims = tokens.read(token, clock.now())
        return digest_of(claims.subject, f"iss:{settings.token.issuer}", pepper)

    return PeopleDesk(
        by_token=by_token,
        by_id=lambda asked: digests(settings, asked, pepper),
        has_tokens=tokens is not None,
        inputs_min=timedelta(days=settings.keep.evidence_min),
        acts_min=lambda: least(settings, live),
    )


def least(settings: UserSettings, live: Live) -> timedelta:
    """Return how long records of acts are kept at least: the longer of law and setting."""
    by_law = (live.plan().user_rules.keep_months or 0) * _MONTH
    return max(timedelta(days=settings.keep.measures_min), by_law)


def terms(settings: UserSettings, acts_min: timedelta) -> dict[str, int]:
    """Return for how many days each kind is kept at most."""
    keep = settings.keep
    return {
        "evidence_max": keep.evidence_max,
        "measures_max": max(keep.measures_max, acts_min.days),
        "identity_max": keep.identity_max,
    }


def _keys(settings: UserSettings, beside: Path) -> Keys | None:
    token: TokenSettings = settings.token
    if settings.identity != "token":
        return None
    if token.secret_file:
        return SharedSecret.read(beside / token.secret_file)
    if token.jwks_url:
        return KeySet(fetch(token.jwks_url), refresh_s=token.refresh_s)
    file = beside / token.jwks_file
    if not file.is_file():
        raise InvalidUserSetting(
            "users.token.jwks_file", expected="a file that can be read", found=str(token.jwks_file)
        )
    return KeySet(file.read_bytes, refresh_s=token.refresh_s)


def policy(settings: UserSettings, users: Users, live: Live) -> dict[str, str | int | bool]:
    """Return the ``user-policy`` entry: what is in force, law and setting together."""
    plan = live.plan()
    limits, every = users.limits(plan), users.remind_every(plan)
    minors = settings.minors
    return {
        "identity": settings.identity,
        "required": settings.required,
        "unverified": settings.real_name.unverified,
        "minors_served": minors.serve,
        "unknown_is_minor": minors.unknown_is_minor,
        "minor_hours": minors.hours,
        "minor_minutes": minors.minutes_a_day,
        "minor_topics": len(minors.topics),
        "remind_minutes": 0 if every is None else int(every.total_seconds() // 60),
        "in_a_row": limits.in_a_row,
        "in_a_day": limits.in_a_day,
        "first_measure": settings.abuse.ladder[0].measure,
        "keeps_evidence": settings.abuse.keep_evidence,
        **terms(settings, least(settings, live)),
    }


async def keep_users(parts: EndUsers | None, live: Live, ledger: Ledger, reader: Reader) -> None:
    """Record the policy when it changed, and purge once each Beijing day, until cancelled."""
    purged: date | None = None
    while True:
        try:
            await asyncio.to_thread(_record, parts, live, ledger, reader)
            if parts is not None and purged != clock.today():
                await asyncio.to_thread(_purge, parts.users.settings, live, ledger)
                purged = clock.today()
        except Exception:  # noqa: BLE001 - a bug here must be seen, not end the watch
            _log.exception("could not keep the records of end users")
        await asyncio.sleep(_LOOK_S)


def _record(parts: EndUsers | None, live: Live, ledger: Ledger, reader: Reader) -> None:
    last = reader.last("user-policy")
    before = {} if last is None else dict(last.payload)
    now: dict[str, str | int | bool] = {"identity": ""}
    if parts is not None:
        now = policy(parts.users.settings, parts.users, live)
    elif not before.get("identity"):
        return
    if now != before:
        ledger.append_sync("user-policy", now)


def _purge(settings: UserSettings, live: Live, ledger: Ledger) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is set up by now

    from hegui.records.end_users.purge import Keep, purge  # noqa: PLC0415

    days = terms(settings, least(settings, live))
    try:
        purge(
            ledger,
            Keep(
                inputs=timedelta(days=days["evidence_max"]),
                acts=timedelta(days=days["measures_max"]),
                rows=timedelta(days=days["identity_max"]),
            ),
        )
    finally:
        connection.close()


def pepper_of(var: Path) -> bytes:
    """Return what keys the hash of users; it lies apart from the records."""
    return key_files.read_or_make(var / "keys" / "users-pepper.key").encode()
