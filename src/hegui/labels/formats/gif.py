"""GIF: XMP in an application extension, before the first frame.

    header, screen, [colours], [NETSCAPE2.0 …], [XMP DataXMP], frames, trailer

The packet stands there as it is, not in blocks; a magic tail of 258 bytes leads
a decoder that knows nothing of it to the next block. An older version 87a
becomes 89a, which knows extensions; not one byte of a frame changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.ifd import looks_like_label
from hegui.labels.manifest_trace import LOOKED_AT, add_manifest
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_XMP: Final = b"XMP DataXMP"
_TAIL: Final = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
_EXTENSION, _FRAME, _TRAILER = 0x21, 0x2C, 0x3B
_APPLICATION, _COMMENT = 0xFF, 0xFE


@dataclass(frozen=True, slots=True)
class _Block:
    kind: int
    """An extension's label, or the introducer of a frame."""

    offset: int
    end: int
    name: bytes
    """Name and code of an application extension."""


def _blocks(source: Source) -> tuple[list[_Block], int]:
    """Return the blocks, and where the trailer ends."""
    if source.read(0, 6) not in {b"GIF87a", b"GIF89a"}:
        raise source.damaged(0, expected="GIF87a or GIF89a", found=source.upto(0, 6))
    flags = source.read(10, 1)[0]
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    blocks: list[_Block] = []
    while True:
        kind = source.read(at, 1)[0]
        source.count()
        if kind == _TRAILER:
            return blocks, at + 1
        start = at
        name = b""
        if kind == _FRAME:
            local = source.read(at + 9, 1)[0]
            # One byte behind the colours says how many bits a code starts with.
            at = _blocks_end(source, at + 10 + (3 << (local & 7) + 1 if local & 0x80 else 0) + 1)
        elif kind == _EXTENSION:
            kind = source.read(at + 1, 1)[0]
            if kind == _APPLICATION and source.read(at + 2, 1) == b"\x0b":
                name = source.read(at + 3, 11)
            at = _blocks_end(source, at + 2)
        else:
            raise source.damaged(at, expected="a block", found=f"0x{kind:02X}")
        blocks.append(_Block(kind, start, at, name))


def _blocks_end(source: Source, at: int) -> int:
    while length := source.read(at, 1)[0]:
        at += length + 1
        source.count()
    return at + 1


def _packet(source: Source, block: _Block) -> bytes:
    whole = source.read(block.offset + 14, block.end - block.offset - 14)
    if whole.endswith(_TAIL):
        return whole[: -len(_TAIL)]
    return _joined(whole)


def _joined(blocks: bytes) -> bytes:
    """Return what stands in length-prefixed blocks."""
    parts: list[bytes] = []
    at = 0
    while at < len(blocks) and blocks[at]:
        parts.append(blocks[at + 1 : at + 1 + blocks[at]])
        at += 1 + blocks[at]
    return b"".join(parts)


def find(source: Source) -> Found:
    """Return every label of a GIF file. Walks all of it: extensions may follow frames."""
    found = Found()
    blocks, end = _blocks(source)
    for block in blocks:
        if block.name == _XMP:
            more = xmp.scan(
                _packet(source, block), place="application extension XMP", offset=block.offset + 14
            )
            found.sites += more.sites
            found.traces += more.traces
            found.notes += more.notes
        elif block.name[:8] == b"C2PA_GIF":
            whole = source.upto(block.offset + 14, min(block.end - block.offset - 14, LOOKED_AT))
            add_manifest(found, _joined(whole), place="C2PA_GIF", offset=block.offset)
        elif block.kind in {_APPLICATION, _COMMENT} and _is_label(source, block):
            found.sites.append(
                Site(
                    place="comment" if block.kind == _COMMENT else "application extension",
                    offset=block.offset,
                    raw=_value(source, block),
                    is_canonical=False,
                )
            )
    if end < source.size:
        found.notes.append(f"{source.size - end} bytes behind the end of the picture")
    return found


def _value(source: Source, block: _Block) -> bytes:
    start = block.offset + (14 if block.name else 2)
    return _joined(source.read(start, block.end - start))


def _is_label(source: Source, block: _Block) -> bool:
    return block.name.startswith(b"AIGC") or looks_like_label(_value(source, block))


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its one XMP extension."""
    blocks, _ = _blocks(source)
    packets = [block for block in blocks if block.name == _XMP]
    if len(packets) > 1:
        raise LabelNotWritten(source.name, "it holds more than one XMP extension")
    packet = xmp.put(_packet(source, packets[0]) if packets else None, payload)
    if b"\x00" in packet:
        raise LabelNotWritten(source.name, "its XMP holds a zero byte, which would end it early")
    new = b"\x21\xff\x0b" + _XMP + packet + _TAIL
    first = next((b.offset for b in blocks if b.kind in {_FRAME, 0xF9, 0x01}), None)
    if first is None:
        raise source.damaged(source.size, expected="a frame", found="none")
    pieces: list[Piece] = [b"GIF89a", Keep(6, blocks[0].offset)]
    for block in blocks:
        if block.offset == first and not packets:
            pieces.append(new)
        if block in packets:
            pieces.append(new)
        elif block.kind not in {_APPLICATION, _COMMENT} or not _is_label(source, block):
            pieces.append(Keep(block.offset, block.end))
    return [*pieces, Keep(blocks[-1].end, source.size)]
