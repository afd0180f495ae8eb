"""TIFF directories: the skeleton of TIFF files and of EXIF.

    header    byte order, 42 (or 43 for BigTIFF), offset of the first directory
    directory number of entries, entries, offset of the next
    entry     tag, type, count, value or its offset

Only directories are read, never pixels. Circles and overlong lists end in an
error, not in a loop.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hegui.labels.aigc import KEY
from hegui.labels.site import Found, Site, Trace
from hegui.labels.source import Source

__all__ = ["Directory", "Entry", "Tiff", "looks_like_label", "scan_exif"]

_WIDTHS: Final = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
"""Bytes of one value, by type."""

_EXIF_POINTER: Final = 0x8769
_DESCRIPTION: Final = 0x010E
_USER_COMMENT: Final = 0x9286
_XP_COMMENT: Final = 0x9C9C
_PLACES: Final = {
    _DESCRIPTION: "ImageDescription",
    _USER_COMMENT: "UserComment",
    _XP_COMMENT: "XPComment",
}
_LONGEST: Final = 1 << 20


def looks_like_label(raw: bytes) -> bool:
    """Tell whether text of a general field speaks of the key or of its fields.

    >>> looks_like_label(b'{"AIGC":{}}'), looks_like_label(b'a photo')
    (True, False)
    """
    plain = raw.replace(b"\x00", b"")
    return (b"AIGC" in plain and b"{" in plain) or b'"ContentProducer"' in plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a directory."""

    tag: int
    kind: int
    """Type, by TIFF's numbers."""

    count: int
    raw: bytes
    """The entry itself, as it stands in the directory."""

    value_offset: int
    """Where the value's bytes begin, from the start of the structure."""

    value_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """One directory."""

    offset: int
    entries: tuple[Entry, ...]
    next: int
    """Offset of the next directory, or 0."""

    next_offset: int
    """Where the file says so."""


class Tiff:
    """The directories of one TIFF structure."""

    def __init__(self, source: Source) -> None:
        self.source = source
        mark = source.read(0, 4)
        orders = {b"II*\x00": ("<", False), b"MM\x00*": (">", False)}
        orders |= {b"II+\x00": ("<", True), b"MM\x00+": (">", True)}
        if mark not in orders:
            raise source.damaged(0, expected="a TIFF header", found=mark)
        self.order, self.is_big = orders[mark]
        self.word = self.order + ("Q" if self.is_big else "I")
        self.word_bytes = 8 if self.is_big else 4
        self.first_at = 8 if self.is_big else 4
        if self.is_big and source.read(4, 4) != struct.pack(self.order + "HH", 8, 0):
            raise source.damaged(4, expected="offsets of 8 bytes", found=source.read(4, 4))
        self.first = self._unpack(self.word, self.first_at)

    def _unpack(self, form: str, offset: int) -> int:
        value: int = struct.unpack(form, self.source.read(offset, struct.calcsize(form)))[0]
        return value

    def directory(self, offset: int) -> Directory:
        """Read the directory at an offset."""
        count_form = self.order + ("Q" if self.is_big else "H")
        head = struct.calcsize(count_form)
        number = self._unpack(count_form, offset)
        self.source.count(number + 1)
        width = 20 if self.is_big else 12
        packed = self.source.read(offset + head, number * width)
        entries = [
            self._entry(packed[at : at + width], offset + head + at)
            for at in range(0, number * width, width)
        ]
        next_at = offset + head + number * width
        # Some writers leave the last pointer out at the very end of the structure.
        is_there = next_at + self.word_bytes <= self.source.size
        return Directory(
            offset=offset,
            entries=tuple(entries),
            next=self._unpack(self.word, next_at) if is_there else 0,
            next_offset=next_at,
        )

    def _entry(self, raw: bytes, at: int) -> Entry:
        tag, kind, count = struct.unpack(
            f"{self.order}HH{self.word[1]}", raw[: 4 + self.word_bytes]
        )
        size = count * _WIDTHS.get(kind, 1)
        inline = at + 4 + self.word_bytes
        if size <= self.word_bytes:
            where = inline
        else:
            (where,) = struct.unpack(self.word, raw[4 + self.word_bytes :])
        return Entry(tag=tag, kind=kind, count=count, raw=raw, value_offset=where, value_bytes=size)

    def chain(self) -> Iterator[Directory]:
        """Yield the directories one after another."""
        seen: set[int] = set()
        at = self.first
        while at:
            if at in seen:
                raise self.source.damaged(at, expected="a chain of directories", found="a circle")
            seen.add(at)
            directory = self.directory(at)
            yield directory
            at = directory.next

    def value(self, entry: Entry) -> bytes:
        """Return an entry's bytes."""
        return self.source.read(entry.value_offset, entry.value_bytes)

    def number(self, entry: Entry) -> int:
        """Return an entry's first whole number."""
        form = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}.get(entry.kind, "I")
        return self._unpack(self.order + form, entry.value_offset)


def scan_exif(source: Source, *, base: int, is_plain: bool, place: str = "EXIF") -> Found:
    """Return the labels in the text fields of an EXIF structure or a TIFF file.

    Args:
        source: the structure alone, from its header on.
        base: where it begins in the file.
        is_plain: whether its bytes stand in the file as they are.
        place: what the container calls it.
    """
    found = Found()
    tiff = Tiff(source)
    pointers: list[int] = []
    for directory in tiff.chain():
        _scan_directory(tiff, directory, found, base=base, is_plain=is_plain, place=place)
        pointers += [tiff.number(e) for e in directory.entries if e.tag == _EXIF_POINTER]
    for pointer in pointers:
        directory = tiff.directory(pointer)
        _scan_directory(tiff, directory, found, base=base, is_plain=is_plain, place=place)
    return found


def _scan_directory(  # noqa: PLR0913 - one loop's state
    tiff: Tiff, directory: Directory, found: Found, *, base: int, is_plain: bool, place: str
) -> None:
    for entry in directory.entries:
        if entry.tag not in _PLACES or not 0 < entry.value_bytes <= _LONGEST:
            continue
        value = tiff.value(entry)
        text = _text(value, tiff.order) if entry.tag == _USER_COMMENT else value
        if entry.tag == _XP_COMMENT:
            text = value.decode("utf-16-le", "replace").encode()
        where = f"{place} {_PLACES[entry.tag]}"
        offset = base + entry.value_offset
        if looks_like_label(text):
            spans = ((offset, offset + entry.value_bytes),) if is_plain else ()
            found.sites.append(
                Site(place=where, offset=offset, raw=text, is_canonical=False, spans=spans)
            )
        elif b"Steps: " in text and b"Sampler: " in text:
            said = text[:200].decode("utf-8", "replace")
            found.traces.append(
                Trace(kind="generator-parameters", place=where, offset=offset, value=said)
            )
        elif b'"ServiceProvider"' in text:
            said = text[:200].decode("utf-8", "replace")
            found.traces.append(Trace(kind="vendor-label", place=where, offset=offset, value=said))


def _text(value: bytes, order: str) -> bytes:
    """Return the text of a UserComment, whose first eight bytes name its coding."""
    mark, rest = value[:8], value[8:]
    if mark.startswith(b"UNICODE"):
        coding = "utf-16-le" if order == "<" else "utf-16-be"
        return rest.decode(coding, "replace").encode()
    if mark.rstrip(b"\x00 ") in {b"ASCII", b"JIS", b""}:
        return rest
    return value


# INVARIANT: the key is what `looks_like_label` looks for.
assert looks_like_label(f'{{"{KEY}"'.encode())  # noqa: S101 - a bug, at import
