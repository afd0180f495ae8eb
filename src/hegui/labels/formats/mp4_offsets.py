"""Every table of an ISO media file that says where samples are, moved along.

    stco, co64, saio   in moov.trak…stbl: places of chunks, from the start of the file
    tfhd               in moof.traf: a base, when it has one
    tfra               in mfra: places of fragments
    sidx               in front of what it counts from
    iloc               in a meta at the top: places of items

Counts are large in long films, so tables are moved by numpy in one step.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from hegui.errors import LabelNotWritten
from hegui.labels.formats.bmff import Box, boxed, children, shifted_items, walk
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["Shift", "moved"]

_PATH: Final = frozenset({b"trak", b"mdia", b"minf", b"stbl"})
_HIGHEST: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Everything from `behind` on moves by a number of bytes."""

    behind: int
    by: int

    def of(self, offset: int) -> int:
        """Return where a byte of the old file stands in the new one."""
        return offset + self.by if offset >= self.behind else offset

    def track(self, source: Source, box: Box) -> bytes:
        """Return a track, or a box within, with its tables moved."""
        whole = source.read(box.offset, box.end - box.offset)
        if not self.by:
            return whole
        if box.kind in _PATH:
            return boxed(box.kind, b"".join(self.track(source, c) for c in children(source, box)))
        body = whole[box.body - box.offset :]
        if box.kind == b"stco":
            return self._chunks(source, box, body, ">u4")
        if box.kind == b"co64":
            return self._chunks(source, box, body, ">u8")
        if box.kind == b"saio":
            return self._sizes(source, box, body)
        if box.kind == b"dinf":
            _require_own_samples(source, box)
        return whole

    def _chunks(self, source: Source, box: Box, body: bytes, form: str) -> bytes:
        width = int(form[-1])
        number = int.from_bytes(body[4:8])
        if len(body) < 8 + number * width:
            raise source.damaged(
                box.offset, expected=f"{number} offsets", found=f"{len(body)} bytes"
            )
        old = np.frombuffer(body, dtype=form, count=number, offset=8).astype("u8")
        new = np.where(old >= self.behind, old + np.uint64(self.by % (1 << 64)), old)
        fits = not number or int(new.max()) <= _HIGHEST
        form = ">u4" if width == 4 and fits else ">u8"
        kind = b"stco" if form == ">u4" else b"co64"
        return boxed(kind, body[:8] + new.astype(form).tobytes())

    def _sizes(self, source: Source, box: Box, body: bytes) -> bytes:
        at = 4 + (8 if body[3] & 1 else 0)
        number = int.from_bytes(body[at : at + 4])
        width = 8 if body[0] else 4
        if len(body) < at + 4 + number * width:
            raise source.damaged(
                box.offset, expected=f"{number} offsets", found=f"{len(body)} bytes"
            )
        parts = [body[: at + 4]]
        for entry in range(number):
            start = at + 4 + entry * width
            new = self.of(int.from_bytes(body[start : start + width]))
            if new >= 1 << 8 * width:
                raise LabelNotWritten(source.name, "an offset in saio would no longer fit")
            parts.append(new.to_bytes(width))
        return boxed(b"saio", b"".join(parts) + body[at + 4 + number * width :])


def _require_own_samples(source: Source, dinf: Box) -> None:
    for dref in children(source, dinf):
        if dref.kind != b"dref":
            continue
        for entry in walk(source, dref.body + 8, dref.end):
            if not source.read(entry.body, 4)[3] & 1:
                raise LabelNotWritten(source.name, "its samples stand in another file")


def moved(source: Source, boxes: list[Box], shift: Shift) -> list[Piece] | None:
    """Return boxes at the top with their offsets moved; None when all stay as they are."""
    if not shift.by:
        return None
    pieces: list[Piece] = []
    for box in boxes:
        edits: list[tuple[int, bytes]] = []
        if box.kind == b"moof":
            for traf in (b for b in children(source, box) if b.kind == b"traf"):
                edits += _base(source, traf, shift)
        elif box.kind == b"mfra":
            for tfra in (b for b in children(source, box) if b.kind == b"tfra"):
                edits += _fragments(source, tfra, shift)
        elif box.kind == b"sidx" and box.offset < shift.behind:
            edits += _index(source, box, shift)
        elif box.kind == b"meta":
            for iloc in (b for b in children(source, box) if b.kind == b"iloc"):
                edits.append((iloc.body, shifted_items(source, iloc, shift.of)))
        at = box.offset
        for start, new in edits:
            pieces += [Keep(at, start), new]
            at = start + len(new)
        pieces.append(Keep(at, box.end))
    return pieces


def _base(source: Source, traf: Box, shift: Shift) -> list[tuple[int, bytes]]:
    for tfhd in (b for b in children(source, traf) if b.kind == b"tfhd"):
        if source.read(tfhd.body, 4)[3] & 1:
            old = int.from_bytes(source.read(tfhd.body + 8, 8))
            return [(tfhd.body + 8, shift.of(old).to_bytes(8))]
    return []


def _fragments(source: Source, tfra: Box, shift: Shift) -> list[tuple[int, bytes]]:
    body = source.read(tfra.body, tfra.end - tfra.body)
    (lengths, number) = struct.unpack(">II", body[8:16])
    width = 8 if body[0] else 4
    entry = 2 * width + sum((lengths >> bits & 3) + 1 for bits in (4, 2, 0))
    source.count(number)
    if len(body) < 16 + number * entry:
        raise source.damaged(tfra.offset, expected=f"{number} entries", found=f"{len(body)} bytes")
    edits: list[tuple[int, bytes]] = []
    for at in range(16 + width, 16 + number * entry, entry):
        new = shift.of(int.from_bytes(body[at : at + width]))
        if new >= 1 << 8 * width:
            raise LabelNotWritten(source.name, "an offset in tfra would no longer fit")
        edits.append((tfra.body + at, new.to_bytes(width)))
    return edits


def _index(source: Source, sidx: Box, shift: Shift) -> list[tuple[int, bytes]]:
    """Return the change of the distance to the first fragment, for an index in front of moov."""
    width = 8 if source.read(sidx.body, 1)[0] else 4
    at = sidx.body + 12 + width
    new = int.from_bytes(source.read(at, width)) + shift.by
    if not 0 <= new < 1 << 8 * width:
        raise LabelNotWritten(source.name, "a distance in sidx would no longer fit")
    return [(at, new.to_bytes(width))]
