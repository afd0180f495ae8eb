"""AVI: a sub-chunk ``AIGC`` in ``LIST/INFO``, in front of the frames.

    RIFF AVI  LIST hdrl, [LIST INFO], [JUNK], LIST movi, [idx1]   [RIFF AVIX …]

Filler in front of the frames is used when it is large enough, and then nothing
moves at all. Else the list is put there, and an ``idx1`` that counts from the
start of the file, as GStreamer's does, is moved along; a file in several parts
(OpenDML) is refused then, since its tables lie all over it.
"""

from __future__ import annotations

import struct
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels.aigc import KEY
from hegui.labels.formats.riff import Chunk, Riff, packed, walk
from hegui.labels.ifd import looks_like_label
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_OURS: Final = KEY.encode()
_LONGEST: Final = 1 << 20
_ROW: Final = struct.Struct("<4sIII")


def _walk(source: Source) -> Riff:
    riff = walk(source)
    if riff.form != b"AVI ":
        raise source.damaged(8, expected="AVI", found=riff.form)
    if _movie(source, riff) is None:
        raise source.damaged(source.size, expected="frames", found="none")
    return riff


def _list_kind(source: Source, chunk: Chunk) -> bytes:
    return source.read(chunk.body, 4) if chunk.kind == b"LIST" and chunk.size >= 4 else b""


def _movie(source: Source, riff: Riff) -> Chunk | None:
    return next((c for c in riff.chunks if _list_kind(source, c) == b"movi"), None)


def _items(source: Source, chunk: Chunk) -> list[tuple[bytes, int, int]]:
    """Return id, place and length of what stands in a list of INFO."""
    items: list[tuple[bytes, int, int]] = []
    at, end = chunk.body + 4, chunk.body + chunk.size
    while at + 8 <= end:
        kind, size = struct.unpack("<4sI", source.read(at, 8))
        source.count()
        if at + 8 + size > end:
            raise source.damaged(at, expected=f"{size} bytes in {kind!r}", found=end - at - 8)
        items.append((kind, at, size))
        at += 8 + size + size % 2
    return items


def find(source: Source) -> Found:
    """Return every label of an AVI file."""
    found = Found()
    riff = _walk(source)
    movie = _movie(source, riff)
    has_one = False
    for chunk in riff.chunks:
        if _list_kind(source, chunk) == b"INFO":
            for kind, at, size in _items(source, chunk):
                raw = source.read(at + 8, size)
                if kind == _OURS or (size <= _LONGEST and looks_like_label(raw)):
                    is_early = movie is not None and at < movie.offset
                    found.sites.append(
                        Site(
                            place=f"LIST/INFO {kind.decode('latin-1')}",
                            offset=at,
                            raw=raw,
                            is_canonical=kind == _OURS and is_early and not has_one,
                        )
                    )
                    has_one = True
        elif chunk.kind == _OURS:
            raw = source.read(chunk.body, chunk.size)
            found.sites.append(
                Site(place="AIGC chunk", offset=chunk.offset, raw=raw, is_canonical=False)
            )
    if riff.end < source.size and source.upto(riff.end, 4) != b"RIFF":
        found.notes.append(f"{source.size - riff.end} bytes behind the end of the film")
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with one label in a list of INFO in front of the frames."""
    riff = _walk(source)
    movie = _movie(source, riff)
    assert movie is not None  # noqa: S101 - `_walk` has seen it
    parts: list[tuple[Chunk, bytes | None]] = []
    kept_items = b""
    for chunk in riff.chunks:
        is_info = _list_kind(source, chunk) == b"INFO"
        labels = [
            at
            for kind, at, size in (_items(source, chunk) if is_info else ())
            if kind == _OURS or (size <= _LONGEST and looks_like_label(source.read(at + 8, size)))
        ]
        if chunk.offset > movie.offset and (labels or chunk.kind == _OURS):
            raise LabelNotWritten(source.name, "a label stands behind its frames")
        if is_info and chunk.offset < movie.offset:
            for _, at, size in _items(source, chunk):
                if at not in labels:
                    kept_items += source.read(at, 8 + size) + b"\x00" * (size % 2)
        is_free = is_info or chunk.kind in {b"JUNK", _OURS}
        parts.append((chunk, b"" if is_free and chunk.offset < movie.offset else None))
    info = packed(b"LIST", b"INFO" + kept_items + packed(_OURS, payload.encode() + b"\x00"))
    return _placed(source, riff, movie, parts, info)


def _placed(
    source: Source, riff: Riff, movie: Chunk, parts: list[tuple[Chunk, bytes | None]], info: bytes
) -> list[Piece]:
    """Put the list where filler and old lists stood; grow only when they are too small."""
    free = [chunk for chunk, new in parts if new is not None]
    room = sum(chunk.end - chunk.offset for chunk in free)
    left = room - len(info)
    # Filler has a head of eight bytes: less cannot be filled.
    grown = max(0, -left) if left <= 0 else max(0, 8 - left)
    left += grown
    filler = packed(b"JUNK", b"\x00" * (left - 8)) if left >= 8 else b""
    if grown:
        _require_movable(source, riff, grown)
    pieces: list[Piece] = [Keep(0, 4), struct.pack("<I", riff.end - 8 + grown), Keep(8, 12)]
    for chunk, new in parts:
        if chunk == movie:
            pieces += [info, filler]
        if grown and chunk.kind == b"idx1" and _counts_from_the_start(source, chunk):
            moved = _moved(source, chunk, grown)
            pieces += [
                Keep(chunk.offset, chunk.body),
                moved,
                Keep(chunk.body + len(moved), chunk.end),
            ]
        elif new is None:
            pieces.append(Keep(chunk.offset, chunk.end))
    return [*pieces, Keep(riff.chunks[-1].end, source.size)]


def _require_movable(source: Source, riff: Riff, by: int) -> None:
    """Raise when there are tables that are not moved along, or no room to grow."""
    if riff.end + by > 0xFFFFFFFF:
        raise LabelNotWritten(source.name, "its format ends at 4 GiB")
    if riff.end < source.size and source.upto(riff.end, 4) == b"RIFF":
        raise LabelNotWritten(source.name, "it is in several parts, and has no filler for a label")
    header = next((c for c in riff.chunks if _list_kind(source, c) == b"hdrl"), None)
    if header is not None and b"indx" in source.read(header.body, min(header.size, 1 << 20)):
        raise LabelNotWritten(source.name, "its tables lie among its frames")


def _counts_from_the_start(source: Source, index: Chunk) -> bool:
    """Tell whether the first row points at its chunk, counted from the start of the file."""
    if index.size < _ROW.size:
        return False
    kind, _, first, _ = _ROW.unpack(source.read(index.body, _ROW.size))
    return source.upto(first, 4) in {kind, b"LIST"}  # a list where frames are in records


def _moved(source: Source, index: Chunk, by: int) -> bytes:
    """Return the rows of an index whose frames stand so many bytes later."""
    rows = source.read(index.body, index.size - index.size % _ROW.size)
    last = max(place for _, _, place, _ in _ROW.iter_unpack(rows))
    if last > index.offset:
        raise source.damaged(index.offset, expected="rows that point at frames", found=last)
    return b"".join(
        _ROW.pack(kind, flags, place + by, size)
        for kind, flags, place, size in _ROW.iter_unpack(rows)
    )
