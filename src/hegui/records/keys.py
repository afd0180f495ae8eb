"""API keys: made, revoked, and looked up on the request path.

A key is ``hegui-<id>-<secret>`` with 256 random bits of secret. It is shown
once and kept as HMAC-SHA-256 under a pepper that lies in a file apart from the
database, so a stolen database lets nobody in.

Looking up touches no database: a thread reads the active keys once a second
into memory. A revoked key stops working within two seconds, and at once in the
process that revoked it. When the database cannot be read for a minute, nobody
is let in: not because the key is wrong, but because nothing can be known.

Source:
    OWASP ASVS 5.0, 6.5 and 11.4 (random secrets, keyed hashes).
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from hegui import clock
from hegui.errors import KeyAlreadyRevoked, KeysUnavailable
from hegui.records import key_files
from hegui.records.key import Key
from hegui.records.models import ApiKey, Service
from hegui.records.setup import SERVICE

__all__ = ["DatabaseKeys", "Issued", "Key", "issue_key", "revoke_key", "set_client_labels"]

_log = logging.getLogger(__name__)

_changed: Final = threading.Condition()
"""Notified when a key was issued or revoked in this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A new key. This is the only moment at which its secret exists."""

    key: ApiKey
    secret: str
    """What the client sends after ``Bearer``."""


def digest(presented: str, pepper: bytes) -> str:
    """Return the keyed hash that is stored. About two microseconds.

    >>> len(digest('hegui-k-1-x', b'pepper'))
    64
    """
    return hmac.new(pepper, presented.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def pepper() -> bytes:
    """Return what keys the hashes of keys and tokens; it lies apart from the database."""
    return key_files.read_or_make(settings.VAR / "keys" / "pepper.key").encode()


def _announce() -> None:
    with _changed:
        _changed.notify_all()


def issue_key(name: str, *, client_labels: bool = False, by: str = "hegui") -> Issued:
    """Make a key and return it with its secret, which is not kept.

    Args:
        name: what its holder is called, at most 80 characters.
        client_labels: the holder's client shows the explicit label itself.
        by: who asked for it.
    """
    id_ = f"k-{secrets.token_hex(5)}"
    secret = f"hegui-{id_}-{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        id=id_,
        service=Service.objects.get(key=SERVICE),
        name=name,
        digest=digest(secret, pepper()),
        client_labels=client_labels,
        created_by=by,
    )
    _announce()
    return Issued(key=key, secret=secret)


def revoke_key(id_: str, *, because: str) -> ApiKey:
    """Let a key in no more.

    Raises:
        KeyAlreadyRevoked: it was revoked before.
        ApiKey.DoesNotExist: there is no such key.
    """
    key = ApiKey.objects.get(pk=id_)
    if not key.is_active:
        raise KeyAlreadyRevoked(id_)
    key.revoked_at = clock.now()
    key.revoked_because = because
    key.save(update_fields=["revoked_at", "revoked_because"])
    _announce()
    return key


def set_client_labels(id_: str, *, client_labels: bool) -> ApiKey:
    """Note whether the holder's client shows the explicit label itself."""
    key = ApiKey.objects.get(pk=id_)
    key.client_labels = client_labels
    key.save(update_fields=["client_labels"])
    _announce()
    return key


class DatabaseKeys:
    """The active keys, in memory, kept fresh by one thread.

    Thread-safe: the snapshot is replaced whole and never changed.

    Args:
        refresh_s: seconds between two readings.
        trust_s: how long a snapshot counts after its reading.
        monotonic: the clock of both.

    Raises:
        KeysUnavailable: the first reading failed or took over ten seconds.
    """

    def __init__(
        self,
        *,
        refresh_s: float = 1.0,
        trust_s: float = 60.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._refresh_s = refresh_s
        self._trust_s = trust_s
        self._monotonic = monotonic
        self._pepper = pepper()
        self._keys: Mapping[str, Key] = {}
        self._read_at = float("-inf")
        self._problem = "no answer in time"
        self._closed = False
        self._first = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hegui-keys", daemon=True)
        self._thread.start()
        self._first.wait(timeout=10)
        if not self.is_fresh:
            self.close()
            raise KeysUnavailable(self._problem)

    @property
    def is_fresh(self) -> bool:
        """Whether the snapshot still counts; when not, nobody is let in."""
        return self._monotonic() - self._read_at <= self._trust_s

    def lookup(self, presented: str) -> Key | None:
        """Return whose key this is, or None: unknown or revoked.

        Raises:
            KeysUnavailable: the snapshot no longer counts, so nothing can be known.
        """
        if not self.is_fresh:
            raise KeysUnavailable(self._problem)
        return self._keys.get(digest(presented, self._pepper))

    def close(self) -> None:
        """Stop reading. Idempotent."""
        with _changed:
            self._closed = True
            _changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._closed:
            self._read()
            self._first.set()
            with _changed:
                if not self._closed:
                    _changed.wait(self._refresh_s)

    def _read(self) -> None:
        begun = self._monotonic()
        try:
            rows = ApiKey.objects.filter(revoked_at=None).values_list(
                "digest", "id", "name", "client_labels"
            )
            self._keys = {
                hashed: Key(id=id_, name=name, client_labels=labels)
                for hashed, id_, name, labels in rows
            }
        except DatabaseError as error:
            self._problem = f"{type(error).__name__}: {error}"
            _log.warning("keys could not be read: %s", self._problem)
        else:
            self._read_at, self._problem = begun, "no answer in time"
        finally:
            connection.close()
