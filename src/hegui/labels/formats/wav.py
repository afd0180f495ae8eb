"""WAV, RF64 and BW64: a chunk named ``AIGC`` that holds the object, before the sound.

    RIFF WAVE [ds64] fmt … [AIGC] data …

Sound is not moved within its chunk. Also read: ``LIST/INFO``, ID3 in a chunk,
XMP in ``_PMX``.
"""

from __future__ import annotations

import struct
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.aigc import KEY
from hegui.labels.formats.riff import Chunk, Riff, packed, walk
from hegui.labels.id3 import scan_tag
from hegui.labels.ifd import looks_like_label
from hegui.labels.manifest_trace import LOOKED_AT, add_manifest
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece, size_of

__all__ = ["find", "splice"]

_OURS: Final = KEY.encode()


def _walk(source: Source) -> Riff:
    riff = walk(source)
    if riff.form != b"WAVE":
        raise source.damaged(8, expected="WAVE", found=riff.form)
    if not any(chunk.kind == b"data" for chunk in riff.chunks):
        raise source.damaged(source.size, expected="a chunk of sound", found="none")
    return riff


def find(source: Source) -> Found:
    """Return every label of a WAV file."""
    found = Found()
    riff = _walk(source)
    for chunk in riff.chunks:
        if chunk.kind == _OURS:
            raw = source.read(chunk.body, chunk.size)
            found.sites.append(
                Site(place="AIGC chunk", offset=chunk.offset, raw=raw, is_canonical=True)
            )
        elif chunk.kind == b"LIST" and source.upto(chunk.body, 4) == b"INFO":
            _scan_info(source, chunk, found)
        elif chunk.kind in {b"id3 ", b"ID3 "}:
            tag = source.read(chunk.body, chunk.size)
            more = scan_tag(source, tag, offset=chunk.body, place="id3 chunk", is_canonical=False)
            _add(found, more)
        elif chunk.kind == b"_PMX":
            packet = source.read(chunk.body, chunk.size)
            _add(found, xmp.scan(packet, place="_PMX", offset=chunk.body, is_canonical=False))
        elif chunk.kind == b"C2PA":
            body = source.read(chunk.body, min(chunk.size, LOOKED_AT))
            add_manifest(found, body, place="C2PA", offset=chunk.offset)
    if riff.end < source.size:
        found.notes.append(f"{source.size - riff.end} bytes behind the end of the sound")
    return found


def _add(found: Found, more: Found) -> None:
    found.sites += more.sites
    found.traces += more.traces
    found.seals += more.seals
    found.notes += more.notes


def _scan_info(source: Source, chunk: Chunk, found: Found) -> None:
    at = chunk.body + 4
    end = chunk.body + chunk.size
    while at + 8 <= end:
        kind, size = struct.unpack("<4sI", source.read(at, 8))
        source.count()
        if at + 8 + size > end:
            raise source.damaged(at, expected=f"{size} bytes in {kind!r}", found=end - at - 8)
        raw = source.read(at + 8, size)
        if kind == _OURS or looks_like_label(raw):
            found.sites.append(
                Site(
                    place=f"LIST/INFO {kind.decode('latin-1')}",
                    offset=at,
                    raw=raw,
                    is_canonical=False,
                    spans=((at, at + 4), (at + 8, at + 8 + size)),
                )
            )
        at += 8 + size + size % 2


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with one chunk ``AIGC``, in front of the sound."""
    riff = _walk(source)
    new = packed(_OURS, payload.encode())
    first = next(chunk for chunk in riff.chunks if chunk.kind == b"data")
    body: list[Piece] = []
    for chunk in riff.chunks:
        if chunk == first:
            body.append(new)
        if chunk.kind != _OURS:
            body.append(Keep(chunk.offset, chunk.end))
    last = riff.chunks[-1]
    body.append(Keep(last.end, riff.end))
    tail = Keep(riff.end, source.size)
    size = 4 + size_of(body)
    if riff.wide is not None:
        wide = Keep(riff.wide.offset + 16, riff.wide.end)
        start = source.read(riff.wide.offset, 8) + struct.pack("<Q", size)
        body = [start if p == Keep(riff.wide.offset, riff.wide.end) else p for p in body]
        body.insert(body.index(start) + 1, wide)
        return [Keep(0, 12), *body, tail]
    if riff.is_open:
        return [Keep(0, 12), *body, tail]
    if size > 0xFFFFFFFE:
        raise LabelNotWritten(
            source.name, "it would grow beyond 4 GiB", hint="Save it as RF64 first."
        )
    return [Keep(0, 4), struct.pack("<I", size), Keep(8, 12), *body, tail]
