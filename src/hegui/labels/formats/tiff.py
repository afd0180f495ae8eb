"""TIFF and BigTIFF: tag 700 in the first directory, of type 7.

    header → first directory → …      (pixels anywhere between)

A new first directory and the packet are put at the end of the file and the
header is made to lead there; everything else keeps its place, so no offset of
pixels changes. What stood in tag 700 before is blanked. A packet of the same
length, which padding mostly allows, is written over the old one.
"""

from __future__ import annotations

import struct
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.ifd import Directory, Entry, Tiff, scan_exif
from hegui.labels.manifest_trace import LOOKED_AT, add_manifest
from hegui.labels.site import Found
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_XMP: Final = 700
_C2PA: Final = 52545
_DNG: Final = 50706


def find(source: Source) -> Found:
    """Return every label of a TIFF file."""
    found = scan_exif(source, base=0, is_plain=True, place="TIFF")
    tiff = Tiff(source)
    for number, directory in enumerate(tiff.chain()):
        for entry in directory.entries:
            if entry.tag == _XMP and entry.value_bytes:
                more = xmp.scan(
                    tiff.value(entry),
                    place=f"tag 700 of picture {number + 1}",
                    offset=entry.value_offset,
                    is_canonical=number == 0,
                )
                found.sites += more.sites
                found.traces += more.traces
                found.notes += more.notes
            elif entry.tag == _C2PA:
                body = source.upto(entry.value_offset, min(entry.value_bytes, LOOKED_AT))
                add_manifest(found, body, place="tag C2PA", offset=entry.value_offset)
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in tag 700 of its first directory."""
    tiff = Tiff(source)
    first = tiff.directory(tiff.first)
    if any(entry.tag == _DNG for entry in first.entries):
        raise LabelNotWritten(source.name, "it is a camera's raw file, not a generated picture")
    old = next((entry for entry in first.entries if entry.tag == _XMP), None)
    packet = xmp.put(tiff.value(old) if old is not None and old.value_bytes else None, payload)
    if old is not None and len(packet) == old.value_bytes and len(packet) > tiff.word_bytes:
        end = old.value_offset + old.value_bytes
        return [Keep(0, old.value_offset), packet, Keep(end, source.size)]
    pad = b"\x00" * (source.size % 2)
    packet += b" " * (len(packet) % 2)
    at = source.size + len(pad)
    new = _directory(tiff, first, old, len(packet), at)
    where = at + len(packet)
    if where + len(new) > 0xFFFFFFFF and not tiff.is_big:
        raise LabelNotWritten(source.name, "it would grow beyond 4 GiB")
    head = struct.pack(tiff.word, where)
    blanked: list[Piece] = [Keep(tiff.first_at + len(head), source.size)]
    if old is not None and old.value_bytes > tiff.word_bytes:
        gone = old.value_offset
        blanked = [
            Keep(tiff.first_at + len(head), gone),
            b" " * old.value_bytes,
            Keep(gone + old.value_bytes, source.size),
        ]
    return [Keep(0, tiff.first_at), head, *blanked, pad, packet, new]


def _directory(tiff: Tiff, first: Directory, old: Entry | None, size: int, at: int) -> bytes:
    """Return the first directory again, with the packet at a new place."""
    entry = struct.pack(f"{tiff.order}HH{tiff.word[1]}{tiff.word[1]}", _XMP, 7, size, at)
    rows = [e.raw for e in first.entries if e is not old]
    # Tags stand in rising order, and readers rely on it.
    place = sum(1 for e in first.entries if e is not old and e.tag < _XMP)
    rows.insert(place, entry)
    count = struct.pack(tiff.order + ("Q" if tiff.is_big else "H"), len(rows))
    return count + b"".join(rows) + struct.pack(tiff.word, first.next)
