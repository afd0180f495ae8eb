"""Secrets of others that we must be able to say again: upstreams' API keys, encrypted.

    <var>/keys/upstreams.key      the key, made once, its owner's only
    <var>/keys/upstreams.sealed   name → address and the secret under AES-256-GCM

Name and address are bound into the encryption. A secret is given out for the
address it was sealed for and no other: whoever changes an upstream's address
does not get its key sent there. Such a secret is wiped when that is seen.

Whoever can read both files has the secrets. Keep `upstreams.key` out of
backups that hold the other, or on another volume.

Source:
    NIST SP 800-38D (GCM, 96-bit random nonces); OWASP ASVS 5.0, 13.3.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hegui.errors import SealBroken
from hegui.records import key_files

__all__ = ["SealedSecrets"]

_LOG: Final = logging.getLogger(__name__)
_NONCE_BYTES: Final = 12


class SealedSecrets:
    """The upstreams' keys in one folder.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     sealed = SealedSecrets(Path(folder))
    ...     sealed.put('house', 'https://a.example/v1', 'sk-1')
    ...     sealed.get('house', 'https://a.example/v1'), sealed.get('house', 'https://b.example/v1')
    ('sk-1', '')
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "upstreams.sealed"
        """Changes when a key does."""
        self._key_file = folder / "upstreams.key"

    def names(self) -> tuple[str, ...]:
        """Return the upstreams that have a secret, sorted."""
        return tuple(sorted(self._read()))

    def put(self, name: str, address: str, secret: str) -> None:
        """Seal a secret; replaces the former one."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher().encrypt(nonce, secret.encode(), _bound(name, address))
        row = {"address": address, "sealed": b64encode(nonce + sealed).decode()}
        self._write({**self._read(), name: row})

    def get(self, name: str, address: str) -> str:
        """Return the secret for this address; empty when there is none.

        A secret that was sealed for another address is wiped.

        Raises:
            SealBroken: the file or its key was changed.
        """
        rows = self._read()
        row = rows.get(name)
        if row is None:
            return ""
        if row.get("address") != address:
            _LOG.warning("the address of upstream %s changed; its key is wiped", name)
            self.wipe(name)
            return ""
        try:
            raw = b64decode(row["sealed"], validate=True)
            nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return self._cipher().decrypt(nonce, sealed, _bound(name, address)).decode()
        except (InvalidTag, LookupError, ValueError):
            raise SealBroken(name, self.file) from None

    def wipe(self, name: str) -> None:
        """Forget a secret; nothing happens when there is none."""
        rows = self._read()
        if rows.pop(name, None) is not None:
            self._write(rows)

    def _cipher(self) -> AESGCM:
        material = key_files.read_or_make(self._key_file)
        return AESGCM(hashlib.sha256(b"hegui/upstreams/1\0" + material.encode()).digest())

    def _read(self) -> dict[str, dict[str, str]]:
        text = key_files.read(self.file)
        if not text:
            return {}
        try:
            rows = json.loads(text)
        except json.JSONDecodeError:
            raise SealBroken("all", self.file) from None
        if not isinstance(rows, dict):
            raise SealBroken("all", self.file)
        return rows

    def _write(self, rows: dict[str, dict[str, str]]) -> None:
        key_files.write(self.file, json.dumps(rows, indent=1, sort_keys=True))


def _bound(name: str, address: str) -> bytes:
    return f"{name}\0{address}".encode()
