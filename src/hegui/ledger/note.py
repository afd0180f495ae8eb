"""Signed notes and their keys: a text that carries its signatures.

    <text, ending in a newline>
                                            an empty line
    — <key name> <base64(key id || signature)>

    key id        = SHA-256(name || 0x0A || 0x01 || public key)[:4]
    verifier key  = <name>+<hex key id>+<base64(0x01 || public key)>
    signer key    = PRIVATE+KEY+<name>+<hex key id>+<base64(0x01 || seed)>

0x01 means Ed25519. A note may carry signatures of keys that we do not know (a
witness, a later algorithm): they are passed over. A signature that names our
key and does not verify makes the whole note invalid.

Sources:

* c2sp.org/signed-note@v1.0.0
* the key texts are those of Go's golang.org/x/mod/sumdb/note
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hegui.errors import InvalidNote

__all__ = ["Signer", "Verifier"]

_ED25519: Final = b"\x01"
_PRIVATE: Final = "PRIVATE+KEY+"
_NOTE_BYTES: Final = 1_000_000
"""Cap on a note before it is looked at; the largest known signatures are 5 kB each."""


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _decode(text: str, what: str) -> bytes:
    try:
        raw = b64decode(text, validate=True)
    except ValueError as error:
        raise InvalidNote(f"expected base64 in {what}; found {text[:40]!r}") from error
    # Base64 has spare bits at its end: without this, two texts would pass for one note.
    if b64encode(raw).decode() != text:
        raise InvalidNote(f"expected canonical base64 in {what}; found {text[:40]!r}")
    return raw


def _check_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() for c in name) or not name.isprintable():
        raise InvalidNote(f"expected a key name without spaces and plus signs; found {name!r}")


def _split_key(text: str, what: str) -> tuple[str, bytes, bytes]:
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise InvalidNote(f"expected {what} of three parts joined by '+'; found {text[:60]!r}")
    name, stated, encoded = parts
    _check_name(name)
    raw = _decode(encoded, what)
    if raw[:1] != _ED25519 or len(raw) != 33:
        raise InvalidNote(f"expected {what} of type Ed25519 (0x01 and 32 bytes)")
    try:
        return name, bytes.fromhex(stated), raw[1:]
    except ValueError as error:
        raise InvalidNote(f"expected a key id of 8 hex digits; found {stated!r}") from error


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name.

    >>> key = Verifier.parse(
    ...     'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    >>> key.name, key.key_id.hex()
    ('PeterNeumann', 'c74f20a3')
    """

    name: str
    public: bytes
    """32 bytes, as RFC 8032 encodes it."""

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Return the key of a verifier-key text.

        Raises:
            InvalidNote: the text is malformed, or its key id is not that of the key.
        """
        name, stated, public = _split_key(text, "a verifier key")
        key = cls(name, public)
        if key.key_id != stated:
            raise InvalidNote(f"expected key id {key.key_id.hex()}; found {stated.hex()}")
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart. Not a fingerprint."""
        return _key_id(self.name, self.public)

    def __str__(self) -> str:
        """Return the verifier-key text."""
        encoded = b64encode(_ED25519 + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def open(self, note: str) -> str:
        """Return the text of a note that this key has signed, with its last newline.

        Raises:
            InvalidNote: malformed, not signed by this key, or badly signed.
        """
        if len(note) > _NOTE_BYTES or not note.endswith("\n"):
            raise InvalidNote("expected a note that ends in a newline, of at most 1 MB")
        if any(ord(c) < 0x20 and c != "\n" for c in note):
            raise InvalidNote("expected a note without control characters")
        body, gap, tail = note.rpartition("\n\n")
        if not gap:
            raise InvalidNote("expected an empty line between text and signatures; found none")
        text = body + "\n"
        is_signed = False
        for line in tail.splitlines():
            dash, _, rest = line.partition(" ")
            name, _, encoded = rest.partition(" ")
            if dash != "—" or not encoded:
                raise InvalidNote(f"expected a signature line; found {line[:60]!r}")
            raw = _decode(encoded, "a signature")
            if (name, raw[:4]) == (self.name, self.key_id):
                self._check(raw[4:], text)
                is_signed = True
        if not is_signed:
            raise InvalidNote(
                f"expected a signature by {self.name}+{self.key_id.hex()}; found none"
            )
        return text

    def _check(self, signature: bytes, text: str) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError) as error:
            raise InvalidNote(f"the signature by {self.name} does not verify") from error


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name. It is never printed and never in the database."""

    name: str
    seed: bytes

    @classmethod
    def generate(cls, name: str) -> Signer:
        """Return a new key from the system's randomness.

        Raises:
            InvalidNote: the name cannot stand in a signature line.
        """
        _check_name(name)
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Return the key of a signer-key text.

        Raises:
            InvalidNote: the text is malformed, or its key id is not that of the key.
        """
        if not text.startswith(_PRIVATE):
            raise InvalidNote(f"expected a signer key, which starts with {_PRIVATE!r}")
        name, stated, seed = _split_key(text.removeprefix(_PRIVATE), "a signer key")
        key = cls(name, seed)
        if key.verifier.key_id != stated:
            raise InvalidNote(f"expected key id {key.verifier.key_id.hex()}; found {stated.hex()}")
        return key

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return Verifier(self.name, private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        """Return the name only: a seed must not reach a log."""
        return f"Signer({self.name!r})"

    def secret_text(self) -> str:
        """Return the signer-key text, for the key file."""
        encoded = b64encode(_ED25519 + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{encoded}"

    def sign(self, text: str) -> str:
        """Return the note of a text, which ends in a newline."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        encoded = b64encode(self.verifier.key_id + signature).decode()
        return f"{text}\n— {self.name} {encoded}\n"
