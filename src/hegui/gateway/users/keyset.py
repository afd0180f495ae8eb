"""Keys that sign users' tokens: one shared secret, or an issuer's key set (JWKS).

A key set lies in a file or is fetched from an address within the limits of
`hegui.gateway.users.outside`, never more than once in `_PAUSE_S`. Keys that cannot
be fetched again are trusted for `_TRUST` refresh periods and then not at all:
an issuer that revoked a key and vanished must not be believed for ever.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final, Protocol

import jwt

from hegui.errors import HeguiError, InvalidUserSetting, UsersUnavailable
from hegui.gateway.users.outside import ask, checked

__all__ = ["KeySet", "Keys", "SharedSecret", "fetch", "public_keys"]

_LOG: Final = logging.getLogger(__name__)
_PAUSE_S: Final = 30.0
_TRUST: Final = 24
_LEAST_SECRET: Final = 32
"""Bytes of a shared secret: RFC 7518, 3.2 asks as many as the hash has."""


class Keys(Protocol):
    """Where the key of a token is looked up."""

    def lookup(self, kid: str | None) -> Any:
        """Return the key of this name, or None when there is none.

        Raises:
            UsersUnavailable: it cannot be known.
        """


class SharedSecret:
    """One secret that service and issuer share."""

    def __init__(self, secret: bytes, *, where: str = "users.token.secret_file") -> None:
        if len(secret) < _LEAST_SECRET:
            raise InvalidUserSetting(
                where, expected=f"at least {_LEAST_SECRET} bytes", found=f"{len(secret)}"
            )
        self._secret = secret

    @classmethod
    def read(cls, file: Path, *, where: str = "users.token.secret_file") -> SharedSecret:
        """Return the secret in a file; white space around it does not count.

        Raises:
            InvalidUserSetting: there is no such file, or too little in it.
        """
        return cls(_read(file, where).strip(), where=where)

    def lookup(self, kid: str | None) -> bytes:  # noqa: ARG002 - one secret has no name
        """Return the secret."""
        return self._secret


class KeySet:
    """An issuer's public keys, by their names.

    Args:
        source: returns the document; called off the event loop's hot path, at
            most once in half a minute.
        refresh_s: how long a document is used before the next is asked for.
        now_s: a clock that only rises.
    """

    def __init__(
        self,
        source: Callable[[], bytes],
        *,
        refresh_s: float,
        now_s: Callable[[], float] = monotonic,
    ) -> None:
        self._source = source
        self._refresh_s = refresh_s
        self._now_s = now_s
        self._keys: Mapping[str | None, Any] = {}
        self._read_at = float("-inf")
        self._tried_at = float("-inf")
        self._lock = Lock()

    @property
    def is_due(self) -> bool:
        """Whether the keys are to be fetched again, and may be."""
        now = self._now_s()
        return now - self._read_at >= self._refresh_s and now - self._tried_at >= _PAUSE_S

    def may_know(self, kid: str | None) -> bool:
        """Tell whether asking again could bring a key that is missing now."""
        return kid not in self._keys and self._now_s() - self._tried_at >= _PAUSE_S

    def refresh(self) -> None:
        """Fetch and take up the keys; a failure keeps those in use and is logged."""
        with self._lock:
            self._tried_at = self._now_s()
            try:
                self._keys = public_keys(self._source())
            except (HeguiError, OSError, ValueError) as error:
                _LOG.warning("the key set of users' tokens was not taken up: %s", error)
            else:
                self._read_at = self._tried_at

    def lookup(self, kid: str | None) -> Any:
        """Return the key of this name; without a name, the only key there is.

        Raises:
            UsersUnavailable: no key set is known, or too old a one.
        """
        if self._now_s() - self._read_at > _TRUST * self._refresh_s:
            raise UsersUnavailable("the issuer's keys are not known")
        if kid is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(kid)


def public_keys(raw: bytes) -> dict[str | None, Any]:
    """Return the usable public keys of a JWKS document, by ``kid``.

    Raises:
        ValueError: it is no key set, or holds a shared secret.
    """
    document = json.loads(raw)
    items = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(items, list) or not items:
        raise ValueError("expected a JWKS document with keys; found none")
    found: dict[str | None, Any] = {}
    for item in items:
        if not isinstance(item, dict) or item.get("use", "sig") != "sig":
            continue
        if item.get("kty") == "oct" or "d" in item:
            raise ValueError("expected public keys; found a secret one")
        try:
            key = jwt.PyJWK(item)
        except jwt.PyJWTError:
            continue  # an algorithm that is not spoken here; its tokens find no key
        found[item.get("kid")] = key.key
    if not found:
        raise ValueError("expected a JWKS document with usable keys; found none")
    return found


def fetch(url: str) -> Callable[[], bytes]:
    """Return a source that fetches a document; it blocks for at most some seconds.

    Raises:
        InvalidUserSetting: the address is neither https nor on this machine.
    """
    address = checked(url, "users.token.jwks_url")

    def get() -> bytes:
        status, raw = ask(address)
        if status != 200:
            raise OSError(f"expected status 200 from the key set; found {status}")
        return raw

    return get


def _read(file: Path, where: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidUserSetting(
            where, expected="a file that can be read", found=type(error).__name__
        ) from None
