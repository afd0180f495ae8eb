"""Vorbis comments: the tags of FLAC, Ogg Vorbis and Opus.

    length vendor   number   (length "NAME=value")*

Names know no case. Lengths are of four bytes, little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from hegui.labels.aigc import KEY
from hegui.labels.ifd import looks_like_label
from hegui.labels.site import Found, Site
from hegui.labels.source import Source

__all__ = ["Comments", "parse", "scan"]


@dataclass(frozen=True, slots=True)
class Comments:
    """Vendor and entries, as bytes; what follows them is kept as well."""

    vendor: bytes
    entries: tuple[bytes, ...]
    offsets: tuple[int, ...]
    """Where each entry's text begins, within what was parsed."""

    rest: bytes

    def with_label(self, payload: str) -> bytes:
        """Return the block with one label, last."""
        kept = [entry for entry in self.entries if not _is_label(entry)]
        kept.append(f"{KEY}={payload}".encode())
        parts = [_sized(self.vendor), struct.pack("<I", len(kept)), *map(_sized, kept), self.rest]
        return b"".join(parts)


def _sized(text: bytes) -> bytes:
    return struct.pack("<I", len(text)) + text


def _is_label(entry: bytes) -> bool:
    name, _, value = entry.partition(b"=")
    return KEY.casefold().encode() in name.lower() or (
        len(value) < 1 << 16 and looks_like_label(value)
    )


def parse(source: Source, block: bytes, offset: int) -> Comments:
    """Take a block apart.

    Raises:
        DamagedFile: an entry reaches beyond the block.
        OverLimit: too many entries.
    """
    at = 0

    def number() -> int:
        nonlocal at
        if at + 4 > len(block):
            raise source.damaged(offset + at, expected="a length", found="the end of the comments")
        at += 4
        return int.from_bytes(block[at - 4 : at], "little")

    def text(length: int) -> bytes:
        nonlocal at
        if at + length > len(block):
            raise source.damaged(offset + at, expected=f"{length} bytes", found=len(block) - at)
        at += length
        return block[at - length : at]

    vendor = text(number())
    entries: list[bytes] = []
    offsets: list[int] = []
    for _ in range(number()):
        source.count()
        length = number()
        offsets.append(at)
        entries.append(text(length))
    return Comments(vendor, tuple(entries), tuple(offsets), block[at:])


def scan(
    comments: Comments, *, offset: int, place: str, is_canonical: bool, is_plain: bool
) -> Found:
    """Return the labels among the entries.

    Args:
        comments: taken apart.
        offset: where the block begins in the file.
        place: what the container calls it.
        is_canonical: whether we would write into it.
        is_plain: whether entries stand in the file in one piece.
    """
    found = Found()
    for entry, start in zip(comments.entries, comments.offsets, strict=True):
        if not _is_label(entry):
            continue
        name, _, value = entry.partition(b"=")
        found.sites.append(
            Site(
                place=f"{place} {name.decode('utf-8', 'replace')[:40]}",
                offset=offset + start if is_plain else offset,
                raw=value,
                is_canonical=is_canonical and name.upper() == KEY.encode(),
            )
        )
    return found
