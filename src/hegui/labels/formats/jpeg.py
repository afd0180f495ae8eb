"""JPEG: XMP in an APP1 segment, in front of the pixels.

    SOI, [APP0 JFIF], [APP1 Exif], [APP1 XMP], …, SOS, pixels, EOI

Only the segments before the first scan are walked. Also read: EXIF
``UserComment`` and its neighbours, the extended XMP of Adobe, comments, and a
bare object in any APP segment.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from hegui.errors import DamagedFile, LabelNotWritten
from hegui.labels import xmp
from hegui.labels.ifd import Tiff, looks_like_label, scan_exif
from hegui.labels.manifest_trace import add_manifest
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_XMP: Final = b"http://ns.adobe.com/xap/1.0/\x00"
_MORE_XMP: Final = b"http://ns.adobe.com/xmp/extension/\x00"
_EXIF: Final = b"Exif\x00\x00"
_MPF: Final = b"MPF\x00"
_APP0, _APP1, _APP2, _APP11, _COM, _SOS, _EOI = 0xE0, 0xE1, 0xE2, 0xEB, 0xFE, 0xDA, 0xD9
_LONGEST: Final = 65_533
"""Bytes in one segment behind its length."""

_FIRST_IMAGE: Final = 0xB002
"""MPF's table of pictures."""


@dataclass(frozen=True, slots=True)
class _Segment:
    kind: int
    offset: int
    end: int
    body: bytes

    @property
    def body_offset(self) -> int:
        return self.offset + 4


def _segments(source: Source) -> list[_Segment]:
    if source.read(0, 2) != b"\xff\xd8":
        raise source.damaged(0, expected="the start of a JPEG", found=source.upto(0, 4))
    segments: list[_Segment] = []
    at = 2
    while True:
        mark = source.read(at, 2)
        if mark[0] != 0xFF:
            raise source.damaged(at, expected="a marker", found=mark)
        source.count()
        if mark[1] == 0xFF:  # fill bytes are allowed before a marker
            at += 1
            continue
        if mark[1] in {_SOS, _EOI}:
            if mark[1] == _EOI:
                raise source.damaged(at, expected="a scan", found="the end of the picture")
            return segments
        length = int.from_bytes(source.read(at + 2, 2))
        if length < 2:
            raise source.damaged(at + 2, expected="a length of at least 2", found=length)
        segments.append(_Segment(mark[1], at, at + 2 + length, source.read(at + 4, length - 2)))
        at += 2 + length


def find(source: Source) -> Found:
    """Return every label in front of the pixels of a JPEG."""
    found = Found()
    extended: dict[bytes, list[tuple[int, bytes]]] = {}
    for segment in _segments(source):
        if segment.kind == _APP1 and segment.body.startswith(_XMP):
            offset = segment.body_offset + len(_XMP)
            _add(found, xmp.scan(segment.body[len(_XMP) :], place="APP1 XMP", offset=offset))
        elif segment.kind == _APP1 and segment.body.startswith(_MORE_XMP):
            rest = segment.body[len(_MORE_XMP) :]
            part = (int.from_bytes(rest[36:40]), rest[40:])
            extended.setdefault(rest[:32], []).append(part)
        elif segment.kind == _APP1 and segment.body.startswith(_EXIF):
            _look_at_exif(source, segment, found)
        elif segment.kind == _APP11 and b"jumb" in segment.body[:24]:
            add_manifest(found, segment.body, place="APP11", offset=segment.offset)
        elif _is_bare(segment):
            name = "COM" if segment.kind == _COM else f"APP{segment.kind - _APP0}"
            found.sites.append(
                Site(place=name, offset=segment.offset, raw=segment.body, is_canonical=False)
            )
    for parts in extended.values():
        packet = b"".join(body for _, body in sorted(parts))
        _add(found, xmp.scan(packet, place="extended XMP", is_plain=False, is_canonical=False))
    return found


def _look_at_exif(source: Source, segment: _Segment, found: Found) -> None:
    inner = Source.of_bytes(segment.body[len(_EXIF) :], name="EXIF", limits=source.limits)
    try:
        more = scan_exif(inner, base=segment.body_offset + len(_EXIF), is_plain=True)
    except DamagedFile as error:
        # Pointers of camera makers are often broken; a label beside them still counts.
        found.notes.append(str(error))
        if looks_like_label(segment.body):
            raise
        return
    _add(found, more)


def _add(found: Found, more: Found) -> None:
    found.sites += more.sites
    found.traces += more.traces
    found.notes += more.notes


def _is_bare(segment: _Segment) -> bool:
    """Tell whether a segment is a label and nothing else."""
    is_text = segment.kind == _COM or _APP0 <= segment.kind <= _APP0 + 15
    start = segment.body[:64].lstrip(b"\x00 ")
    return is_text and start.startswith((b"AIGC", b"{")) and looks_like_label(segment.body)


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its one XMP segment.

    Raises:
        LabelNotWritten: two XMP packets; a packet that would outgrow its
            segment; a length that a table of further pictures depends on.
    """
    segments = _segments(source)
    packets = [s for s in segments if s.kind == _APP1 and s.body.startswith(_XMP)]
    if len(packets) > 1:
        raise LabelNotWritten(source.name, "it holds more than one XMP packet")
    old = packets[0].body[len(_XMP) :] if packets else None
    body = _XMP + xmp.put(old, payload)
    if len(body) > _LONGEST:
        raise LabelNotWritten(
            source.name, f"its XMP would outgrow a segment by {len(body) - _LONGEST} bytes"
        )
    new = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    where = packets[0] if packets else _place(segments)
    edits = [(s.offset, s.end, b"") for s in segments if _is_bare(s)]
    if packets:
        edits.append((where.offset, where.end, new)) if where else None
    else:
        at = where.end if where else 2
        edits.append((at, at, new))
    edits += _further_pictures(source, segments, edits)
    pieces: list[Piece] = []
    at = 0
    for start, end, written in sorted(edits):
        pieces += [Keep(at, start), written]
        at = end
    return [*pieces, Keep(at, source.size)]


def _place(segments: list[_Segment]) -> _Segment | None:
    """Return the segment behind which a new packet stands: JFIF, or EXIF when it follows."""
    last = None
    for segment in segments:
        is_exif = segment.kind == _APP1 and segment.body.startswith(_EXIF)
        if segment.kind != _APP0 and not is_exif:
            break
        last = segment
    return last


def _further_pictures(
    source: Source, segments: list[_Segment], edits: list[tuple[int, int, bytes]]
) -> list[tuple[int, int, bytes]]:
    """Return the change to MPF's table that names the first picture's new length.

    Offsets of further pictures count from MPF's own header, so what grows in
    front of it moves nothing; what grows behind it would.
    """
    for segment in segments:
        if segment.kind != _APP2 or not segment.body.startswith(_MPF):
            continue
        if any(start >= segment.end and end - start != len(new) for start, end, new in edits):
            raise LabelNotWritten(
                source.name, "further pictures behind the first would move away from their table"
            )
        base = segment.body_offset + len(_MPF)
        inner = Source.of_bytes(segment.body[len(_MPF) :], name="MPF", limits=source.limits)
        tiff = Tiff(inner)
        grown = sum(len(new) - (end - start) for start, end, new in edits)
        for entry in tiff.directory(tiff.first).entries:
            if entry.tag == _FIRST_IMAGE and entry.value_bytes >= 16:
                at = entry.value_offset + 4
                (size,) = struct.unpack(tiff.order + "I", inner.read(at, 4))
                if size:
                    packed = struct.pack(tiff.order + "I", size + grown)
                    return [(base + at, base + at + 4, packed)]
    return []
