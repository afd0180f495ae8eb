"""Who the end user is: read from a signed token, or from the request's own field.

A token is a JWT (RFC 7519). Its algorithm must be in the operator's list, its
key in the operator's key set; ``exp`` and the subject must be there, ``nbf``,
``iss`` and ``aud`` are held when they are. A token that was accepted is known
again by the SHA-256 of all of it until it ends, never by a part of it.

What a caller gets is the person's id as the service knows it. It goes no
further than to `digest_of`.

Source:
    RFC 8725 (JSON Web Token best current practices).
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import jwt

from hegui.errors import InvalidUserToken
from hegui.gateway.users.keyset import Keys
from hegui.gateway.users.settings import TokenSettings
from hegui.records.end_user import Age

__all__ = ["Claims", "Tokens", "age_of", "digest_of"]

_LONGEST: Final = 8 * 1024
_LONGEST_ID: Final = 256
_KNOWN: Final = 10_000
"""Tokens that are known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a request says about its end user."""

    subject: str
    age: str | int | None = None
    """A band or whole years, as the issuer says; None: nothing is said."""
    is_verified: bool = False
    """The issuer says that it verified the real identity."""
    until: float = 0.0
    """Epoch second from which the token no longer holds."""


def digest_of(subject: str, scope: str, pepper: bytes) -> str:
    """Return the keyed hash under which a person is kept.

    Args:
        subject: the service's id for the person.
        scope: whose id it is: an issuer, or an API key's id. Equal ids of two
            scopes are two people.
        pepper: the service's secret; it lies apart from the records.

    >>> digest_of('ann', 'k-1', b'p') == digest_of('ann', 'k-2', b'p')
    False
    """
    parts = f"{len(scope)}:{scope}{subject}".encode("utf-8", "surrogatepass")
    return hmac.new(pepper, parts, sha256).hexdigest()


def age_of(value: object, *, child_under: int, adult_from: int) -> Age | None:
    """Return the band that a claim names, or None when it says nothing that can be read.

    Args:
        value: a band, or whole years.
        child_under: the age below which a guardian consents.
        adult_from: the age from which a person is of age.

    >>> age_of(13, child_under=14, adult_from=18), age_of('adult', child_under=14, adult_from=18)
    (<Age.CHILD: 'child'>, <Age.ADULT: 'adult'>)
    """
    if isinstance(value, str):
        return Age(value) if value in set(Age) else None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 150:
        if value < child_under:
            return Age.CHILD
        return Age.MINOR if value < adult_from else Age.ADULT
    return None


class Tokens:
    """Reads tokens by the operator's settings. Not thread-safe; lives on the event loop."""

    def __init__(self, settings: TokenSettings, keys: Keys) -> None:
        self._settings = settings
        self._keys = keys
        self._algorithms = list(settings.algorithms)
        self._known: OrderedDict[bytes, Claims] = OrderedDict()

    def read(self, token: str, at: datetime) -> Claims:
        """Return what a token says. 2 µs for one that is known, 40 to 90 µs for a new one.

        Raises:
            InvalidUserToken: it is not accepted, with the reason.
            UsersUnavailable: the issuer's keys cannot be known.
        """
        if len(token) > _LONGEST:
            raise InvalidUserToken(f"it is longer than {_LONGEST} characters")
        seen = sha256(token.encode("utf-8", "surrogatepass")).digest()
        now = at.timestamp()
        claims = self._known.get(seen)
        if claims is None:
            claims = self._accepted(token, now)
            self._known[seen] = claims
            if len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        if now >= claims.until + self._settings.leeway_s:
            raise InvalidUserToken("it has expired")
        return claims

    def kid_of(self, token: str) -> str | None:
        """Return the name of the key that a token says signed it.

        Raises:
            InvalidUserToken: it is no signed JWT.
        """
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise InvalidUserToken("it is no signed JWT") from None
        return kid if isinstance(kid, str) else None

    def _accepted(self, token: str, now: float) -> Claims:
        settings = self._settings
        key = self._keys.lookup(self.kid_of(token))
        if key is None:
            raise InvalidUserToken("it was signed by a key that is not in the key set")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=self._algorithms,
                audience=settings.audience or None,
                issuer=settings.issuer or None,
                # Instants are held against the house's clock, below.
                options={
                    "require": ["exp"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": bool(settings.audience),
                    "verify_sub": False,
                    "verify_jti": False,
                },
            )
        except jwt.PyJWTError as error:
            raise InvalidUserToken(_because(error)) from None
        except (ValueError, TypeError, RecursionError):
            raise InvalidUserToken("it cannot be read") from None
        until = _instant(claims, "exp")
        begins = _instant(claims, "nbf") if "nbf" in claims else 0.0
        if now + settings.leeway_s < begins:
            raise InvalidUserToken("it does not hold yet")
        return Claims(
            subject=self._subject(claims),
            age=_plain(claims.get(settings.age_claim)),
            is_verified=bool(settings.real_name_claim)
            and claims.get(settings.real_name_claim) is True,
            until=until,
        )

    def _subject(self, claims: dict[str, Any]) -> str:
        name = self._settings.subject_claim
        subject = claims.get(name)
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_ID:
            raise InvalidUserToken(f"its claim {name!r} is no id of 1 to {_LONGEST_ID} characters")
        return subject


def _plain(value: object) -> str | int | None:
    if isinstance(value, str) and len(value) <= 16:
        return value
    return value if isinstance(value, int) else None


def _instant(claims: dict[str, Any], name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**53:
        raise InvalidUserToken(f"its claim {name!r} is no instant")
    return float(value)


_REASONS: Final[tuple[tuple[type[jwt.PyJWTError], str], ...]] = (
    (jwt.InvalidAlgorithmError, "its algorithm is not accepted here"),
    (jwt.InvalidSignatureError, "its signature is wrong"),
    (jwt.InvalidAudienceError, "it is for another audience"),
    (jwt.InvalidIssuerError, "it is from another issuer"),
)


def _because(error: jwt.PyJWTError) -> str:
    if isinstance(error, jwt.MissingRequiredClaimError):
        return f"it has no claim {error.claim!r}"
    return next((says for kind, says in _REASONS if isinstance(error, kind)), "it cannot be read")
