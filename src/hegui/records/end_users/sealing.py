"""Unlawful inputs, encrypted under the key of their day; throwing the key away deletes them.

AES-256-GCM with a random nonce; reference, receipt and instant are bound to the
text, so that no row can be put in another's place. A key is a file of its own,
``keys/evidence/<day>.key``, never in the database: a stolen database holds no
text, and a key that is gone takes every copy of its day with it, in backups too.

Source:
    NIST SP 800-38D (GCM); OWASP ASVS 5.0, 14.2 (retention of sensitive data).
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hegui.clock import beijing_day, stamp
from hegui.records import key_files
from hegui.records.models import SealedInput

__all__ = ["drop_key", "key_days", "opened", "seal"]

_NONCE = 12


def _folder() -> Path:
    return Path(settings.VAR) / "keys" / "evidence"


def _file(day: date) -> Path:
    return _folder() / f"{day.isoformat()}.key"


def _key(text: str) -> AESGCM:
    return AESGCM(sha256(text.encode("ascii")).digest())


def _bound(ref: str, receipt: str, at: datetime) -> bytes:
    return f"{ref}|{receipt}|{stamp(at)}".encode()


def seal(ref: str, receipt: str, text: str, at: datetime) -> SealedInput:
    """Keep one input of a user, encrypted under the key of its Beijing day."""
    day = beijing_day(at)
    nonce = secrets.token_bytes(_NONCE)
    key = _key(key_files.read_or_make(_file(day)))
    sealed = key.encrypt(nonce, text.encode("utf-8", "surrogatepass"), _bound(ref, receipt, at))
    return SealedInput.objects.create(
        ref=ref, at=at, receipt=receipt, day=day, nonce=nonce, sealed=sealed
    )


def opened(row: SealedInput) -> str | None:
    """Return the text of a row, or None when its key is gone or it is not what was sealed."""
    kept = key_files.read(_file(row.day))
    if not kept:
        return None
    try:
        text = _key(kept).decrypt(
            bytes(row.nonce), bytes(row.sealed), _bound(row.ref, row.receipt, row.at)
        )
    except InvalidTag:
        return None
    return text.decode("utf-8", "surrogatepass")


def key_days() -> tuple[date, ...]:
    """Return the days whose keys are there, in order."""
    return tuple(sorted(date.fromisoformat(file.stem) for file in _folder().glob("*.key")))


def drop_key(day: date) -> None:
    """Throw the key of a day away: what it sealed cannot be read again."""
    file = _file(day)
    if file.is_file():
        # Overwritten first, as far as a file system lets one.
        with file.open("r+b") as handle:
            handle.write(b"\0" * file.stat().st_size)
            handle.flush()
        file.unlink()
