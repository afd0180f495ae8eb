r"""SM2 with SM3, the algorithm that the guide names for signatures in labels.

A public key is taken as it is met in labels: ``04 x y``, ``x y``, compressed,
as X.509 ``SubjectPublicKeyInfo``, or ``x`` alone, which then means the even
``y``. Written is ``04 x y``. A signature is taken as DER or as ``r s`` of 32
bytes each; written is DER (GM/T 0009). The signer's identity is the standard's
default, as the guide leaves it out.

The curve is gmalg's, in plain Python: a signature takes 20 ms and its check
35 ms, and how long signing takes depends on its secret numbers. Sign where
nobody can measure that, or hand in a `Signer` that stands for a device.

Source:
    GB/T 32918.2 and .5 (signature, curve); GB/T 32905 (SM3); GM/T 0009 (encodings).
"""

from __future__ import annotations

import importlib
import re
from base64 import b64decode
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from hegui.errors import MissingExtra
from hegui.labels.security import SM2_WITH_SM3, Scheme

__all__ = ["Sm2Scheme", "Sm2Signer", "schemes", "secret_of_pem"]

_IDENTITY: Final = b"1234567812345678"
_PRIME: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_ORDER: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_WIDTH: Final = 32
_INFO: Final = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
_CURVE: Final = bytes.fromhex("06082a811ccf5501822d")
_SECRET: Final = bytes.fromhex("0201010420")
_PUBLIC: Final = bytes.fromhex("a144034200")
_PEM: Final = re.compile(r"-----BEGIN (EC )?PRIVATE KEY-----([^-]*)-----END \1?PRIVATE KEY-----")


def schemes() -> tuple[Scheme, ...]:
    """Return SM2 where the extra ``sm2`` is installed, and nothing where it is not."""
    return (Sm2Scheme(),) if find_spec("gmalg") else ()


class Sm2Scheme:
    """SM2 with SM3 by `gmalg`.

    Raises:
        MissingExtra: when first asked, and gmalg is not installed.
    """

    alg_id = SM2_WITH_SM3

    def is_valid(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature holds.

        Notes:
            A key is held against the curve once; 35 ms for each signature then.
        """
        try:
            point = _point(key)
            r, s = _pair(signature)
        except ValueError:
            return False
        checker = _gmalg().SM2(pk=point, uid=_IDENTITY)
        return bool(checker.verify(message, r.to_bytes(_WIDTH), s.to_bytes(_WIDTH)))


class Sm2Signer:
    """A private key in memory.

    >>> signer = Sm2Signer((7).to_bytes(32))
    >>> Sm2Scheme().is_valid(signer.public_key, b'x', signer.sign(b'x'))
    True
    """

    alg_id = SM2_WITH_SM3

    def __init__(self, secret: bytes) -> None:
        """Take a private key.

        Args:
            secret: 32 bytes, big end first, from 1 to the curve's order less two.

        Raises:
            ValueError: it is no such number. The message does not show it.
            MissingExtra: gmalg is not installed.
        """
        if len(secret) != _WIDTH or not 1 <= int.from_bytes(secret) <= _ORDER - 2:
            raise ValueError("expected a private key of 32 bytes within the curve's order")
        self._key = _gmalg().SM2(sk=secret, uid=_IDENTITY)
        self._public: bytes = self._key.generate_pk(secret)

    @property
    def public_key(self) -> bytes:
        """65 bytes: ``04 x y``."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return a signature in DER, with a fresh number from the system's source of chance."""
        r, s = self._key.sign(message)
        return encode_dss_signature(int.from_bytes(r), int.from_bytes(s))


def secret_of_pem(text: str) -> bytes:
    """Return the 32 bytes of a private key from a PEM file without a password.

    Args:
        text: as ``openssl genpkey -algorithm SM2`` writes it (PKCS #8), or
            ``openssl ecparam -name SM2 -genkey`` (SEC 1).

    Raises:
        ValueError: it is none, of another curve, or its public part is not its own.
    """
    found = _PEM.search(text)
    der = b64decode("".join(found[2].split()), validate=True) if found else b""
    head, marked, rest = der.partition(_SECRET)
    secret, named = rest[:_WIDTH], rest[_WIDTH:]
    if not marked or _CURVE not in head + named:
        raise ValueError("expected a private key on the curve SM2")
    _, has_public, public = named.partition(_PUBLIC)
    if has_public and public[:65] != Sm2Signer(secret).public_key:
        raise ValueError("expected the public part to be that of the private key")
    return secret


@lru_cache(maxsize=64)
def _point(key: bytes) -> bytes:
    """Return a public key as ``04 x y``.

    Raises:
        ValueError: it has no form that is known, or is no point of the curve's group.
    """
    key = key.removeprefix(_INFO)
    if len(key) == _WIDTH + 1 and key[0] == 0:
        key = key[1:]
    key = {_WIDTH: b"\x02", 2 * _WIDTH: b"\x04"}.get(len(key), b"") + key
    if (len(key), key[:1]) not in {(65, b"\x04"), (33, b"\x02"), (33, b"\x03")}:
        raise ValueError("expected a public key of SM2")
    gmalg = _gmalg()
    numbers = [int.from_bytes(key[at : at + _WIDTH]) for at in range(1, len(key), _WIDTH)]
    try:
        if max(numbers) >= _PRIME or not gmalg.SM2().verify_pk(key):
            raise ValueError("expected a point of the curve")
    except gmalg.errors.GMError as error:
        raise ValueError("expected a point of the curve") from error
    curve = gmalg.sm2
    return bytes(curve.point_to_bytes(curve.bytes_to_point(key), curve.PC_MODE.RAW))


def _pair(signature: bytes) -> tuple[int, int]:
    """Return both numbers of a signature.

    Raises:
        ValueError: it has neither form, or a number is out of range.
    """
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        if len(signature) != 2 * _WIDTH:
            raise
        r, s = int.from_bytes(signature[:_WIDTH]), int.from_bytes(signature[_WIDTH:])
    if not (0 < r < _ORDER and 0 < s < _ORDER):
        raise ValueError("expected numbers within the curve's order")
    return r, s


def _gmalg() -> Any:  # gmalg has no types
    try:
        importlib.import_module("gmalg.sm2")
        return importlib.import_module("gmalg")
    except ImportError:
        raise MissingExtra("label", "sm2", "gmalg") from None
