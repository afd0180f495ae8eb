"""WebP: XMP in a chunk at the end, with its flag in the extended header.

    RIFF WEBP [VP8X] …pixels… [EXIF] [XMP ]

A simple file has no extended header; it gets one, made from the picture's own
size and transparency. Pixels and animation frames are carried as they are.
"""

from __future__ import annotations

import struct
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.formats.riff import Chunk, Riff, packed, walk
from hegui.labels.ifd import scan_exif
from hegui.labels.manifest_trace import LOOKED_AT, add_manifest
from hegui.labels.site import Found
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece, size_of

__all__ = ["find", "splice"]

_HAS_XMP: Final = 0x04
_HAS_ALPHA: Final = 0x10


def _walk(source: Source) -> Riff:
    riff = walk(source)
    if riff.form != b"WEBP" or not riff.chunks:
        raise source.damaged(8, expected="WEBP with chunks", found=riff.form)
    return riff


def find(source: Source) -> Found:
    """Return every label of a WebP file."""
    found = Found()
    riff = _walk(source)
    for chunk in riff.chunks:
        if chunk.kind == b"XMP ":
            packet = source.read(chunk.body, chunk.size)
            _add(found, xmp.scan(packet, place="XMP chunk", offset=chunk.body))
        elif chunk.kind == b"EXIF":
            body = source.read(chunk.body, chunk.size)
            skipped = 6 if body.startswith(b"Exif\x00\x00") else 0
            inner = Source.of_bytes(body[skipped:], name="EXIF", limits=source.limits)
            _add(found, scan_exif(inner, base=chunk.body + skipped, is_plain=True))
        elif chunk.kind == b"C2PA":
            body = source.read(chunk.body, min(chunk.size, LOOKED_AT))
            add_manifest(found, body, place="C2PA", offset=chunk.offset)
    if riff.end < source.size:
        found.notes.append(f"{source.size - riff.end} bytes behind the end of the picture")
    return found


def _add(found: Found, more: Found) -> None:
    found.sites += more.sites
    found.traces += more.traces
    found.notes += more.notes


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its XMP chunk."""
    riff = _walk(source)
    packets = [chunk for chunk in riff.chunks if chunk.kind == b"XMP "]
    if len(packets) > 1:
        raise LabelNotWritten(source.name, "it holds more than one XMP chunk")
    old = source.read(packets[0].body, packets[0].size) if packets else None
    new = packed(b"XMP ", xmp.put(old, payload))
    body: list[Piece] = [b"WEBP"]
    if riff.chunks[0].kind != b"VP8X":
        body.append(packed(b"VP8X", _header(source, riff.chunks[0])))
    for chunk in riff.chunks:
        if chunk.kind == b"VP8X":
            flags = source.read(chunk.body, 1)[0] | _HAS_XMP
            body += [
                Keep(chunk.offset, chunk.body),
                bytes([flags]),
                Keep(chunk.body + 1, chunk.end),
            ]
        elif chunk in packets:
            body.append(new)
        else:
            body.append(Keep(chunk.offset, chunk.end))
            if (chunk.end - chunk.offset) % 2:  # the last pad was forgotten
                body.append(b"\x00")
    if not packets:
        body.append(new)
    size = size_of(body)
    if size > 0xFFFFFFFE:
        raise LabelNotWritten(source.name, "it would grow beyond 4 GiB")
    return [b"RIFF" + struct.pack("<I", size), *body, Keep(riff.end, source.size)]


def _header(source: Source, picture: Chunk) -> bytes:
    """Return the body of an extended header for a simple picture."""
    flags = _HAS_XMP
    if picture.kind == b"VP8L":
        mark, bits = struct.unpack("<BI", source.read(picture.body, 5))
        if mark != 0x2F:
            raise source.damaged(picture.body, expected="a lossless picture", found=mark)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags |= _HAS_ALPHA if bits >> 28 & 1 else 0
    elif picture.kind == b"VP8 ":
        start = source.read(picture.body, 10)
        if start[3:6] != b"\x9d\x01\x2a":
            raise source.damaged(picture.body + 3, expected="a key frame", found=start[3:6])
        width = int.from_bytes(start[6:8], "little") & 0x3FFF
        height = int.from_bytes(start[8:10], "little") & 0x3FFF
    else:
        raise source.damaged(picture.offset, expected="a picture", found=picture.kind)
    if not width or not height:
        raise source.damaged(picture.body, expected="a size", found=f"{width} x {height}")
    sides = b"".join((side - 1).to_bytes(3, "little") for side in (width, height))
    return struct.pack("<I", flags) + sides
