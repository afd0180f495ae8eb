"""Keys for labels: the producer's own private key, and the pinned keys of others.

# pinned.toml
001191440300708461136T1XGW3 = ["b5e9…", "0477a0…"]     # public keys, hexadecimal
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from hegui.errors import FileNotReadable, InvalidKeyFile
from hegui.labels.security import Ed25519Signer, Signer
from hegui.labels.sm2 import Sm2Signer, secret_of_pem

__all__ = ["Algorithm", "pinned_keys", "signer_of"]

_SEED_BYTES: Final = 32


class Algorithm(StrEnum):
    """What a private key signs with."""

    ED25519 = "ed25519"
    SM2 = "sm2"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or "an error of the system") from error
    except UnicodeDecodeError as error:
        raise FileNotReadable(str(path), "it is no text in UTF-8") from error


def signer_of(path: Path, algorithm: Algorithm) -> Signer:
    """Return what signs with the private key in a file.

    Args:
        path: 64 hexadecimal digits; for SM2 a PEM file without a password as well.
        algorithm: of that key.

    Raises:
        FileNotReadable: the file cannot be read.
        InvalidKeyFile: it holds something else, or others may read it. The
            message does not show what it holds.
        MissingExtra: SM2 without the extra ``sm2``.
    """
    text = _text(path).strip()
    if path.stat().st_mode & 0o077:
        raise InvalidKeyFile(path.name, expected="a file of its owner alone (0600)")
    try:
        if algorithm is Algorithm.SM2:
            return Sm2Signer(secret_of_pem(text) if "-----" in text else bytes.fromhex(text))
        seed = bytes.fromhex(text)
    except ValueError:
        seed = b""
    if len(seed) != _SEED_BYTES:
        or_pem = " or a private key on SM2's curve in PEM" if algorithm is Algorithm.SM2 else ""
        raise InvalidKeyFile(path.name, expected=f"64 hexadecimal digits{or_pem}")
    return Ed25519Signer(seed)


def pinned_keys(path: Path) -> Mapping[str, tuple[bytes, ...]]:
    """Return public keys by producer.

    Raises:
        FileNotReadable: the file cannot be read.
        InvalidKeyFile: it is no table of lists of hexadecimal keys.
    """
    try:
        told = tomllib.loads(_text(path))
        return {
            producer: tuple(bytes.fromhex(key) for key in keys) for producer, keys in told.items()
        }
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise InvalidKeyFile(path.name, expected='producer = ["hexadecimal key"]') from error
