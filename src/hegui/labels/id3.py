"""ID3v2 tags: versions 2.2 to 2.4, read as they are met and rewritten frame by frame.

    "ID3" version flags size   frames   zeros

A frame that is no label is carried byte for byte. Sizes are "synchsafe" (seven
bits a byte) in the header and, from 2.4 on, in frames; some writers forget it
there, which shows in what follows the frame. "Unsynchronised" tags have a zero
after each 0xFF; they are read so and written without.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hegui.labels.aigc import KEY
from hegui.labels.ifd import looks_like_label
from hegui.labels.manifest_trace import LOOKED_AT, add_manifest
from hegui.labels.site import Found, Site
from hegui.labels.source import Source

__all__ = ["HEADER_BYTES", "put_tag", "scan_tag", "tag_bytes"]

HEADER_BYTES: Final = 10
_UNSYNCHRONISED, _EXTENDED, _FOOTER = 0x80, 0x40, 0x10
_ROOM: Final = 1_024
"""Zeros behind the frames of a tag that we make longer, for the next writer."""

_CODINGS: Final = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}


@dataclass(frozen=True, slots=True)
class _Frame:
    kind: bytes
    start: int
    """Within the frames, after undoing unsynchronisation."""

    body: int
    end: int
    flags: int


@dataclass(frozen=True, slots=True)
class _Tag:
    version: int
    flags: int
    frames: tuple[_Frame, ...]
    packed: bytes
    """What the frames count in."""

    base: int
    """Where that begins in the tag; -1 when it does not stand there in plain."""


def _synchsafe(four: bytes) -> int:
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3]


def _to_synchsafe(number: int) -> bytes:
    return bytes(number >> bits & 0x7F for bits in (21, 14, 7, 0))


def tag_bytes(header: bytes) -> int:
    """Return how long a tag is by its header, footer included; 0 when it is none."""
    if len(header) < HEADER_BYTES or header[:3] != b"ID3" or header[3] not in {2, 3, 4}:
        return 0
    if any(byte & 0x80 for byte in header[6:10]):
        return 0
    return HEADER_BYTES + _synchsafe(header[6:10]) + (10 if header[5] & _FOOTER else 0)


def _parse(source: Source, tag: bytes, offset: int) -> _Tag:
    version, flags = tag[3], tag[5]
    packed = tag[HEADER_BYTES : HEADER_BYTES + _synchsafe(tag[6:10])]
    base = HEADER_BYTES
    if version < 4 and flags & _UNSYNCHRONISED:
        packed = packed.replace(b"\xff\x00", b"\xff")
        base = -1
    if version == 2 and flags & _EXTENDED:
        raise source.damaged(offset, expected="a tag in plain", found="a packed one")
    at = 0
    if flags & _EXTENDED and len(packed) >= 4:
        at = int.from_bytes(packed[:4]) + 4 if version == 3 else _synchsafe(packed[:4])
    frames: list[_Frame] = []
    head = 6 if version == 2 else 10
    while at + head <= len(packed) and packed[at]:
        source.count()
        frame = _frame(packed, at, version)
        if frame is None:
            raise source.damaged(offset + at, expected="a frame", found=packed[at : at + head])
        frames.append(frame)
        at = frame.end
    return _Tag(version, flags, tuple(frames), packed, base)


def _frame(packed: bytes, at: int, version: int) -> _Frame | None:
    width = 3 if version == 2 else 4
    kind = packed[at : at + width]
    if not _is_name(kind):
        return None
    if version == 2:
        body, flags = at + 6, 0
        size = int.from_bytes(packed[at + 3 : at + 6])
    else:
        body, flags = at + 10, int.from_bytes(packed[at + 8 : at + 10])
        size = int.from_bytes(packed[at + 4 : at + 8])
        if version == 4:
            size = _size_of_24(packed, at, size)
    return _Frame(kind, at, body, body + size, flags) if body + size <= len(packed) else None


def _is_name(kind: bytes) -> bool:
    return len(kind) in {3, 4} and all(48 <= c <= 57 or 65 <= c <= 90 or c == 32 for c in kind)


def _size_of_24(packed: bytes, at: int, plain: int) -> int:
    four = packed[at + 4 : at + 8]
    if any(byte & 0x80 for byte in four):
        return plain
    safe = _synchsafe(four)
    if safe == plain:
        return safe

    def leads_on(size: int) -> bool:
        after = packed[at + 10 + size : at + 14 + size]
        return at + 10 + size <= len(packed) and (not after.strip(b"\x00") or _is_name(after))

    return plain if not leads_on(safe) and leads_on(plain) else safe


def _text(source: Source, tag: _Tag, frame: _Frame, offset: int) -> tuple[str, str, bool]:
    """Return description and value of a user's text frame, and whether they stand in plain."""
    body = tag.packed[frame.body : frame.end]
    is_plain = tag.base >= 0 and not frame.flags & 0xFF
    if tag.version == 4:
        if frame.flags & 0x02 or tag.flags & _UNSYNCHRONISED:
            body = body.replace(b"\xff\x00", b"\xff")
            is_plain = False
        if frame.flags & 0x01:
            body = body[4:]
        if frame.flags & 0x08:
            body = source.inflate(body, offset)
    elif tag.version == 3 and frame.flags & 0x80:
        body = source.inflate(body[4:], offset)
    coding = _CODINGS.get(body[0] if body else 0, "latin-1")
    if coding.startswith("utf-16"):
        end = next(
            (i for i in range(1, len(body) - 1, 2) if body[i : i + 2] == b"\x00\x00"), len(body)
        )
        name, value = body[1:end], body[end + 2 :]
    else:
        name, _, value = body[1:].partition(b"\x00")
    return name.decode(coding, "replace"), value.decode(coding, "replace").rstrip("\x00"), is_plain


def _is_label(
    source: Source, tag: _Tag, frame: _Frame, offset: int
) -> tuple[str, str, bool] | None:
    if frame.kind in {b"TXXX", b"TXX"}:
        name, value, is_plain = _text(source, tag, frame, offset)
        if KEY.casefold() in name.casefold() or looks_like_label(value.encode("utf-8", "replace")):
            return name, value, is_plain
    elif frame.kind in {b"COMM", b"COM", b"PRIV", b"GEOB"}:
        body = tag.packed[frame.body : frame.end]
        if len(body) < 1 << 16 and looks_like_label(body):
            return frame.kind.decode(), body[body.find(b"{") :].decode("utf-8", "replace"), False
    return None


def scan_tag(source: Source, tag: bytes, *, offset: int, place: str, is_canonical: bool) -> Found:
    """Return the labels of one tag.

    Args:
        source: for limits and errors.
        tag: from its header on.
        offset: the header's place in the file.
        place: what the container calls it.
        is_canonical: whether we would write into it.
    """
    found = Found()
    if not tag_bytes(tag):
        raise source.damaged(offset, expected="an ID3v2 tag", found=tag[:10])
    parsed = _parse(source, tag, offset)
    for frame in parsed.frames:
        at = offset + max(parsed.base, 0) + frame.start
        if frame.kind == b"GEOB" and b"c2pa" in parsed.packed[frame.body : frame.body + 200]:
            body = parsed.packed[frame.body : frame.end][:LOOKED_AT]
            add_manifest(found, body, place="GEOB", offset=at)
        hit = _is_label(source, parsed, frame, at)
        if hit is None:
            continue
        name, value, is_plain = hit
        start = offset + parsed.base + frame.body + 1
        end = offset + parsed.base + frame.end
        is_text = frame.kind.startswith(b"TXX")
        found.sites.append(
            Site(
                place=f"{place} {frame.kind.decode()} {name}",
                offset=at,
                raw=value.encode("utf-8", "surrogatepass"),
                is_canonical=is_canonical and name == KEY and is_text,
                spans=((start, end),) if is_plain and is_text else (),
            )
        )
    return found


def put_tag(source: Source, tag: bytes, payload: str) -> bytes:
    """Return a tag with one label, as long as it was when its zeros have room.

    Args:
        source: for limits and errors.
        tag: from its header on; empty makes a new one of version 2.3, which
            every reader knows.
        payload: the label's JSON.
    """
    if not tag:
        frames = _new_frame(3, payload)
        return b"ID3\x03\x00\x00" + _to_synchsafe(len(frames) + _ROOM) + frames + b"\x00" * _ROOM
    parsed = _parse(source, tag, 0)
    kept = [
        parsed.packed[frame.start : frame.end]
        for frame in parsed.frames
        if _is_label(source, parsed, frame, 0) is None
    ]
    frames = b"".join(kept) + _new_frame(parsed.version, payload)
    room = tag_bytes(tag) - HEADER_BYTES - len(frames)
    if room < 0:
        room = _ROOM
    # An extended header holds a checksum of what was there; a footer allows no zeros.
    flags = parsed.flags & (_UNSYNCHRONISED if parsed.version == 4 else 0)
    header = b"ID3" + bytes([parsed.version, tag[4], flags]) + _to_synchsafe(len(frames) + room)
    return header + frames + b"\x00" * room


def _new_frame(version: int, payload: str) -> bytes:
    if payload.isascii():
        body = b"\x00" + KEY.encode() + b"\x00" + payload.encode()
    elif version == 4:
        body = b"\x03" + KEY.encode() + b"\x00" + payload.encode()
    else:
        zero = "\x00"
        body = b"\x01" + f"{KEY}{zero}".encode("utf-16") + payload.encode("utf-16")
    if version == 2:
        return b"TXX" + len(body).to_bytes(3) + body
    size = _to_synchsafe(len(body)) if version == 4 else len(body).to_bytes(4)
    return b"TXXX" + size + b"\x00\x00" + body
