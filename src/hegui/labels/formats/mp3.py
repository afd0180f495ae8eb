"""MP3: a user's text frame ``TXXX`` described as ``AIGC``, in the ID3v2 tag in front.

    [ID3v2] sound [APEv2] [ID3v1]

Sound is moved behind a longer tag and never changed. Also read: further ID3v2
tags, comments, and items of APEv2 at the end.
"""

from __future__ import annotations

import struct

from hegui.labels.aigc import KEY
from hegui.labels.id3 import HEADER_BYTES, put_tag, scan_tag, tag_bytes
from hegui.labels.ifd import looks_like_label
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "leading_tags", "splice"]


def leading_tags(source: Source) -> list[tuple[int, int]]:
    """Return where the ID3v2 tags in front begin and end."""
    tags: list[tuple[int, int]] = []
    at = 0
    while length := tag_bytes(source.upto(at, HEADER_BYTES)):
        if at + length > source.size:
            raise source.damaged(at, expected=f"a tag of {length} bytes", found=source.size - at)
        tags.append((at, at + length))
        source.count()
        at += length
    return tags


def find(source: Source) -> Found:
    """Return every label of an MP3 file."""
    found = Found()
    tags = leading_tags(source)
    for number, (start, end) in enumerate(tags):
        tag = source.read(start, end - start)
        more = scan_tag(source, tag, offset=start, place="ID3v2", is_canonical=number == 0)
        found.sites += more.sites
        found.traces += more.traces
        found.seals += more.seals
    _scan_ape(source, found)
    return found


def _scan_ape(source: Source, found: Found) -> None:
    end = source.size
    if end >= 128 and source.read(end - 128, 3) == b"TAG":
        end -= 128
    if end < 32 or source.read(end - 32, 8) != b"APETAGEX":
        return
    size, number = struct.unpack("<II", source.read(end - 20, 8))
    at = end - size
    if at < 0:
        raise source.damaged(end - 32, expected="an APE tag within the file", found=f"{size} bytes")
    while number and at + 8 < end - 32:
        source.count()
        number -= 1
        (length,) = struct.unpack("<I", source.read(at, 4))
        head = source.upto(at + 8, 256)
        name = head.partition(b"\x00")[0]
        value = at + 8 + len(name) + 1
        if value + length > end - 32:
            raise source.damaged(at, expected="an item within the tag", found=f"{length} bytes")
        if length < 1 << 20:
            raw = source.read(value, length)
            if KEY.casefold().encode() in name.lower() or looks_like_label(raw):
                found.sites.append(
                    Site(
                        place=f"APEv2 {name.decode('latin-1')}",
                        offset=at,
                        raw=raw,
                        is_canonical=False,
                        spans=((at + 8, at + 8 + len(name)), (value, value + length)),
                    )
                )
        at = value + length


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its first ID3v2 tag."""
    tags = leading_tags(source)
    start, end = tags[0] if tags else (0, 0)
    return [put_tag(source, source.read(start, end - start), payload), Keep(end, source.size)]
