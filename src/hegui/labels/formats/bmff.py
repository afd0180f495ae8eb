"""Boxes of ISO base media files: the skeleton of MP4, MOV, M4A, HEIC and AVIF.

    size (4) kind (4) [wide size (8)] body

A size of 0 means "to the end of the file", 1 means that a wide size follows.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from hegui.labels.source import Source

__all__ = ["C2PA_UUID", "XMP_UUID", "Box", "boxed", "children", "shifted_items", "walk"]

XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA_UUID: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


@dataclass(frozen=True, slots=True)
class Box:
    """One box, by its place in the source."""

    kind: bytes
    offset: int
    body: int
    """Where the body begins."""

    end: int


def boxed(kind: bytes, body: bytes) -> bytes:
    """Return a box; wide when it has to be."""
    if len(body) + 8 <= 0xFFFFFFFF:
        return struct.pack(">I4s", len(body) + 8, kind) + body
    return struct.pack(">I4sQ", 1, kind, len(body) + 16) + body


def walk(source: Source, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes in a range of the file.

    Fewer than eight bytes at the end are the terminator that QuickTime writes,
    and end the walk.

    Raises:
        DamagedFile: a box is shorter than its header or reaches beyond the range.
    """
    at = start
    while at + 8 <= end:
        source.count()
        size, kind = struct.unpack(">I4s", source.read(at, 8))
        body = at + 8
        if size == 1:
            (size,) = struct.unpack(">Q", source.read(at + 8, 8))
            body = at + 16
        elif size == 0:
            if kind == b"\x00\x00\x00\x00":
                return  # zeros up to the end of the range
            size = end - at
        if at + size < body or at + size > end:
            raise source.damaged(
                at, expected=f"a box within {end - at} bytes", found=f"{kind!r} of {size}"
            )
        yield Box(kind, at, body, at + size)
        at += size


def children(source: Source, box: Box) -> list[Box]:
    """Return the boxes within a plain container, or within ``meta`` of either kind."""
    start = box.body
    # QuickTime's meta has no version before its children; ISO's has.
    if box.kind == b"meta" and source.upto(box.body + 4, 4) != b"hdlr":
        start += 4
    with source.deeper():
        return list(walk(source, start, box.end))


def shifted_items(source: Source, iloc: Box, shift: Callable[[int], int]) -> bytes:
    """Return the body of an ``iloc`` box with the items' places in the file moved.

    Args:
        source: where the box stands.
        iloc: the box.
        shift: new offset of each old one.

    Raises:
        DamagedFile: it does not follow its own sizes, or an offset no longer fits.
    """
    body = bytearray(source.read(iloc.body, iloc.end - iloc.body))
    at = 8

    def number(width: int) -> int:
        nonlocal at
        if at + width > len(body):
            raise source.damaged(iloc.offset, expected="whole entries in iloc", found=len(body))
        at += width
        return int.from_bytes(body[at - width : at])

    def move(width: int, base: int) -> None:
        """Move the number of `width` bytes that was just read."""
        old = int.from_bytes(body[at - width : at])
        new = shift(base + old) - base
        if new >= 1 << 8 * width:
            raise source.damaged(iloc.offset, expected="room for an offset in iloc", found=new)
        body[at - width : at] = new.to_bytes(width)

    version = body[0]
    offset_bytes, length_bytes = body[4] >> 4, body[4] & 15
    base_bytes, index_bytes = body[5] >> 4, body[5] & 15
    at = 6
    for _ in range(number(2 if version < 2 else 4)):
        source.count()
        number(2 if version < 2 else 4)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_bytes)
        is_in_file = method == 0
        if is_in_file and base:
            move(base_bytes, 0)
        for _ in range(number(2)):
            source.count()
            if version and index_bytes:
                number(index_bytes)
            number(offset_bytes)
            if is_in_file and not base and offset_bytes:
                move(offset_bytes, 0)
            number(length_bytes)
    return bytes(body)
