"""Small files with oddities, made by hand."""

from __future__ import annotations

import struct
import zlib

__all__ = ["GIF", "JPEG", "PNG", "box", "chunk", "jpeg", "png", "riff", "segment", "xmp_packet"]


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of PNG."""
    return struct.pack(">I", len(body)) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def png(*chunks: bytes, after: bytes = b"", behind: bytes = b"") -> bytes:
    """Return a PNG of one grey pixel with chunks in front of, and after, its pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + after + end + behind


def segment(kind: int, body: bytes) -> bytes:
    """Return a segment of JPEG."""
    return bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    """Return the skeleton of a JPEG: markers, and bytes that stand for a scan."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd9"
    return b"\xff\xd8" + b"".join(segments) + scan


def riff(form: bytes, *chunks: tuple[bytes, bytes], kind: bytes = b"RIFF") -> bytes:
    """Return a RIFF file."""
    body = b"".join(k + struct.pack("<I", len(b)) + b + b"\x00" * (len(b) % 2) for k, b in chunks)
    return kind + struct.pack("<I", len(body) + 4) + form + body


def box(kind: bytes, *parts: bytes) -> bytes:
    """Return a box of an ISO media file."""
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def xmp_packet(inside: str) -> bytes:
    """Return an XMP packet with something in its description."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f"{inside}</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


PNG = png()
JPEG = jpeg()
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00"
    + b"\x00" * 6
    + b"\x2c"
    + b"\x00" * 4
    + b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
