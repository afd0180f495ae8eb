"""The signing key of a ledger: two files, never in the database.

    keys/ledger.key      PRIVATE+KEY+…      owner only (0600)
    keys/ledger.vkey     name+id+key        public; give it to whoever should verify

The name in the key is the ledger's origin. A key is made once, for an empty
ledger. A ledger whose key is gone cannot be continued, and says so, since a
second key under the same name could sign a second history.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from hegui.errors import InvalidNote, LedgerKeyUnusable
from hegui.ledger.note import Signer, Verifier

__all__ = ["create_signer", "load_signer", "load_verifier"]

_SECRET: Final = Path("keys", "ledger.key")
_PUBLIC: Final = Path("keys", "ledger.vkey")


def create_signer(folder: Path, origin: str) -> Signer:
    """Make a key and write both files.

    Raises:
        InvalidNote: `origin` cannot be the name of a key.
        FileExistsError: there is a key already.
    """
    signer = Signer.generate(origin)
    (folder / _SECRET).parent.mkdir(mode=0o700, exist_ok=True)
    _write(folder / _SECRET, f"{signer.secret_text()}\n", mode=0o600)
    (folder / _PUBLIC).unlink(missing_ok=True)
    _publish(folder, signer)
    return signer


def _publish(folder: Path, signer: Signer) -> None:
    _write(folder / _PUBLIC, f"{signer.verifier}\n", mode=0o644)


def _write(file: Path, text: str, *, mode: int) -> None:
    """Make a new file that is there whole or not at all, also after a kill."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)  # unlike a rename, it refuses to replace
    finally:
        draft.unlink()


def load_signer(folder: Path, origin: str) -> Signer | None:
    """Return the key of a folder, or None when there is none.

    Raises:
        LedgerKeyUnusable: malformed, readable by others, or of another origin.
    """
    file = folder / _SECRET
    try:
        text = file.read_text(encoding="utf-8")
        mode = file.stat().st_mode
        signer = Signer.parse(text.strip())
    except FileNotFoundError:
        return None
    except (InvalidNote, UnicodeDecodeError) as error:
        raise LedgerKeyUnusable(file, str(error)) from error
    if mode & 0o077:
        raise LedgerKeyUnusable(
            file, f"expected a file of its owner alone (0600); found {mode & 0o777:04o}"
        )
    if signer.name != origin:
        raise LedgerKeyUnusable(file, f"expected the key of {origin}; found that of {signer.name}")
    if not (folder / _PUBLIC).exists():
        _publish(folder, signer)  # killed between the two files, or lost since
    return signer


def load_verifier(folder: Path) -> Verifier:
    """Return the public key that lies in a folder.

    Raises:
        LedgerKeyUnusable: missing or malformed.
    """
    file = folder / _PUBLIC
    try:
        return Verifier.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LedgerKeyUnusable(file, "expected the ledger's verifier key; found none") from error
    except (InvalidNote, UnicodeDecodeError) as error:
        raise LedgerKeyUnusable(file, str(error)) from error
