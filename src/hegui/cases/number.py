"""Reference numbers and secrets: how a person without an account finds a case again.

A number is public, readable aloud and tells its own typing errors:

    C-20261121-7K3QX-V
    │ │        │     └ check character over all before it
    │ │        └ five random characters of 31
    │ └ Beijing day of receipt
    └ C complaint, R report, A appeal

A secret is what makes the number usable. It is shown once and kept as a salted
hash. Its 26 characters hold 128 bits, so a slow hash would only slow us down.

>>> parse_number('c 20261121 o1234 5').text
'C-20261121-01234-5'
>>> parse_number('C-20261121-01235-5')
Traceback (most recent call last):
    ...
hegui.errors.cases.MalformedNumber: expected a case number such as C-20261121-7K3QX-V; ...
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from hegui.cases.states import Kind
from hegui.clock import beijing_day
from hegui.errors import MalformedNumber

__all__ = ["Number", "Secret", "new_number", "new_secret", "parse_number"]

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""Crockford's digits (no I, L, O or U, which people misread) but Z: 31 is a prime."""

_LOOKALIKE: Final = str.maketrans("OIL", "011")
_LETTER: Final = {Kind.COMPLAINT: "C", Kind.REPORT: "R", Kind.APPEAL: "A"}
_KIND: Final = {letter: kind for kind, letter in _LETTER.items()}
_GRAMMAR: Final = re.compile(
    rf"([CRA])-?(\d{{8}})-?([{_ALPHABET}]{{5}})-?([{_ALPHABET}])", re.ASCII
)
_SECRET_CHARS: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A reference number."""

    kind: Kind
    day: date
    """Beijing day of receipt."""

    serial: str
    """Five characters of Crockford's digits, Z left out."""

    @property
    def text(self) -> str:
        """The number as shown to people."""
        body = f"{_LETTER[self.kind]}-{self.day:%Y%m%d}-{self.serial}"
        return f"{body}-{_check(body)}"

    def __str__(self) -> str:
        return self.text


def new_number(kind: Kind, received_at: datetime) -> Number:
    """Return a fresh random number for a case received at an aware instant.

    28,629,151 numbers a day and kind; the table that keeps them holds a unique
    constraint, and on the rare clash the caller asks again.
    """
    serial = "".join(secrets.choice(_ALPHABET) for _ in range(5))
    return Number(kind=kind, day=beijing_day(received_at), serial=serial)


def parse_number(text: str) -> Number:
    """Return the number that a person typed.

    Case, spaces, missing hyphens and the look-alikes O, I and L are forgiven.

    Raises:
        MalformedNumber: it does not follow the grammar, its day does not exist,
            or its check character is wrong.
    """
    compact = re.sub(r"\s", "", text).upper()
    match = _GRAMMAR.fullmatch(compact[:1] + compact[1:].translate(_LOOKALIKE))
    if match is None:
        raise MalformedNumber(text, because="it does not have that form")
    letter, day, serial, check = match.groups()
    try:
        number = Number(kind=_KIND[letter], day=date.fromisoformat(day), serial=serial)
    except ValueError:
        raise MalformedNumber(text, because=f"there is no day {day}") from None
    if not hmac.compare_digest(check, number.text[-1]):
        raise MalformedNumber(text, because="its last character does not fit the others")
    return number


def _check(body: str) -> str:
    """Return the check character: a sum weighted by place, modulo the prime 31.

    Finds each single wrong character and each swap of two.
    """
    values = [_ALPHABET.index(char) for char in body if char != "-"]
    return _ALPHABET[sum(place * value for place, value in enumerate(values, 1)) % len(_ALPHABET)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What is kept of a secret."""

    salt: bytes
    """16 bytes."""

    digest: bytes
    """SHA-256 over salt and secret."""

    def matches(self, presented: str) -> bool:
        """Tell whether `presented` is the secret, in constant time."""
        return hmac.compare_digest(self.digest, _digest(presented, self.salt))


def new_secret() -> tuple[str, Secret]:
    """Return a fresh secret, to be shown once, and what to keep of it."""
    shown = "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET_CHARS))
    salt = secrets.token_bytes(16)
    return shown, Secret(salt=salt, digest=_digest(shown, salt))


def _digest(shown: str, salt: bytes) -> bytes:
    plain = re.sub(r"[\s-]", "", shown).upper().translate(_LOOKALIKE)
    return sha256(salt + plain.encode("utf-8", "surrogatepass")).digest()
