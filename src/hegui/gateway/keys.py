"""Who is asking: the holder of an API key.

The gateway asks a `Keys`; where keys are kept is not its business. `KeyRing`
holds them in memory, for a service with a handful of keys and for tests.

>>> ring = KeyRing({'hg-secret': Key(id='k-1', name='web', client_labels=False)})
>>> ring.lookup('hg-secret').name
'web'
>>> ring.lookup('hg-guess') is None
True
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Protocol

from hegui.records.key import Key

__all__ = ["Key", "KeyRing", "Keys"]


class Keys(Protocol):
    """Where the gateway looks keys up."""

    def lookup(self, presented: str) -> Key | None:
        """Return the active key's holder, or None when nobody has it.

        Whoever cannot know raises, whatever; the client is then told that keys
        cannot be looked up, not that its key is wrong.

        Runs on the event loop for every request: it must not wait for a disk or
        a network, and its time must not tell how much of a key is right.
        """


class KeyRing:
    """Keys in memory, kept as HMAC-SHA-256 under a secret of this process."""

    def __init__(self, keys: Mapping[str, Key]) -> None:
        # Keyed once and copied for each request, since keying is most of the cost. Unlike
        # `hmac.digest`, a copy keeps the interpreter's lock, for which it would have to wait.
        self._keyed = hmac.new(secrets.token_bytes(32), digestmod="sha256")
        self._holders = {self._digest(presented): key for presented, key in keys.items()}

    def lookup(self, presented: str) -> Key | None:
        """Return the holder, or None. O(1)."""
        return self._holders.get(self._digest(presented))

    def _digest(self, presented: str) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(presented.encode("utf-8", "surrogateescape"))
        return keyed.digest()
