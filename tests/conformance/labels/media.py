"""Media bytes of labelled files, taken out by walkers that share nothing with ours.

`media` returns what a player would decode, found through the container's own
tables: a table that points to the wrong byte changes the answer.
"""

from __future__ import annotations

import io
import json
import struct
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["DATA", "FILES", "media"]

DATA = Path(__file__).parents[2] / "_data" / "labels"
FILES = tuple(
    file
    for file in sorted(DATA.iterdir())
    if file.name not in {"README.md", "exiftool.config"} and "encrypted" not in file.name
)
"""Every fixture that can be labelled."""


def media(file: bytes, suffix: str) -> object:
    """Return what is media in a file of this suffix."""
    return _BY_SUFFIX[suffix.removeprefix(".")](file)


def _png(file: bytes) -> object:
    at, found = 8, []
    while at < len(file):
        size = int.from_bytes(file[at : at + 4])
        if file[at + 4 : at + 8] not in {b"iTXt", b"tEXt"}:
            found.append(file[at : at + 12 + size])
        at += 12 + size
    return found


def _jpeg(file: bytes) -> object:
    at = 2
    tables = []
    while file[at + 1] != 0xDA:
        size = int.from_bytes(file[at + 2 : at + 4])
        if not 0xE0 <= file[at + 1] <= 0xEF:
            tables.append(file[at : at + 2 + size])
        at += 2 + size
    return tables, file[at:]


def _riff(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert struct.unpack("<I", file[4:8])[0] + 8 == len(file) or file[:4] == b"RF64"
    at = 12
    while at + 8 <= len(file):
        kind, size = struct.unpack("<4sI", file[at : at + 8])
        if size == 0xFFFFFFFF:
            size = struct.unpack("<Q", file[28:36])[0]
        yield kind, file[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _webp(file: bytes) -> object:
    return [(k, b) for k, b in _riff(file) if k in {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"}]


def _wav(file: bytes) -> object:
    if file[:4] == b"RF64":
        assert struct.unpack("<Q", file[20:28])[0] + 8 == len(file)
    return [(k, b) for k, b in _riff(file) if k in {b"data", b"fmt ", b"LIST", b"id3 "}]


def _avi(file: bytes) -> object:
    chunks = list(_riff(file))
    movie = next(b for k, b in chunks if k == b"LIST" and b[:4] == b"movi")
    index = next(b for k, b in chunks if k == b"idx1")
    # It counts from the list of frames or, as the format's text allows, from the file's start.
    rows = [struct.unpack("<4sIII", index[at : at + 16]) for at in range(0, len(index), 16)]
    base = file if file[rows[0][2] :].startswith(rows[0][0]) else movie
    for kind, _, offset, size in rows:
        assert base[offset : offset + 8] == kind + struct.pack("<I", size)
    return movie, [(kind, flags, size) for kind, flags, _, size in rows]


def _gif(file: bytes) -> object:
    at = 13 + (3 << (file[10] & 7) + 1 if file[10] & 0x80 else 0)
    found = [file[6:at]]
    while file[at] != 0x3B:
        start = at
        is_xmp = file[at : at + 14] == b"\x21\xff\x0bXMP DataXMP"
        if file[at] == 0x2C:
            at += 11 + (3 << (file[at + 9] & 7) + 1 if file[at + 9] & 0x80 else 0)
        else:
            at += 2
        while file[at]:
            at += file[at] + 1
        at += 1
        if not is_xmp:
            found.append(file[start:at])
    return found


def _tiff(file: bytes) -> object:
    order = "<" if file[:2] == b"II" else ">"
    is_big = file[2:4] in {b"+\x00", b"\x00+"}
    word, head, row = ("Q", "Q", 20) if is_big else ("I", "H", 12)
    widths = {3: "H", 4: "I", 16: "Q"}
    (at,) = struct.unpack_from(order + word, file, 8 if is_big else 4)
    found = []
    while at:
        (count,) = struct.unpack_from(order + head, file, at)
        at += struct.calcsize(head)
        values: dict[int, tuple[int, ...]] = {}
        tags = []
        for _ in range(count):
            tag, kind, number = struct.unpack_from(order + "HH" + word, file, at)
            tags.append(tag)
            if kind in widths:
                size = number * struct.calcsize(widths[kind])
                where = at + 4 + struct.calcsize(word)
                if size > struct.calcsize(word):
                    (where,) = struct.unpack_from(order + word, file, where)
                values[tag] = struct.unpack_from(f"{order}{number}{widths[kind]}", file, where)
            at += row
        assert tags == sorted(tags)
        places, sizes = (324, 325) if 324 in values else (273, 279)
        pairs = zip(values[places], values[sizes], strict=True)
        found.append([file[place : place + size] for place, size in pairs])
        (at,) = struct.unpack_from(order + word, file, at)
    return found


def _mp3(file: bytes) -> object:
    if file[:3] == b"ID3":
        size = sum(byte << shift for byte, shift in zip(file[6:10], (21, 14, 7, 0), strict=True))
        return file[10 + size :]
    return file


def _flac(file: bytes) -> object:
    at, found, last = 4, [], 0
    while not last:
        last, kind = file[at] & 0x80, file[at] & 0x7F
        size = int.from_bytes(file[at + 1 : at + 4])
        if kind not in {1, 4}:
            found.append(file[at + 4 : at + 4 + size])
        at += 4 + size
    return found, file[at:]


def _ogg_crc(page: bytes) -> int:
    value = 0
    for byte in page[:22] + b"\x00" * 4 + page[26:]:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x104C11DB7 if value & 0x80000000 else 0)
    return value


def _ogg(file: bytes) -> object:
    at, number, packets, rest = 0, 0, [], b""
    while at < len(file):
        table = file[at + 27 : at + 27 + file[at + 26]]
        body = at + 27 + len(table)
        end = body + sum(table)
        page = file[at:end]
        if number < 3:  # slow by design: bit by bit, as the format's own text has it
            assert _ogg_crc(page) == struct.unpack("<I", page[22:26])[0]
        assert struct.unpack("<I", page[18:22])[0] == number
        for lacing in table:
            rest += file[body : body + lacing]
            body += lacing
            if lacing < 255:
                packets.append(rest)
                rest = b""
        number += 1
        at = end
    if packets[0].startswith(b"\x7fFLAC"):  # its comments are a block of FLAC's own
        packets = [packet for packet in packets if packet[:1] not in {b"\x04", b"\x84"}]
    return [packet for packet in packets if packet[:7] not in {b"\x03vorbis", b"OpusTag"}]


def _boxes(file: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        size, kind = struct.unpack(">I4s", file[at : at + 8])
        if size < 8:
            return
        yield kind, at + 8, at + size
        at += size


def _all_boxes(file: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for kind, start, stop in _boxes(file, at, end):
        yield kind, start, stop
        if kind in {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mfra"}:
            yield from _all_boxes(file, start, stop)


def _mp4(file: bytes) -> object:
    found: list[object] = [file[s:e] for k, s, e in _boxes(file, 0, len(file)) if k == b"mdat"]
    for kind, start, end in _all_boxes(file, 0, len(file)):
        if kind == b"stco":
            places = struct.unpack(f">{(end - start - 8) // 4}I", file[start + 8 : end])
            found.append([file[place : place + 16] for place in places])
        elif kind == b"tfra":
            assert file[start + 11] == 0  # numbers of one byte behind each place
            word, row = (">QQ", 19) if file[start] else (">II", 11)
            for at in range(start + 16, end, row):
                _, place = struct.unpack_from(word, file, at)
                assert file[place + 4 : place + 8] == b"moof"
    return found


def _heif(file: bytes) -> object:
    meta = next((s, e) for k, s, e in _boxes(file, 0, len(file)) if k == b"meta")
    inside = list(_boxes(file, meta[0] + 4, meta[1]))
    start = next(s for k, s, _ in inside if k == b"iloc")
    version, sizes, more = file[start], file[start + 4], file[start + 5]
    assert (4, 4, 0) == (sizes >> 4, sizes & 15, more & 15)
    (count,) = struct.unpack(">H", file[start + 6 : start + 8])
    at, found = start + 8, {}
    for _ in range(count):
        item = int.from_bytes(file[at : at + 2])
        at += 2 + (2 if version else 0) + 2
        base = int.from_bytes(file[at : at + (more >> 4)])
        at += more >> 4
        extents = int.from_bytes(file[at : at + 2])
        at += 2
        for _ in range(extents):
            place, length = struct.unpack(">II", file[at : at + 8])
            body = file[base + place : base + place + length]
            if b"adobe:ns:meta" not in body:
                found[item] = body
            at += 8
    return found


def _mkv(file: bytes) -> object:
    def element(at: int) -> tuple[int, int, int, bool]:
        width = 9 - file[at].bit_length()
        size_width = 9 - file[at + width].bit_length()
        size = (
            int.from_bytes(file[at + width : at + width + size_width]) & (1 << 7 * size_width) - 1
        )
        is_open = size == (1 << 7 * size_width) - 1
        return int.from_bytes(file[at : at + width]), at + width + size_width, size, is_open

    _, body, size, _ = element(0)
    _, segment, length, is_open = element(body + size)
    assert is_open or segment + length == len(file)
    at, found = segment, []
    while at < len(file):
        kind, body, size, is_open = element(at)
        if is_open:
            # A live cluster ends where the tags begin, or with the file.
            tags = file.find(b"\x12\x54\xc3\x67", body)
            size = (tags if tags > 0 else len(file)) - body
        if kind == 0x1F43B675:
            found.append(file[body : body + size])
        elif kind == 0x114D9B74:
            inner = body
            while inner < body + size:
                seek, start, long, _ = element(inner)
                if seek == 0x4DBB:
                    _, id_at, id_size, _ = element(start)
                    _, place_at, place_size, _ = element(id_at + id_size)
                    place = int.from_bytes(file[place_at : place_at + place_size])
                    wanted = file[id_at : id_at + id_size]
                    assert file[segment + place :].startswith(wanted)
                inner = start + long
        at = body + size
    return found


def _flv(file: bytes) -> object:
    at, found = 13, []
    while at < len(file):
        size = int.from_bytes(file[at + 1 : at + 4])
        if file[at] != 18:
            found.append(file[at : at + 11 + size])
        assert int.from_bytes(file[at + 11 + size : at + 15 + size]) == size + 11
        at += size + 15
    return found


def _zip(file: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        lists = {"[Content_Types].xml", "_rels/.rels", "AIGC.json"}
        found: dict[str, object] = {"docProps/custom.xml": []}
        for name in archive.namelist():
            if name in {"docProps/custom.xml", "meta.xml"} or name.endswith(".opf"):
                found[name] = _described(archive.read(name))
            elif name not in lists:
                found[name] = archive.read(name)
        return found


def _described(file: bytes) -> object:
    """Return every statement in the metadata of a document but ours."""
    root = ET.fromstring(file)  # noqa: S314 - a fixture
    ours = {e for e in root.iter() if "AIGC" in e.attrib.values()}
    inner = {below for each in ours for below in each.iter()}
    statements = [e for e in root.iter() if e is not root and e not in inner]
    # Numbers that Office counts its properties by are no statement.
    return [
        (e.tag, {k: v for k, v in e.attrib.items() if k != "pid"}, (e.text or "").strip())
        for e in statements
    ]


class _Page(HTMLParser):
    """Collects everything but our own tag."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("name", "AIGC") not in attrs:
            self.found.append((tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("name", "AIGC") not in attrs:
            self.found.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _html(file: bytes) -> object:
    page = _Page()
    page.feed(file.decode())
    page.close()
    return page.found


def _svg(file: bytes) -> object:
    root = ET.fromstring(file)  # noqa: S314 - a fixture
    ours = {
        below
        for each in root
        if each.tag.endswith("}metadata") and b"AIGC" in ET.tostring(each)
        for below in each.iter()
    }
    return [(e.tag, e.attrib, (e.text or "").strip()) for e in root.iter() if e not in ours]


def _markdown(file: bytes) -> object:
    lines = file.decode().splitlines(keepends=True)
    if "AIGC:" in [line.rstrip() for line in lines]:
        at = next(n for n, line in enumerate(lines) if line.rstrip() == "AIGC:")
        del lines[at : at + 8]
    return "".join(lines).removeprefix("---\n---\n").removeprefix("---\r\n---\r\n")


def _json(file: bytes) -> object:
    found = json.loads(file)
    found.pop("AIGC", None)
    return list(found.items())


def _text(file: bytes) -> object:
    text = file.decode().removesuffix("\n")
    return text.rpartition("\nAIGC: {")[0] if "\nAIGC: {" in text else text


def _pdf(file: bytes) -> object:
    return file[: file.index(b"%%EOF") + 5]


_BY_SUFFIX: dict[str, Callable[[bytes], object]] = {
    **dict.fromkeys(("png", "apng"), _png),
    **dict.fromkeys(("jpg", "mpo"), _jpeg),
    **dict.fromkeys(("mp4", "mov", "m4a"), _mp4),
    **dict.fromkeys(("heic", "avif"), _heif),
    **dict.fromkeys(("mkv", "webm"), _mkv),
    **dict.fromkeys(("ogg", "opus"), _ogg),
    **dict.fromkeys(
        ("docx", "pptx", "xlsx", "dotx", "potx", "xltx", "odt", "ods", "odp", "epub", "zip"), _zip
    ),
    "webp": _webp,
    "gif": _gif,
    "wav": _wav,
    "avi": _avi,
    "flv": _flv,
    "mp3": _mp3,
    "flac": _flac,
    "tiff": _tiff,
    "pdf": _pdf,
    "html": _html,
    "svg": _svg,
    "md": _markdown,
    "json": _json,
    "txt": _text,
}
