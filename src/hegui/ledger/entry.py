r"""An entry: what is said in public, and what is kept beside it.

    payload   JSON of the act: verdicts, figures, digests. No prompt, no answer
    salt      32 random bytes
    commit    SHA-256(salt || payload), in hexadecimal
    env       {"at":…,"commit":…,"kind":…,"receipt":…,"refs":[…],"seq":…,"v":1}
    leaf      SHA-256(0x00 || env)

Only the envelope is hashed into the tree, and nothing personal stands in it.
So payload and salt can be destroyed later while every proof stays valid; and
without the salt nobody can guess a payload from its commitment.

The envelope is canonical: keys in order, no spaces, no floats, no character
that JSON would have to escape. Given the parts there is one way to write it,
and so a verifier can write it again and compare bytes. ``seq`` is in it, so
that rows which changed places are named.

>>> decode_envelope(encode_envelope(
...     seq=0, at='2026-11-21T00:00:00.000000Z', kind='start', receipt='r-' + '0' * 26,
...     refs=('plan/1',), commit='ab' * 32))['refs']
['plan/1']
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeAlias, TypedDict, cast

import orjson

from hegui.errors import MalformedEntry
from hegui.ledger.chance import random_piece

__all__ = [
    "JSON",
    "PAYLOAD_BYTES",
    "Entry",
    "Envelope",
    "Receipt",
    "canonical_refs",
    "check_kind",
    "check_receipt",
    "decode_envelope",
    "encode_envelope",
    "encode_payload",
    "new_receipt",
]

JSON: TypeAlias = "Mapping[str, JSON] | Sequence[JSON] | str | int | float | bool | None"
"""What a payload may hold. Keys are strings."""

PAYLOAD_BYTES: Final = 1_048_576
"""Cap on one payload. Anything larger is kept elsewhere, with its digest here."""

REFS: Final = 256
"""Cap on the refs of one entry, which keeps an envelope under the 65,535 bytes of a tile bundle."""

_KIND: Final = re.compile(r"[a-z][a-z0-9-]{0,63}")
_REF: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}")
_RECEIPT: Final = re.compile(r"r-[0-9a-z]{26}")
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuv"
_CHARACTERS: Final = _DIGITS.encode() * 8
"""A table for `bytes.translate`: each digit stands for eight of the 256 bytes."""


class Envelope(TypedDict):
    """The public part of an entry, as JSON has it."""

    at: str
    commit: str
    kind: str
    receipt: str
    refs: list[str]
    seq: int
    v: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the caller of `append` holds: the entry is committed."""

    id: str
    """The receipt, known before the entry was: ``r-`` and 26 characters."""

    seq: int
    """Place in the ledger, from 0, without gaps."""

    at: datetime
    """When the entry was put in order; aware, UTC."""

    leaf: bytes
    """Leaf hash, 32 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it lies in the ledger."""

    seq: int
    at: datetime
    """When it was put in order; aware, UTC."""

    kind: str
    receipt: str
    refs: tuple[str, ...]
    """Public index words, sorted, each once."""

    payload: Mapping[str, JSON]
    salt: bytes
    commit: str
    """SHA-256 of salt and payload, in hexadecimal, as the envelope has it."""

    env: bytes
    """The envelope as hashed."""

    leaf: bytes
    """Leaf hash, 32 bytes."""


def new_receipt() -> str:
    """Return a new receipt: ``r-``, ten characters of milliseconds, sixteen of chance.

    Receipts sort by the millisecond they were made in; 80 random bits keep
    anybody from guessing one.

    >>> len(new_receipt()), new_receipt() < 'r-z'
    (28, True)
    """
    chance = random_piece()[:16].translate(_CHARACTERS).decode("ascii")
    return _millisecond(time.time_ns() // 1_000_000) + chance


@lru_cache(maxsize=16)
def _millisecond(number: int) -> str:
    return "r-" + "".join(_DIGITS[(number >> shift) & 31] for shift in range(45, -1, -5))


@lru_cache(maxsize=256)
def check_kind(kind: str) -> str:
    """Return `kind`.

    Raises:
        MalformedEntry: it is not a lower-case word.
    """
    if _KIND.fullmatch(kind) is None:
        raise MalformedEntry(
            "kind", expected="a lower-case word such as 'exchange'", found=repr(kind)
        )
    return kind


@lru_cache(maxsize=4096)
def canonical_refs(refs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the refs sorted, each once. Cached: a gateway says the same few over and over.

    Raises:
        MalformedEntry: one is not a path of plain ASCII, or there are too many.
    """
    for ref in refs:
        if _REF.fullmatch(ref) is None:
            raise MalformedEntry(
                "ref", expected="up to 200 of A-Z a-z 0-9 . _ : / @ -", found=repr(ref)
            )
    if len(refs) > REFS:
        raise MalformedEntry("refs", expected=f"at most {REFS}", found=str(len(refs)))
    return tuple(sorted(set(refs)))


def check_receipt(receipt: str) -> str:
    """Return `receipt`.

    Raises:
        MalformedEntry: `new_receipt` cannot have made it.
    """
    if _RECEIPT.fullmatch(receipt) is None:
        raise MalformedEntry("receipt", expected="what new_receipt() returns", found=repr(receipt))
    return receipt


def encode_payload(payload: Mapping[str, JSON]) -> bytes:
    """Return canonical JSON: keys sorted, UTF-8, no spaces.

    Raises:
        MalformedEntry: something in it is not JSON, or it is over `PAYLOAD_BYTES`.
    """
    try:
        raw = orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise MalformedEntry("payload", expected="JSON", found=str(error)) from error
    if len(raw) > PAYLOAD_BYTES:
        raise MalformedEntry(
            "payload", expected=f"at most {PAYLOAD_BYTES} bytes", found=f"{len(raw)} bytes"
        )
    return raw


def encode_envelope(  # noqa: PLR0913 - the parts of an envelope, by keyword
    *, seq: int, at: str, kind: str, receipt: str, refs: Iterable[str], commit: str
) -> bytes:
    """Return the envelope's bytes; every part has been checked already."""
    # INVARIANT: no part holds a character that JSON escapes, and the keys stand in order.
    words = '","'.join(refs)
    return (
        f'{{"at":"{at}","commit":"{commit}","kind":"{kind}","receipt":"{receipt}",'
        f'"refs":[{words and chr(34) + words + chr(34)}],"seq":{seq},"v":1}}'
    ).encode("ascii")


def decode_envelope(env: bytes) -> Envelope:
    """Return the parts of an envelope.

    Raises:
        ValueError: it is not a JSON object, or a part is missing.
    """
    parts = orjson.loads(env)
    if not isinstance(parts, dict) or not Envelope.__required_keys__ <= parts.keys():
        raise ValueError("expected a JSON object with the parts of an envelope")
    return cast("Envelope", parts)
