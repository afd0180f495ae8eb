"""Keys for labels: the producer's own seed, and the pinned keys of others.

# pinned.toml
001191440300708461136T1XGW3 = ["b5e9…", "77a0…"]     # Ed25519 public keys, hexadecimal
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hegui.errors import FileNotReadable, InvalidKeyFile

__all__ = ["pinned_keys", "seed_of"]

_SEED_BYTES: Final = 32


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or "an error of the system") from error
    except UnicodeDecodeError as error:
        raise FileNotReadable(str(path), "it is no text in UTF-8") from error


def seed_of(path: Path) -> bytes:
    """Return the 32 bytes of an Ed25519 seed from a file of 64 hexadecimal digits.

    Raises:
        FileNotReadable: the file cannot be read.
        InvalidKeyFile: it holds something else. The message does not show it.
    """
    try:
        seed = bytes.fromhex(_text(path).strip())
    except ValueError:
        seed = b""
    if len(seed) != _SEED_BYTES:
        raise InvalidKeyFile(path.name, expected="64 hexadecimal digits")
    return seed


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
