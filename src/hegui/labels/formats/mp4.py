"""MP4, MOV and M4A: the key ``AIGC`` in ``moov.udta.meta``, as ``keys`` and ``ilst``.

    ftyp, moov( …, udta( meta(mdta)( keys: AIGC, ilst: {…} ), meta(mdir)( … ) ) ), mdat

Titles and covers of iTunes stand in a ``meta`` of another kind; ours is put
beside it, so that every reader finds what it knows. When ``moov`` grows in
front of the samples, every table that points at them is moved along:
``stco`` (made ``co64`` when it must), ``co64``, ``saio``, ``tfhd``, ``tfra``,
``sidx`` and ``iloc``. Samples are never touched.

Also read: ``moov.meta``, iTunes' ``----``, lists without a key, XMP boxes.
"""

from __future__ import annotations

import struct
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.aigc import KEY
from hegui.labels.formats.bmff import C2PA_UUID, XMP_UUID, Box, boxed, children, walk
from hegui.labels.formats.mp4_offsets import Shift, moved
from hegui.labels.ifd import looks_like_label
from hegui.labels.manifest_trace import LOOKED_AT, add_manifest
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "scan_moov", "scan_top", "splice"]

_LONGEST: Final = 1 << 20
_ROUNDS: Final = 4
_HANDLER: Final = boxed(b"hdlr", b"\x00" * 8 + b"mdta" + b"\x00" * 13)


def find(source: Source) -> Found:
    """Return every label of an MP4, MOV or M4A file."""
    found = Found()
    top = list(walk(source, 0, source.size))
    moov = _moov(source, top)
    scan_top(source, top, found)
    scan_moov(source, moov, found, is_canonical=True)
    return found


def _moov(source: Source, top: list[Box]) -> Box:
    moovs = [box for box in top if box.kind == b"moov"]
    if len(moovs) != 1:
        raise source.damaged(source.size, expected="one moov", found=len(moovs))
    if any(box.kind == b"cmov" for box in children(source, moovs[0])):
        raise source.damaged(moovs[0].offset, expected="a moov in plain", found="a packed one")
    return moovs[0]


def scan_top(source: Source, boxes: list[Box], found: Found) -> None:
    """Look at the boxes with XMP or C2PA among these."""
    for box in boxes:
        if box.kind != b"uuid" or box.end - box.body < 16:
            continue
        mark = source.read(box.body, 16)
        if mark == XMP_UUID:
            packet = source.read(box.body + 16, box.end - box.body - 16)
            more = xmp.scan(packet, place="uuid XMP", offset=box.body + 16, is_canonical=False)
            found.sites += more.sites
            found.traces += more.traces
            found.notes += more.notes
        elif mark == C2PA_UUID:
            body = source.read(box.body, min(box.end - box.body, LOOKED_AT))
            add_manifest(found, body, place="uuid C2PA", offset=box.offset)


def scan_moov(source: Source, moov: Box, found: Found, *, is_canonical: bool) -> None:
    """Look at every place within ``moov`` in which labels were met."""
    inside = children(source, moov)
    scan_top(source, inside, found)
    for box in inside:
        if box.kind == b"meta":
            _scan_meta(source, box, "moov.meta", found, is_canonical=False)
        elif box.kind == b"udta":
            for child in children(source, box):
                if child.kind == b"meta":
                    _scan_meta(source, child, "moov.udta.meta", found, is_canonical=is_canonical)
                elif child.end - child.body <= _LONGEST:
                    _scan_user_text(source, child, found)


def _scan_user_text(source: Source, box: Box, found: Found) -> None:
    body = source.read(box.body, box.end - box.body)
    name = box.kind.decode("latin-1")
    if box.kind == b"XMP_":
        more = xmp.scan(
            body, place="moov.udta.XMP_", offset=box.body, is_canonical=False, is_plain=False
        )
        found.sites += more.sites
        found.traces += more.traces
        found.notes += more.notes
    elif box.kind == KEY.encode() or looks_like_label(body):
        start = body.find(b"{")
        found.sites.append(
            Site(
                place=f"moov.udta.{name}",
                offset=box.offset,
                raw=body[max(start, 0) :],
                is_canonical=False,
            )
        )


def _scan_meta(source: Source, meta: Box, place: str, found: Found, *, is_canonical: bool) -> None:
    inside = children(source, meta)
    names = _key_names(source, inside)
    is_mdta = _handler(source, inside) == b"mdta"
    for ilst in (box for box in inside if box.kind == b"ilst"):
        for item in children(source, ilst):
            if item.end - item.body > _LONGEST:
                continue  # a cover
            parts = children(source, item)
            index = int.from_bytes(item.kind)
            name = names[index - 1] if 0 < index <= len(names) else _free_name(source, parts)
            if not name and not is_mdta:
                name = item.kind.decode("latin-1")
            for part in (p for p in parts if p.kind == b"data"):
                raw = source.read(part.body, part.end - part.body)[8:]
                if KEY.casefold() in name.casefold() or looks_like_label(raw):
                    found.sites.append(
                        Site(
                            place=f"{place} {'keys ' if is_mdta else ''}{name}",
                            offset=item.offset,
                            raw=raw,
                            is_canonical=is_canonical and is_mdta and name == KEY,
                        )
                    )


def _handler(source: Source, inside: list[Box]) -> bytes:
    for box in inside:
        if box.kind == b"hdlr" and box.end - box.body >= 12:
            return source.read(box.body + 8, 4)
    return b""


def _key_names(source: Source, inside: list[Box]) -> list[str]:
    names: list[str] = []
    for box in inside:
        if box.kind == b"keys":
            at = box.body + 8
            while at + 8 <= box.end:
                source.count()
                size = int.from_bytes(source.read(at, 4))
                if size < 8 or at + size > box.end:
                    raise source.damaged(at, expected="a key", found=f"{size} bytes")
                names.append(source.read(at + 8, size - 8).decode("utf-8", "replace"))
                at += size
    return names


def _free_name(source: Source, parts: list[Box]) -> str:
    """Return the name of a free-form item of iTunes."""
    for part in parts:
        if part.kind == b"name":
            body = source.read(part.body, min(part.end - part.body, 260))
            return f"---- {body[4:].decode('utf-8', 'replace')}"
    return ""


# ── writing ──


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its ``moov``, and every offset moved along."""
    top = list(walk(source, 0, source.size))
    moov = _moov(source, top)
    at = top.index(moov)
    # A box that runs to the end of the file, or is wide, gets a plain size when it is made anew.
    following = top[at + 1] if at + 1 < len(top) else None
    room = following if following is not None and following.kind in {b"free", b"skip"} else None
    old_bytes = moov.end - moov.offset
    shift = Shift(behind=moov.end, by=0)
    for _ in range(_ROUNDS):
        new = _new_moov(source, moov, payload, shift)
        grown = len(new) - old_bytes
        filler = b""
        if room is not None and (left := room.end - room.offset - grown) >= 8:
            filler = boxed(b"free", b"\x00" * (left - 8)) if left < _LONGEST else b""
        by = 0 if filler else grown
        if by == shift.by:
            break
        shift = Shift(behind=moov.end, by=by)
    else:
        raise LabelNotWritten(source.name, "its tables of offsets do not settle")
    pieces: list[Piece] = [Keep(0, moov.offset), new, filler]
    rest = [box for box in top if box.offset >= moov.end]
    if filler and room is not None:
        rest = rest[1:]
    before = moved(source, [b for b in top if b.offset < moov.offset], shift)
    if before is not None:
        pieces[:1] = before
    after = moved(source, rest, shift) or [Keep(box.offset, box.end) for box in rest]
    end = top[-1].end
    return [*pieces, *after, Keep(end, source.size)]


def _new_moov(source: Source, moov: Box, payload: str, shift: Shift) -> bytes:
    if moov.end - moov.offset > source.limits.piece_bytes:
        raise LabelNotWritten(source.name, "its moov is larger than what is read at once")
    parts: list[bytes] = []
    has_user = False
    for box in children(source, moov):
        if box.kind == b"udta":
            parts.append(boxed(b"udta", _new_user(source, box, payload if not has_user else None)))
            has_user = True
        elif box.kind == b"meta":
            parts.append(_without_key(source, box))
        elif box.kind == b"trak":
            parts.append(shift.track(source, box))
        else:
            parts.append(source.read(box.offset, box.end - box.offset))
    if not has_user:
        parts.append(boxed(b"udta", _fresh_meta(payload)))
    return boxed(b"moov", b"".join(parts))


def _new_user(source: Source, udta: Box, payload: str | None) -> bytes:
    parts: list[bytes] = []
    is_written = payload is None
    for box in children(source, udta):
        if box.kind == b"meta":
            is_ours = not is_written and _handler(source, children(source, box)) == b"mdta"
            parts.append(_without_key(source, box, payload if is_ours else None))
            is_written = is_written or is_ours
            continue
        body = source.read(box.body, box.end - box.body)
        if box.kind == b"XMP_":
            if xmp.scan(body, place="XMP_").sites:
                raise LabelNotWritten(source.name, "its moov.udta.XMP_ holds a label of its own")
        elif box.kind == KEY.encode() or (len(body) <= _LONGEST and looks_like_label(body)):
            continue
        parts.append(source.read(box.offset, box.end - box.offset))
    if payload is not None and not is_written:
        parts.append(_fresh_meta(payload))
    # QuickTime ends the list with four zeros; whoever wrote them may look for them.
    tail = source.read(udta.end - 4, 4) if udta.end - udta.body >= 4 else b""
    total = sum(box.end - box.offset for box in children(source, udta))
    if tail == b"\x00\x00\x00\x00" and udta.body + total + 4 == udta.end:
        parts.append(tail)
    return b"".join(parts)


def _value(payload: str) -> bytes:
    return boxed(b"data", struct.pack(">II", 1, 0) + payload.encode())


def _key() -> bytes:
    return boxed(b"mdta", KEY.encode())


def _fresh_meta(payload: str) -> bytes:
    keys = boxed(b"keys", struct.pack(">II", 0, 1) + _key())
    ilst = boxed(b"ilst", boxed((1).to_bytes(4), _value(payload)))
    return boxed(b"meta", b"\x00" * 4 + _HANDLER + keys + ilst)


def _without_key(source: Source, meta: Box, payload: str | None = None) -> bytes:
    """Return a ``meta`` box with `payload` as its one label, or with none."""
    inside = children(source, meta)
    names = _key_names(source, inside)
    index = names.index(KEY) + 1 if KEY in names else len(names) + 1
    start = inside[0].offset if inside else meta.body
    parts = [source.read(meta.body, start - meta.body)]
    kinds = [box.kind for box in inside]
    for box in inside:
        body = source.read(box.body, box.end - box.body)
        if box.kind == b"keys" and payload is not None and KEY not in names:
            parts.append(
                boxed(b"keys", struct.pack(">4sI", body[:4], len(names) + 1) + body[8:] + _key())
            )
        elif box.kind == b"ilst":
            items = [_kept_item(source, item, names) for item in children(source, box)]
            if payload is not None:
                items.append(boxed(index.to_bytes(4), _value(payload)))
                payload = None  # a second list gets none
            parts.append(boxed(b"ilst", b"".join(items)))
        else:
            parts.append(source.read(box.offset, box.end - box.offset))
    if payload is not None:
        if b"keys" not in kinds:
            parts.append(boxed(b"keys", struct.pack(">II", 0, 1) + _key()))
        parts.append(boxed(b"ilst", boxed(index.to_bytes(4), _value(payload))))
    return boxed(b"meta", b"".join(parts))


def _kept_item(source: Source, item: Box, names: list[str]) -> bytes:
    """Return an item as it is, or nothing when it is a label."""
    whole = source.read(item.offset, item.end - item.offset)
    if len(whole) > _LONGEST:
        return whole
    index = int.from_bytes(item.kind)
    parts = children(source, item)
    name = names[index - 1] if 0 < index <= len(names) else _free_name(source, parts)
    raw = b"".join(source.read(p.body, p.end - p.body)[8:] for p in parts if p.kind == b"data")
    return b"" if KEY.casefold() in name.casefold() or looks_like_label(raw) else whole
