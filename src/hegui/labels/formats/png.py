"""PNG and APNG: XMP in an ``iTXt`` chunk, before the pixels.

    signature, IHDR, [iTXt XML:com.adobe.xmp], …, IDAT …, IEND

A new packet in an animation has no padding: ffmpeg looks for the first frame in
2,048 bytes, and takes the file for a still picture when it is not there.

Also read: ``tEXt``, ``zTXt`` and ``iTXt`` under the key itself (an annex of the
picture guide), EXIF in ``eXIf``, and the hexadecimal profiles of ImageMagick.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.aigc import KEY
from hegui.labels.ifd import looks_like_label, scan_exif
from hegui.labels.manifest_trace import LOOKED_AT, add_manifest
from hegui.labels.site import Found, Site, Trace
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_XMP: Final = b"XML:com.adobe.xmp"
_GENERATORS: Final = frozenset({b"parameters", b"prompt", b"workflow", b"sd-metadata", b"Dream"})
_TEXT: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})


@dataclass(slots=True)
class _Chunk:
    kind: bytes
    offset: int
    length: int

    @property
    def end(self) -> int:
        return self.offset + 12 + self.length


@dataclass(frozen=True, slots=True)
class _Text:
    keyword: bytes
    value: bytes
    is_plain: bool
    value_offset: int


def _chunks(source: Source) -> list[_Chunk]:
    """Return the chunks, a run of pixels as one; walked once a source."""
    if not isinstance(source.walked, list):
        source.walked = _walk(source)
    return source.walked


def _walk(source: Source) -> list[_Chunk]:
    if source.read(0, 8) != SIGNATURE:
        raise source.damaged(0, expected="the signature of PNG", found=source.upto(0, 8))
    chunks: list[_Chunk] = []
    at = 8
    kind = b""
    while kind != b"IEND":
        head = source.read(at, 8)
        before, kind = kind, head[4:]
        length = int.from_bytes(head[:4])
        end = at + 12 + length
        if length > 0x7FFFFFFF or not kind.isalpha():
            raise source.damaged(at, expected="a chunk", found=head)
        if end > source.size:
            raise source.damaged(at, expected=f"{length + 12} bytes", found=source.size - at)
        if kind == before == b"IDAT":
            chunks[-1].length = end - chunks[-1].offset - 12
        else:
            chunks.append(_Chunk(kind, at, length))
        source.count()
        at = end
    if chunks[0].kind != b"IHDR":
        raise source.damaged(8, expected="IHDR", found=chunks[0].kind)
    return chunks


def _body(source: Source, chunk: _Chunk) -> bytes:
    whole = source.read(chunk.offset + 4, chunk.length + 8)
    if zlib.crc32(whole[:-4]) != int.from_bytes(whole[-4:]):
        raise source.damaged(chunk.offset, expected="a matching checksum", found=chunk.kind)
    return whole[4:-4]


def _text(source: Source, chunk: _Chunk) -> _Text | None:
    """Return keyword and text; None for a chunk that keeps to none of the forms."""
    body = _body(source, chunk)
    keyword, zero, rest = body.partition(b"\x00")
    if not zero:
        return None
    value, is_packed = rest, False
    if chunk.kind == b"zTXt":
        value, is_packed = rest[1:], True
    elif chunk.kind == b"iTXt":
        parts = rest[2:].split(b"\x00", 2)
        if len(rest) < 2 or len(parts) < 3:
            return None
        value, is_packed = parts[2], rest[:1] == b"\x01"
    offset = chunk.offset + 8 + len(body) - len(value)
    if is_packed:
        value = source.inflate(value, chunk.offset)
    return _Text(keyword, value, not is_packed, offset)


def find(source: Source) -> Found:
    """Return every label of a PNG file."""
    found = Found()
    chunks = _chunks(source)
    for chunk in chunks:
        if chunk.kind in _TEXT:
            _look_at_text(source, chunk, found)
        elif chunk.kind == b"eXIf":
            body = Source.of_bytes(_body(source, chunk), name=source.name, limits=source.limits)
            _add(found, scan_exif(body, base=chunk.offset + 8, is_plain=False, place="eXIf"))
        elif chunk.kind == b"caBX":
            manifest = source.read(chunk.offset + 8, min(chunk.length, LOOKED_AT))
            add_manifest(found, manifest, place="caBX", offset=chunk.offset)
    if chunks[-1].end < source.size:
        found.notes.append(f"{source.size - chunks[-1].end} bytes behind the end of the picture")
    return found


def _look_at_text(source: Source, chunk: _Chunk, found: Found) -> None:
    text = _text(source, chunk)
    if text is None:
        return
    kind = chunk.kind.decode()
    name = text.keyword.decode("latin-1")
    if text.keyword == _XMP:
        # No spans: the checksum covers the text, so the chunk is made anew, not blanked.
        scanned = xmp.scan(
            text.value,
            place=f"{kind} {name}",
            offset=chunk.offset,
            is_plain=False,
            is_canonical=kind == "iTXt",
        )
        _add(found, scanned)
    elif KEY.casefold() in name.casefold():
        found.sites.append(
            Site(place=f"{kind} {name}", offset=chunk.offset, raw=text.value, is_canonical=False)
        )
    elif name.startswith("Raw profile type"):
        _look_at_profile(source, text, chunk, found)
    elif text.keyword in _GENERATORS:
        said = text.value[:200].decode("utf-8", "replace")
        found.traces.append(
            Trace(
                kind="generator-parameters", place=f"{kind} {name}", offset=chunk.offset, value=said
            )
        )
    elif looks_like_label(text.value):
        found.sites.append(
            Site(place=f"{kind} {name}", offset=chunk.offset, raw=text.value, is_canonical=False)
        )


def _look_at_profile(source: Source, text: _Text, chunk: _Chunk, found: Found) -> None:
    """Read ImageMagick's profiles: a name, a length, hexadecimal digits in lines."""
    name = text.keyword.decode("latin-1")
    lines = text.value.split(None, 2)
    try:
        raw = bytes.fromhex(lines[2].decode("ascii")) if len(lines) == 3 else b""
    except ValueError:
        return
    if name.endswith("xmp"):
        _add(
            found,
            xmp.scan(raw, place=name, offset=chunk.offset, is_plain=False, is_canonical=False),
        )
    elif raw.startswith(b"Exif\x00\x00"):
        inner = Source.of_bytes(raw[6:], name=source.name, limits=source.limits)
        _add(found, scan_exif(inner, base=chunk.offset, is_plain=False, place=name))


def _add(found: Found, more: Found) -> None:
    found.sites += more.sites
    found.traces += more.traces
    found.notes += more.notes


def _is_label(source: Source, chunk: _Chunk) -> bool:
    """Tell whether a text chunk, other than XMP, is a label and nothing else."""
    found = Found()
    _look_at_text(source, chunk, found)
    return any(not site.place.startswith(("iTXt XML:", "Raw profile")) for site in found.sites)


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its XMP, and in no other text chunk."""
    chunks = _chunks(source)
    packets = [
        (chunk, text)
        for chunk in chunks
        if chunk.kind in _TEXT and (text := _text(source, chunk)) and text.keyword == _XMP
    ]
    if len(packets) > 1:
        raise LabelNotWritten(source.name, "it holds more than one XMP packet")
    if any(chunk.kind == b"eXIf" for chunk in chunks) and any(
        site.place.startswith("eXIf") for site in find(source).sites
    ):
        raise LabelNotWritten(source.name, "its EXIF holds a label under a checksum")
    old = packets[0][1].value if packets else None
    is_animated = any(chunk.kind == b"acTL" for chunk in chunks)
    packet = xmp.put(old, payload, padding=0 if is_animated else xmp.PADDING)
    body = _XMP + b"\x00\x00\x00\x00\x00" + packet
    new = struct.pack(">I", len(body)) + b"iTXt" + body
    new += zlib.crc32(new[4:]).to_bytes(4)
    where = packets[0][0] if packets else chunks[0]
    pieces: list[Piece] = [Keep(0, 8)]
    for chunk in chunks:
        if chunk == where:
            pieces += [new] if packets else [Keep(chunk.offset, chunk.end), new]
        elif chunk.kind not in _TEXT or not _is_label(source, chunk):
            pieces.append(Keep(chunk.offset, chunk.end))
    pieces.append(Keep(chunks[-1].end, source.size))
    return pieces
