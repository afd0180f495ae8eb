"""FLV: the key ``AIGC`` of ``onMetaData``, in the first script tag.

    header, (previous size, tag)*       tag: kind size time stream body

The map of metadata is read in AMF0 only to know where things stand. When the
tag grows, the places of key frames and the file's own length in it are moved.

ffmpeg reads strings of less than 1,024 bytes and nothing behind a longer one,
MediaInfo nothing behind an array within: a short label stands in front of the
first of either, such as GStreamer's index and filler, and a long one at the end.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels.aigc import KEY
from hegui.labels.ifd import looks_like_label
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_SCRIPT: Final = 18
_TAGS: Final = 64
"""Tags at the start among which metadata is looked for."""

_NAME: Final = b"\x02\x00\x0aonMetaData"
_LONG: Final = 1_024
_WITHIN: Final = frozenset({3, 8, 10})


@dataclass(frozen=True, slots=True)
class _Tag:
    offset: int
    body: int
    end: int


@dataclass(slots=True)
class _Map:
    """Where the members of the outermost map stand, within the tag's body."""

    count_at: int
    """Where an array tells its length; -1 for an object."""

    members: list[tuple[bytes, int, int, int]] = field(default_factory=list)
    """Name, first byte of the name's length, first byte of the value, end."""

    places: list[int] = field(default_factory=list)
    """Numbers that are places or lengths in the file."""

    close: int = 0
    """Where the end mark begins."""


def _script(source: Source) -> _Tag | None:
    """Return the tag of metadata."""
    if source.read(0, 3) != b"FLV":
        raise source.damaged(0, expected="FLV", found=source.upto(0, 3))
    at = int.from_bytes(source.read(5, 4)) + 4
    for _ in range(_TAGS):
        if at + 11 > source.size:
            return None
        source.count()
        head = source.read(at, 11)
        body = at + 11
        end = body + int.from_bytes(head[1:4])
        if end > source.size:
            raise source.damaged(at, expected=f"a tag of {end - at} bytes", found=source.size - at)
        if head[0] & 0x1F == _SCRIPT and source.upto(body, len(_NAME)) == _NAME:
            return _Tag(at, body, end)
        at = end + 4
    return None


class _Amf:
    """Walks AMF0 without making values of it."""

    def __init__(self, source: Source, body: bytes, offset: int) -> None:
        self.source = source
        self.body = body
        self.offset = offset
        self.places: list[int] = []

    def _need(self, at: int, length: int) -> int:
        if at + length > len(self.body):
            raise self.source.damaged(self.offset + at, expected=f"{length} bytes", found="the end")
        return at + length

    def _size(self, at: int, width: int) -> int:
        self._need(at, width)
        return int.from_bytes(self.body[at : at + width])

    def skip(self, at: int, path: str) -> int:
        """Return where the value at `at` ends."""
        self.source.count()
        kind = self._size(at, 1)
        at += 1
        if kind == 0:
            if path in {"/filesize", "/keyframes/filepositions/"}:
                self.places.append(at)
            return self._need(at, 8)
        if kind == 2:
            return self._need(at, 2 + self._size(at, 2))
        if kind == 12:
            return self._need(at, 4 + self._size(at, 4))
        if kind in {3, 8}:
            return self.members(at if kind == 3 else self._need(at, 4), path)[1]
        if kind == 10:
            count, at = self._size(at, 4), self._need(at, 4)
            with self.source.deeper():
                for _ in range(count):
                    at = self.skip(at, f"{path}/")
            return at
        widths = {1: 1, 5: 0, 6: 0, 7: 2, 11: 10}
        if kind not in widths:
            raise self.source.damaged(self.offset + at - 1, expected="a known type", found=kind)
        return self._need(at, widths[kind])

    def members(self, at: int, path: str) -> tuple[list[tuple[bytes, int, int, int]], int]:
        """Return the members of a map, and where it ends."""
        found: list[tuple[bytes, int, int, int]] = []
        with self.source.deeper():
            while True:
                length = self._size(at, 2)
                if not length and self._size(at + 2, 1) == 9:
                    return found, at + 3
                name = self.body[at + 2 : self._need(at + 2, length)]
                value = at + 2 + length
                end = self.skip(value, f"{path}/{name.decode('latin-1')}")
                found.append((name, at, value, end))
                at = end


def _map(source: Source, tag: _Tag) -> tuple[bytes, _Map]:
    body = source.read(tag.body, tag.end - tag.body)
    amf = _Amf(source, body, tag.body)
    kind = amf.body[len(_NAME) : len(_NAME) + 1]
    if kind not in {b"\x03", b"\x08"}:
        raise source.damaged(tag.body + len(_NAME), expected="a map", found=kind)
    start = len(_NAME) + 1
    count_at = start if kind == b"\x08" else -1
    members, end = amf.members(start + (4 if kind == b"\x08" else 0), "")
    return body, _Map(count_at, members, amf.places, end - 3)


def _string(body: bytes, value: int, end: int) -> bytes:
    kind = body[value]
    return body[value + 3 : end] if kind == 2 else body[value + 5 : end] if kind == 12 else b""


def _is_label(body: bytes, name: bytes, value: int, end: int) -> bool:
    text = _string(body, value, end)
    return KEY.casefold().encode() in name.lower() or (
        len(text) < 1 << 16 and looks_like_label(text)
    )


def find(source: Source) -> Found:
    """Return every label in the metadata of an FLV file."""
    found = Found()
    tag = _script(source)
    if tag is None:
        return found
    body, layout = _map(source, tag)
    for name, start, value, end in layout.members:
        if _is_label(body, name, value, end):
            found.sites.append(
                Site(
                    place=f"onMetaData {name.decode('utf-8', 'replace')[:40]}",
                    offset=tag.body + start,
                    raw=_string(body, value, end),
                    is_canonical=name == KEY.encode(),
                )
            )
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its metadata."""
    text = payload.encode()
    member = (
        struct.pack(">H", len(KEY)) + KEY.encode() + b"\x02" + struct.pack(">H", len(text)) + text
    )
    if len(text) > 0xFFFF:
        raise LabelNotWritten(source.name, "the label is too long for its metadata")
    tag = _script(source)
    if tag is None:
        first = int.from_bytes(source.read(5, 4)) + 4
        body = _NAME + b"\x08\x00\x00\x00\x01" + member + b"\x00\x00\x09"
        head = bytes([_SCRIPT]) + len(body).to_bytes(3) + b"\x00" * 7
        new = head + body + struct.pack(">I", len(head) + len(body))
        return [Keep(0, first), new, Keep(first, source.size)]
    body, layout = _map(source, tag)
    gone = [(s, e) for n, s, v, e in layout.members if _is_label(body, n, v, e)]
    grown = len(member) - sum(end - start for start, end in gone)
    changed = bytearray(body)
    for at in layout.places:
        (old,) = struct.unpack(">d", body[at : at + 8])
        changed[at : at + 8] = struct.pack(">d", old + grown if old >= tag.end else old)
    if layout.count_at >= 0:
        count = len(layout.members) - len(gone) + 1
        changed[layout.count_at : layout.count_at + 4] = struct.pack(">I", count)
    stops = (
        start
        for _, start, value, end in layout.members
        if body[value] in _WITHIN or len(_string(body, value, end)) >= _LONG
        if (start, end) not in gone and len(text) < _LONG
    )
    at = next(stops, layout.close)
    edits = [(start, end, b"") for start, end in gone]
    for start, end, there in sorted([*edits, (at, at, member)], reverse=True):
        changed[start:end] = there
    if len(changed) > 0xFFFFFF:
        raise LabelNotWritten(source.name, "its metadata would outgrow their tag")
    head = source.read(tag.offset, 11)
    head = head[:1] + len(changed).to_bytes(3) + head[4:]
    new = head + bytes(changed) + struct.pack(">I", len(changed) + 11)
    return [Keep(0, tag.offset), new, Keep(min(tag.end + 4, source.size), source.size)]
