"""HEIC, HEIF and AVIF: XMP as an item of type ``mime`` that describes the picture.

    ftyp, meta( hdlr pict, pitm, iinf, iref, iloc … ), mdat …, [mdat with XMP]

The packet goes into a box of its own at the end. ``meta`` grows by the item's
entry, so that every place that counts from the start of the file is moved.
An existing packet of the same length, as padding allows, is written over.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.formats.bmff import Box, boxed, children, shifted_items, walk
from hegui.labels.formats.mp4 import scan_moov, scan_top
from hegui.labels.formats.mp4_offsets import Shift, moved
from hegui.labels.ifd import scan_exif
from hegui.labels.site import Found
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_RDF: Final = b"application/rdf+xml"
_ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class _Item:
    """One item, with where it stands."""

    number: int
    kind: bytes
    content_type: bytes
    extents: tuple[tuple[int, int], ...]
    """Place and length; empty when it stands elsewhere than in the file."""


def _meta(source: Source, top: list[Box]) -> Box:
    metas = [box for box in top if box.kind == b"meta"]
    if len(metas) != 1:
        raise source.damaged(source.size, expected="one meta", found=len(metas))
    return metas[0]


def _items(source: Source, inside: list[Box]) -> list[_Item]:
    kinds: dict[int, tuple[bytes, bytes]] = {}
    places: dict[int, tuple[tuple[int, int], ...]] = {}
    for box in inside:
        if box.kind == b"iinf":
            version = source.read(box.body, 1)[0]
            for entry in walk(source, box.body + (6 if version == 0 else 8), box.end):
                body = source.read(entry.body, entry.end - entry.body)
                if entry.kind == b"infe" and len(body) >= 12 and body[0] >= 2:
                    wide = 4 if body[0] == 3 else 2
                    at = 4 + wide + 2
                    name_and_type = body[at + 4 :].split(b"\x00")
                    content = name_and_type[1] if len(name_and_type) > 1 else b""
                    kinds[int.from_bytes(body[4 : 4 + wide])] = body[at : at + 4], content
        elif box.kind == b"iloc":
            places |= _places(source, box)
    return [_Item(n, kind, content, places.get(n, ())) for n, (kind, content) in kinds.items()]


def _places(source: Source, iloc: Box) -> dict[int, tuple[tuple[int, int], ...]]:
    body = source.read(iloc.body, iloc.end - iloc.body)
    at = 6

    def number(width: int) -> int:
        nonlocal at
        at += width
        if at > len(body):
            raise source.damaged(iloc.offset, expected="whole entries in iloc", found=len(body))
        return int.from_bytes(body[at - width : at])

    version = body[0]
    widths = (body[4] >> 4, body[4] & 15, body[5] >> 4, body[5] & 15 if version else 0)
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for _ in range(number(2 if version < 2 else 4)):
        source.count()
        item = number(2 if version < 2 else 4)
        method = number(2) & 15 if version else 0
        reference = number(2)
        base = number(widths[2])
        extents: list[tuple[int, int]] = []
        for _ in range(number(2)):
            source.count()
            number(widths[3])
            extents.append((base + number(widths[0]), number(widths[1])))
        found[item] = tuple(extents) if method == 0 and not reference else ()
    return found


def _bytes_of(source: Source, item: _Item) -> bytes:
    parts: list[bytes] = []
    total = 0
    for at, length in item.extents:
        total += length
        if total > source.limits.piece_bytes:
            raise source.damaged(at, expected="a shorter item", found=f"{total} bytes")
        parts.append(source.read(at, length or source.size - at))
    return b"".join(parts)


def find(source: Source) -> Found:
    """Return every label of a HEIC, HEIF or AVIF file."""
    found = Found()
    top = list(walk(source, 0, source.size))
    scan_top(source, top, found)
    for moov in (box for box in top if box.kind == b"moov"):
        scan_moov(source, moov, found, is_canonical=False)
    packets = 0
    for item in _items(source, children(source, _meta(source, top))):
        if item.kind == b"mime" and item.content_type == _RDF:
            offset = item.extents[0][0] if item.extents else 0
            is_plain = len(item.extents) == 1
            more = xmp.scan(
                _bytes_of(source, item),
                place="XMP item",
                offset=offset,
                is_canonical=packets == 0,
                is_plain=is_plain,
            )
            packets += 1
            found.sites += more.sites
            found.traces += more.traces
            found.notes += more.notes
        elif item.kind == b"Exif" and item.extents:
            body = _bytes_of(source, item)
            start = 4 + int.from_bytes(body[:4])
            if body[start : start + 4] in {b"II*\x00", b"MM\x00*"}:
                inner = Source.of_bytes(body[start:], name="EXIF", limits=source.limits)
                base = item.extents[0][0] + start
                more = scan_exif(inner, base=base, is_plain=len(item.extents) == 1)
                found.sites += more.sites
                found.traces += more.traces
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its XMP item."""
    top = list(walk(source, 0, source.size))
    meta = _meta(source, top)
    if any(box.kind == b"moov" for box in top) and scan_has_label(source, top):
        raise LabelNotWritten(source.name, "its moov holds a label of its own")
    inside = children(source, meta)
    packets = [i for i in _items(source, inside) if i.kind == b"mime" and i.content_type == _RDF]
    if len(packets) > 1:
        raise LabelNotWritten(source.name, "it holds more than one XMP item")
    if not packets:
        return _added(source, top, meta, inside, payload)
    if len(packets[0].extents) != 1:
        raise LabelNotWritten(source.name, "its XMP stands in several pieces")
    at, length = packets[0].extents[0]
    packet = xmp.put(source.read(at, length), payload)
    if len(packet) == length:
        return [Keep(0, at), packet, Keep(at + length, source.size)]
    return _replaced(source, inside, packets[0], packet)


def scan_has_label(source: Source, top: list[Box]) -> bool:
    """Tell whether the films in a sequence of pictures hold a label."""
    found = Found()
    for moov in (box for box in top if box.kind == b"moov"):
        scan_moov(source, moov, found, is_canonical=False)
    return bool(found.sites)


def _replaced(source: Source, inside: list[Box], item: _Item, packet: bytes) -> list[Piece]:
    """Put a longer packet at the end, and lead there; nothing else moves."""
    at, length = item.extents[0]
    iloc = next(box for box in inside if box.kind == b"iloc")
    body = source.read(iloc.body, iloc.end - iloc.body)
    where = source.size + 8
    new = _with_place(source, iloc, body, item.number, where, len(packet))
    pieces: list[Piece] = []
    edits = sorted([(iloc.body, iloc.end, new), (at, at + length, b" " * length)])
    start = 0
    for first, last, text in edits:
        pieces += [Keep(start, first), text]
        start = last
    return [*pieces, Keep(start, source.size), boxed(b"mdat", packet)]


def _with_place(  # noqa: PLR0913, PLR0917 - what the entry of an item says
    source: Source, iloc: Box, body: bytes, wanted: int, where: int, length: int
) -> bytes:
    """Return iloc's body with one item's only extent changed."""
    changed = bytearray(body)
    version = body[0]
    widths = (body[4] >> 4, body[4] & 15, body[5] >> 4, body[5] & 15 if version else 0)
    id_bytes = 2 if version < 2 else 4
    at = 6 + id_bytes
    for _ in range(int.from_bytes(body[6 : 6 + id_bytes])):
        item = int.from_bytes(body[at : at + id_bytes])
        base_at = at + id_bytes + (2 if version else 0) + 2
        count_at = base_at + widths[2]
        count = int.from_bytes(body[count_at : count_at + 2])
        extent = count_at + 2 + widths[3]
        if item == wanted:
            base = int.from_bytes(body[base_at:count_at])
            place = where - base
            if not 0 <= place < 1 << 8 * widths[0] or length >= 1 << 8 * widths[1]:
                raise LabelNotWritten(source.name, "an offset in iloc would no longer fit")
            changed[extent : extent + widths[0]] = place.to_bytes(widths[0])
            behind = extent + widths[0]
            changed[behind : behind + widths[1]] = length.to_bytes(widths[1])
            return bytes(changed)
        at = count_at + 2 + count * (widths[3] + widths[0] + widths[1])
    raise source.damaged(iloc.offset, expected=f"item {wanted}", found="none")


def _added(
    source: Source, top: list[Box], meta: Box, inside: list[Box], payload: str
) -> list[Piece]:
    packet = xmp.put(None, payload)
    numbers = [item.number for item in _items(source, inside)]
    fresh = max([0, *numbers]) + 1
    shift = Shift(behind=meta.end, by=0)
    new = b""
    for _ in range(_ROUNDS):
        where = source.size + shift.by + 8
        new = _new_meta(source, meta, inside, fresh, where, len(packet), shift)
        by = len(new) - (meta.end - meta.offset)
        if by == shift.by:
            break
        shift = Shift(behind=meta.end, by=by)
    else:
        raise LabelNotWritten(source.name, "its table of items does not settle")
    before = [box for box in top if box.offset < meta.offset]
    after = [box for box in top if box.offset >= meta.end]
    if any(box.kind == b"moov" for box in top):
        after_pieces = _with_moov(source, after, shift)
    else:
        after_pieces = moved(source, after, shift) or []
    if top[-1].end == source.size and source.read(top[-1].offset, 4) == b"\x00" * 4:
        raise LabelNotWritten(source.name, "its last box has no size, so nothing can follow it")
    kept = moved(source, before, shift) or []
    tail: list[Piece] = [Keep(top[-1].end, source.size), boxed(b"mdat", packet)]
    return [*kept, new, *after_pieces, *tail]


def _with_moov(source: Source, boxes: list[Box], shift: Shift) -> list[Piece]:
    pieces: list[Piece] = []
    for box in boxes:
        if box.kind == b"moov":
            parts = [
                shift.track(source, child)
                if child.kind == b"trak"
                else source.read(child.offset, child.end - child.offset)
                for child in children(source, box)
            ]
            new = boxed(b"moov", b"".join(parts))
            if len(new) != box.end - box.offset:
                raise LabelNotWritten(source.name, "its film would change its length")
            pieces.append(new)
        else:
            pieces += moved(source, [box], shift) or []
    return pieces


def _new_meta(  # noqa: PLR0913, PLR0917 - what the entry of an item says
    source: Source, meta: Box, inside: list[Box], fresh: int, where: int, length: int, shift: Shift
) -> bytes:
    start = inside[0].offset if inside else meta.end
    parts = [source.read(meta.body, start - meta.body)]
    primary = _primary(source, inside)
    kinds = {box.kind for box in inside}
    if not {b"iinf", b"iloc", b"pitm"} <= kinds:
        raise LabelNotWritten(source.name, "it does not list its items")
    for box in inside:
        body = source.read(box.body, box.end - box.body)
        if box.kind == b"iinf":
            wide = 2 if body[0] == 0 else 4
            count = int.from_bytes(body[4 : 4 + wide]) + 1
            entry = _entry(fresh)
            parts.append(boxed(b"iinf", body[:4] + count.to_bytes(wide) + body[4 + wide :] + entry))
        elif box.kind == b"iloc":
            parts.append(boxed(b"iloc", _new_iloc(source, box, fresh, where, length, shift)))
        elif box.kind == b"iref":
            parts.append(boxed(b"iref", body + _reference(body[0], fresh, primary)))
        else:
            parts.append(source.read(box.offset, box.end - box.offset))
    if b"iref" not in kinds:
        version = 1 if fresh > 0xFFFF or primary > 0xFFFF else 0
        parts.append(
            boxed(b"iref", bytes([version, 0, 0, 0]) + _reference(version, fresh, primary))
        )
    return boxed(b"meta", b"".join(parts))


def _primary(source: Source, inside: list[Box]) -> int:
    for box in inside:
        if box.kind == b"pitm":
            body = source.read(box.body, box.end - box.body)
            return int.from_bytes(body[4 : 6 if body[0] == 0 else 8])
    return 1


def _entry(fresh: int) -> bytes:
    version, wide = (2, 2) if fresh <= 0xFFFF else (3, 4)
    # Flag 1: hidden, as it is no picture.
    body = bytes([version, 0, 0, 1]) + fresh.to_bytes(wide) + b"\x00\x00mime\x00" + _RDF + b"\x00"
    return boxed(b"infe", body)


def _reference(version: int, fresh: int, primary: int) -> bytes:
    wide = 4 if version else 2
    return boxed(b"cdsc", fresh.to_bytes(wide) + b"\x00\x01" + primary.to_bytes(wide))


def _new_iloc(  # noqa: PLR0913, PLR0917 - what the entry of an item says
    source: Source, iloc: Box, fresh: int, where: int, length: int, shift: Shift
) -> bytes:
    body = (
        shifted_items(source, iloc, shift.of)
        if shift.by
        else source.read(iloc.body, iloc.end - iloc.body)
    )
    version = body[0]
    widths = (body[4] >> 4, body[4] & 15, body[5] >> 4, body[5] & 15 if version else 0)
    id_bytes = 2 if version < 2 else 4
    if where >= 1 << 8 * widths[0] or length >= 1 << 8 * widths[1] or fresh >= 1 << 8 * id_bytes:
        raise LabelNotWritten(source.name, "its table of items has no room for a place in the file")
    count = int.from_bytes(body[6 : 6 + id_bytes]) + 1
    entry = fresh.to_bytes(id_bytes) + (b"\x00\x00" if version else b"") + b"\x00\x00"
    entry += b"\x00" * widths[2] + struct.pack(">H", 1) + b"\x00" * widths[3]
    entry += where.to_bytes(widths[0]) + length.to_bytes(widths[1])
    return body[:6] + count.to_bytes(id_bytes) + body[6 + id_bytes :] + entry
