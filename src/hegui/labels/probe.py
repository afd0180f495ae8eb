"""Telling a container by its first bytes, never by its name.

>>> from hegui.labels.source import Source
>>> probe(Source.of_bytes(b'GIF89a'))
'gif'
>>> probe(Source.of_bytes(b'%!PS')) is None
True
"""

from __future__ import annotations

import re
from typing import Final

from hegui.labels.id3 import HEADER_BYTES, tag_bytes
from hegui.labels.source import Source
from hegui.labels.zip_members import Archive

__all__ = ["probe"]

_HEAD: Final = 4_096

_MARKS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"OggS\x00", "ogg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"\x1a\x45\xdf\xa3", "mkv"),
    (b"FLV\x01", "flv"),
)

_RIFF: Final = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_MOVIE: Final = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_STILL: Final = frozenset({b"mif1", b"msf1", b"heic", b"heix", b"hevc", b"heim", b"avif", b"avis"})


_SVG: Final = re.compile(rb"<(?:[\w.-]+:)?svg[\s>]")
_FRONT_KEY: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]*\n){0,60}?[\"']?AIGC[\"']?[ \t]*:"
)


def probe(source: Source) -> str | None:
    """Return the name of the container, or None when no mark is known."""
    head = source.upto(0, _HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head[:4] in {b"RIFF", b"RF64", b"BW64"}:
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "heif" if _STILL & _brands(head) else "mp4"
    if head.startswith(b"PK\x03\x04"):
        return _archive(source)
    if head[4:8] in _MOVIE:
        return "mp4"
    return _sound(source, head) or _text(source, head)


def _text(source: Source, head: bytes) -> str | None:
    """Return the kind of a text: by its first tag or brace; else by its name's ending.

    Markdown and plain text have no mark, so here alone the name decides, and only
    for bytes that are text.
    """
    if b"\x00" in head:
        return None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1_000].lower()
    if start.startswith(b"<?xml"):
        start = start.partition(b"?>")[2].lstrip()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<") and _SVG.search(head):
        return "svg"
    suffix = source.name.rpartition(".")[2].casefold() if "." in source.name else ""
    if suffix in {"md", "markdown"} or _FRONT_KEY.match(head):
        return "markdown"
    if start.startswith(b"{") and suffix in {"", "json"}:
        return "json"
    return "text" if suffix in {"txt", "text"} else None


def _brands(head: bytes) -> set[bytes]:
    """Return the main brand; the others say only what a file is compatible with."""
    return {head[8:12]}


def _archive(source: Source) -> str:
    """Return the kind of archive by its members."""
    archive = Archive(source)
    if "mimetype" in archive.members and archive.members["mimetype"].size < 100:
        kind = archive.read("mimetype").strip()
        if kind == b"application/epub+zip":
            return "epub"
        if kind.startswith(b"application/vnd.oasis.opendocument."):
            return "odf"
    return "ooxml" if "[Content_Types].xml" in archive.members else "zip"


def _sound(source: Source, head: bytes) -> str | None:
    at = 0
    while length := tag_bytes(source.upto(at, HEADER_BYTES)):
        at += length
        source.count()
    start = source.upto(at, 4) if at < source.size else b""
    if start == b"fLaC":
        return "flac"
    if at or _is_frame(head):
        return "mp3"
    return None


def _is_frame(head: bytes) -> bool:
    """Tell whether a frame of MPEG audio starts here: no reserved version, layer or rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer != 0 and head[2] >> 4 != 15 and head[2] >> 2 & 3 != 3
