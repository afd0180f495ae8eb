"""One-time login links.

A link holds 256 random bits, is kept as a hash, works once and for fifteen
minutes. Asking for a new link spends the older ones of the same person.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from hegui import clock
from hegui.errors import LoginTicketRefused
from hegui.records.models import LoginTicket
from hegui.records.setup import FIRST_PERSON

__all__ = ["LIFETIME", "issue_ticket", "path", "redeem"]

LIFETIME: Final = timedelta(minutes=15)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue_ticket(user: User | None = None) -> str:
    """Return the token of a new link for `user`.

    Args:
        user: whose; None means the account that exists from the start.

    Returns:
        43 characters that are safe in an address. See `path`.
    """
    user = user or User.objects.get(username=FIRST_PERSON)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with transaction.atomic():
        LoginTicket.objects.filter(user=user, used_at=None).update(used_at=now)
        LoginTicket.objects.create(digest=_digest(token), user=user, expires_at=now + LIFETIME)
    return token


def path(token: str) -> str:
    """Return where the console redeems a token."""
    return f"/login/{token}/"


def redeem(token: str) -> User:
    """Spend a token and return whose it was.

    One statement marks it as used, so of two simultaneous calls one wins.

    Raises:
        LoginTicketRefused: unknown, used, expired, or its holder may not log in.
    """
    now = clock.now()
    ticket = LoginTicket.objects.select_related("user").filter(digest=_digest(token)).first()
    if ticket is None:
        raise LoginTicketRefused("unknown")
    if ticket.expires_at <= now:
        raise LoginTicketRefused("too old")
    if not LoginTicket.objects.filter(pk=ticket.pk, used_at=None).update(used_at=now):
        raise LoginTicketRefused("used")
    if not ticket.user.is_active:
        raise LoginTicketRefused("of an account that is closed")
    return ticket.user
