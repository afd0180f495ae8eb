"""Metadata of a JPEG or PNG, moved byte for byte beside new pixels.

What describes the pixels themselves is the new encoder's; what describes the
picture (EXIF, XMP, ICC, IPTC, texts, comments) is the old file's. Signed
manifests stay behind: they were made over the old pixels.
"""

from __future__ import annotations

import struct
from typing import Final

__all__ = ["with_chunks_of", "with_segments_of"]

_ENCODER_SEGMENTS: Final = frozenset({0xE0, 0xEB, 0xEE})
"""JFIF, C2PA's boxes and Adobe's colour transform."""

_ABOUT_OFFSETS: Final = b"MPF\x00"
"""A table of further pictures behind the first, by offsets that no longer hold."""

_APP0: Final = 0xE0
_COMMENT: Final = 0xFE

_ENCODER_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"}
    | {b"bKGD", b"sBIT", b"hIST", b"sPLT", b"caBX"}
)
"""Chunks that depend on how the pixels are stored, and C2PA's."""


def _segments(whole: bytes) -> list[tuple[int, bytes]]:
    """Return kind and bytes of each segment before the first scan."""
    found = []
    at = 2
    while whole[at] == 0xFF and whole[at + 1] not in {0xDA, 0xD9}:
        if whole[at + 1] == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(whole[at + 2 : at + 4])
        found.append((whole[at + 1], whole[at:end]))
        at = end
    return found


def with_segments_of(old: bytes, new: bytes) -> bytes:
    """Return a new JPEG with the metadata of an old one.

    Args:
        old: a whole JPEG file that was decoded without complaint.
        new: the same, with other pixels.
    """
    carried = b"".join(
        segment
        for kind, segment in _segments(old)
        if (0xE0 <= kind <= 0xEF or kind == _COMMENT)
        and kind not in _ENCODER_SEGMENTS
        and not segment[4:].startswith(_ABOUT_OFFSETS)
    )
    own = _segments(new)
    head = own[0][1] if own and own[0][0] == _APP0 else b""
    rest = new[2 + len(head) :]
    for kind, segment in own:
        if kind == _COMMENT or (kind != _APP0 and 0xE0 < kind <= 0xED):
            rest = rest.replace(segment, b"", 1)
    return new[:2] + head + carried + rest


def _chunks(whole: bytes) -> list[tuple[bytes, bytes]]:
    """Return kind and bytes of each chunk of a PNG."""
    found = []
    at = 8
    while at + 8 <= len(whole):
        length, kind = struct.unpack_from(">I4s", whole, at)
        found.append((kind, whole[at : at + 12 + length]))
        at += 12 + length
        if kind == b"IEND":
            break
    return found


def with_chunks_of(old: bytes, new: bytes) -> bytes:
    """Return a new PNG with the metadata of an old one.

    What stood before the pixels stands before them again, the rest behind.
    """
    before: list[bytes] = []
    behind: list[bytes] = []
    side = before
    for kind, chunk in _chunks(old):
        if kind == b"IDAT":
            side = behind
        if kind not in _ENCODER_CHUNKS:
            side.append(chunk)
    own = [(kind, chunk) for kind, chunk in _chunks(new) if kind in _ENCODER_CHUNKS]
    (_, head), *rest = own
    # Colour profiles stand before a palette, so directly behind the head is right for all.
    end = rest.pop()[1]
    body = b"".join(chunk for _, chunk in rest)
    return new[:8] + head + b"".join(before) + body + b"".join(behind) + end
