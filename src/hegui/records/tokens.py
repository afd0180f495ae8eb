"""Access tokens of the management API: made, revoked, and looked up.

A token is ``hegui-<id>-<secret>`` with 256 random bits of secret. It belongs to
a person, has scopes and an end, is shown once and kept as HMAC-SHA-256 under
the pepper of the keys. Keys and tokens lie in different tables, so that neither
opens the other's door.

Looking up is one indexed read for each call, so a revoked token stops working
with the next call, in every process.

Source:
    OWASP ASVS 5.0, 6.5 and 11.4 (random secrets, keyed hashes).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from hegui import clock
from hegui.errors import KeyAlreadyRevoked, TokenRefused, UnknownPerson, UnknownRecord
from hegui.records import keys
from hegui.records.entries import Writer
from hegui.records.models import ApiToken
from hegui.records.scope import Scope

__all__ = [
    "LONGEST_DAYS",
    "Admitted",
    "IssuedToken",
    "admit",
    "holder_of",
    "issue_token",
    "revoke_token",
]

LONGEST_DAYS: Final = 366
"""Days that a token lasts at most."""

_USED: Final = timedelta(minutes=1)
"""How exactly the last use is noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A new token. This is the only moment at which its secret exists."""

    token: ApiToken
    secret: str
    """What the program sends after ``Bearer``."""

    receipt: str
    """Of the entry that tells of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Who calls."""

    token: str
    """Public name of the token."""

    person: str
    """Account name of its holder."""

    scopes: frozenset[Scope]


def holder_of(name: str) -> User:
    """Return the account that may have tokens under a name.

    Raises:
        UnknownPerson: there is none, or it is closed, or it has no role.
    """
    found = User.objects.filter(username=name, is_active=True, is_staff=True).first()
    if found is None:
        raise UnknownPerson(name)
    return found


def issue_token(  # noqa: PLR0913 - each is a fact of the entry, and named
    ledger: Writer,
    holder: User,
    *,
    name: str,
    scopes: Iterable[Scope],
    days: int,
    by: str,
) -> IssuedToken:
    """Make a token, record it, and return it with its secret, which is not kept.

    Args:
        ledger: where the entry goes.
        holder: in whose name it acts; see `holder_of`.
        name: of the program that uses it, at most 80 characters.
        scopes: what it may be used for.
        days: how long it lasts, 1 to `LONGEST_DAYS`.
        by: who asked for it.

    Raises:
        ValueError: `days` is not in its range.
        LedgerError: the entry could not be written; no token was made.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise ValueError(f"expected 1 to {LONGEST_DAYS} days; got {days}")
    id_ = f"t-{secrets.token_hex(5)}"
    secret = f"hegui-{id_}-{secrets.token_urlsafe(32)}"
    words = sorted(scope.value for scope in set(scopes))
    with transaction.atomic():
        token = ApiToken.objects.create(
            id=id_,
            user=holder,
            name=name,
            digest=keys.digest(secret, keys.pepper()),
            scopes=words,
            created_by=by,
            expires_at=clock.now() + timedelta(days=days),
        )
        written = ledger.append_sync(
            "token",
            {
                "token": id_,
                "act": "issued",
                "holder": holder.get_username(),
                "scopes": words,
                "until": clock.stamp(token.expires_at),
                "by": by,
            },
            refs=(f"token/{id_}",),
        )
    return IssuedToken(token=token, secret=secret, receipt=written.id)


def revoke_token(ledger: Writer, id_: str, *, because: str, by: str) -> str:
    """Let a token in no more, and return the receipt of the entry.

    Raises:
        UnknownRecord: there is no such token.
        KeyAlreadyRevoked: it was revoked before.
        LedgerError: the entry could not be written; nothing was changed.
    """
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(pk=id_).first()
        if token is None:
            raise UnknownRecord("token", id_)
        if token.revoked_at is not None:
            raise KeyAlreadyRevoked(id_)
        token.revoked_at = clock.now()
        token.revoked_because = because
        token.save(update_fields=["revoked_at", "revoked_because"])
        written = ledger.append_sync(
            "token",
            {"token": id_, "act": "revoked", "by": by, "because": because},
            refs=(f"token/{id_}",),
        )
    return written.id


def admit(presented: str) -> Admitted:
    """Return who shows a token.

    Raises:
        TokenRefused: it is unknown, revoked or expired, or its holder has no role any more.
    """
    hashed = keys.digest(presented, keys.pepper())
    token = ApiToken.objects.select_related("user").filter(digest=hashed).first()
    if token is None:
        raise TokenRefused("one that is not known")
    now = clock.now()
    if token.standing(now) != "active":
        raise TokenRefused(f"one that is {token.standing(now)}")
    if not (token.user.is_active and token.user.is_staff):
        raise TokenRefused("one of an account without a role")
    if token.last_used_at is None or now - token.last_used_at >= _USED:
        # By a query, which sends no signal: a use changes nothing that pages show of the service.
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return Admitted(
        token=token.id,
        person=token.user.get_username(),
        scopes=frozenset(Scope(word) for word in token.scopes),
    )
