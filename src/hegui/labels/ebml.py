r"""EBML: elements with an id, a size and a body, as in Matroska and WebM.

>>> number(5), number(5, 8)
(b'\x85', b'\x01\x00\x00\x00\x00\x00\x00\x05')
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hegui.labels.source import Source

__all__ = ["VOID", "Element", "element", "number", "unsigned", "void", "walk"]

VOID: Final = 0xEC
_UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True)
class Element:
    """One element, by its place."""

    id: int
    offset: int
    body: int
    end: int
    size_bytes: int
    """Bytes in which the size is written."""

    is_open: bool
    """Its size is unknown: it ends with what cannot be in it."""


def number(value: int, width: int | None = None) -> bytes:
    """Return a size, in as few bytes as possible or in `width`."""
    least = next(n for n in range(1, 9) if value < (1 << 7 * n) - 1)
    size = width or least
    return (value | 1 << 7 * size).to_bytes(size)


def _id(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8)


def element(id_: int, body: bytes, *, size_bytes: int | None = None) -> bytes:
    """Return an element."""
    return _id(id_) + number(len(body), size_bytes) + body


def unsigned(value: int, width: int = 0) -> bytes:
    """Return a whole number in as few bytes as possible, or in at least `width`."""
    return value.to_bytes(max(1, width, (value.bit_length() + 7) // 8))


def void(length: int) -> bytes:
    """Return filler of exactly `length` bytes; no length, no bytes.

    Raises:
        ValueError: one byte cannot be filled.
    """
    if not length:
        return b""
    if length == 1:
        raise ValueError("expected 0 or at least 2 bytes to fill; got 1")
    width = 1 if length < 128 else 8
    return _id(VOID) + number(length - 1 - width, width) + b"\x00" * (length - 1 - width)


def walk(source: Source, start: int, end: int) -> Iterator[Element]:
    """Yield the elements in a range.

    Raises:
        DamagedFile: no id or size, or an element reaches beyond the range.
    """
    at = start
    while at < end:
        source.count()
        head = source.upto(at, 12)
        id_bytes = 9 - head[0].bit_length() if head and head[0] else 9
        if id_bytes > 4 or len(head) <= id_bytes or not head[id_bytes]:
            raise source.damaged(at, expected="an element", found=head[:4])
        size_bytes = 9 - head[id_bytes].bit_length()
        body = at + id_bytes + size_bytes
        if len(head) < id_bytes + size_bytes:
            raise source.damaged(at, expected="a size", found=head)
        mask = (1 << 7 * size_bytes) - 1
        size = int.from_bytes(head[id_bytes : id_bytes + size_bytes]) & mask
        is_open = size == mask
        stop = end if is_open else body + size
        if stop > end:
            raise source.damaged(at, expected=f"an element within {end - at} bytes", found=size)
        yield Element(int.from_bytes(head[:id_bytes]), at, body, stop, size_bytes, is_open)
        at = stop
