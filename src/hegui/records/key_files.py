"""Secrets that are files: made once, readable by their owner only.

Source:
    OWASP ASVS 5.0, 13.3 (secrets are not in code or configuration).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["read", "read_or_make", "write"]

_BYTES = 48


def read(path: Path) -> str:
    """Return the secret, or an empty string when there is no such file."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def read_or_make(path: Path) -> str:
    """Return the secret in `path`; make it with mode 0600 if it is missing.

    Two processes that start at once agree: the file appears whole, by a hard
    link from a private name, and whoever comes second reads the first's.
    """
    if found := read(path):
        return found
    draft = _draft(path, secrets.token_urlsafe(_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return read(path)


def write(path: Path, text: str) -> None:
    """Make `path` hold `text`, mode 0600, whole or not at all; replaces what was there."""
    _draft(path, text).replace(path)


def _draft(path: Path, text: str) -> Path:
    """Write `text` durably beside `path` under a private name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
