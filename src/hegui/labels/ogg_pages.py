r"""Ogg pages: checksums, packets across pages, and new page numbers without reading bodies.

    OggS 0 flags granule(8) stream(4) number(4) checksum(4) segments table body

The checksum is linear, so that a page's new number changes it by a figure that
depends on nothing but the change and the page's length: pages of sound get new
numbers and are otherwise not read.

>>> page = build(b'ab', stream=1, number=0, flags=2, granule=0, table=b'\x02')
>>> renumbered(page[:27], len(page), 5)[18:26] == build(
...     b'ab', stream=1, number=5, flags=2, granule=0, table=b'\x02')[18:26]
True
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from hegui.labels.source import Source

__all__ = ["NO_GRANULE", "Page", "build", "pages", "paginate", "renumbered"]

_POLYNOMIAL: Final = 0x04C11DB7
NO_GRANULE: Final = 0xFFFFFFFFFFFFFFFF
"""The granule of a page on which no packet ends."""

_MOST: Final = 255
"""Segments on one page, and bytes in one."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, by its place."""

    offset: int
    body: int
    end: int
    flags: int
    stream: int
    number: int
    table: bytes
    """Lengths of segments; one below 255 ends a packet."""

    @property
    def is_first(self) -> bool:
        """Whether a stream begins here."""
        return bool(self.flags & 2)


def pages(source: Source, start: int = 0) -> Iterator[Page]:
    """Yield pages up to the end of the file.

    Raises:
        DamagedFile: something else stands where a page should.
    """
    at = start
    while at < source.size:
        source.count()
        head = source.read(at, 27)
        if head[:5] != b"OggS\x00":
            raise source.damaged(at, expected="a page", found=head[:4])
        stream, number = struct.unpack("<II", head[14:22])
        table = source.read(at + 27, head[26])
        body = at + 27 + len(table)
        end = body + sum(table)
        if end > source.size:
            raise source.damaged(at, expected=f"a page of {end - at} bytes", found=source.size - at)
        yield Page(at, body, end, head[5], stream, number, table)
        at = end


@cache
def _table() -> tuple[int, ...]:
    def entry(byte: int) -> int:
        value = byte << 24
        for _ in range(8):
            value = value << 1 & 0xFFFFFFFF ^ (_POLYNOMIAL if value & 0x80000000 else 0)
        return value

    return tuple(map(entry, range(256)))


def _checksum(text: bytes, value: int = 0) -> int:
    table = _table()
    for byte in text:
        value = value << 8 & 0xFFFFFFFF ^ table[value >> 24 ^ byte]
    return value


@cache
def _zeros(power: int) -> tuple[int, ...]:
    """Return what 2**power zero bytes make of each single bit of a checksum."""
    if power == 0:
        return tuple(_checksum(b"\x00", 1 << bit) for bit in range(32))
    before = _zeros(power - 1)
    return tuple(_apply(before, column) for column in before)


def _apply(columns: tuple[int, ...], value: int) -> int:
    result = 0
    while value:
        low = value & -value
        result ^= columns[low.bit_length() - 1]
        value ^= low
    return result


def renumbered(head: bytes, length: int, number: int) -> bytes:
    """Return a page's first 27 bytes with another number and the checksum that goes with it.

    Args:
        head: the first 27 bytes.
        length: of the whole page.
        number: the new one.
    """
    change = bytes(a ^ b for a, b in zip(head[18:22], struct.pack("<I", number), strict=True))
    value = _checksum(change)
    left, power = length - 22, 0
    while left:
        if left & 1:
            value = _apply(_zeros(power), value)
        left >>= 1
        power += 1
    (old,) = struct.unpack("<I", head[22:26])
    return head[:18] + struct.pack("<II", number, old ^ value) + head[26:]


def build(  # noqa: PLR0913 - the fields of a page, by keyword
    body: bytes, *, stream: int, number: int, flags: int, granule: int, table: bytes
) -> bytes:
    """Return a page."""
    head = struct.pack("<4sBBQIIIB", b"OggS", 0, flags, granule, stream, number, 0, len(table))
    whole = head + table + body
    return whole[:22] + struct.pack("<I", _checksum(whole)) + whole[26:]


def paginate(packets: list[bytes], *, stream: int, number: int, wanted: int) -> list[bytes]:
    """Return header packets as pages, as many as `wanted` when that is enough.

    Args:
        packets: whole ones, in order; the last one ends its page.
        stream: the stream's number.
        number: of the first page.
        wanted: how many pages there were.
    """
    table = b"".join(b"\xff" * (len(p) // _MOST) + bytes([len(p) % _MOST]) for p in packets)
    body = b"".join(packets)
    least = -(-len(table) // _MOST)
    count = max(least, min(wanted, len(table)))
    result: list[bytes] = []
    at = segment = 0
    is_continued = False
    for index in range(count):
        # Full pages first; each later page keeps one segment for itself.
        take = min(_MOST, len(table) - segment - (count - index - 1))
        part = table[segment : segment + take]
        size = sum(part)
        granule = 0 if any(lacing < _MOST for lacing in part) else NO_GRANULE
        result.append(
            build(
                body[at : at + size],
                stream=stream,
                number=number + index,
                flags=int(is_continued),
                granule=granule,
                table=part,
            )
        )
        is_continued = part[-1] == _MOST
        at += size
        segment += take
    return result
