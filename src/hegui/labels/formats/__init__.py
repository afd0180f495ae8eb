"""Containers: one module each, with where a label stands and how one gets there.

Each module has two functions, and no state:

``find(source) -> Found``
    every site, trace and seal, in the order of the file;
``splice(source, payload) -> list[Piece]``
    the file with the payload at the canonical place, and with the sites that
    cannot simply be blanked left out. Raises `LabelNotWritten` with the reason.

None of them opens a file, decodes media or knows what the law asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hegui.labels.formats import (
    avi,
    epub,
    flac,
    flv,
    gif,
    heif,
    jpeg,
    mkv,
    mp3,
    mp4,
    odf,
    ogg,
    ooxml,
    pdf,
    plain_zip,
    png,
    text,
    tiff,
    wav,
    webp,
)
from hegui.labels.site import Found
from hegui.labels.source import Source
from hegui.labels.splice import Piece

__all__ = ["CONTAINERS", "Container"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One kind of file."""

    name: str
    """Short and stable, for machines."""

    title: str
    """As people call it."""

    place: str
    """Where we write."""

    find: Callable[[Source], Found]
    splice: Callable[[Source, str], list[Piece]]
    is_convention: bool = False
    """Whether the place is our own convention, since no guide names one."""


_ALL: Final = (
    Container(name="png", title="PNG", place="iTXt XMP", find=png.find, splice=png.splice),
    Container(name="jpeg", title="JPEG", place="APP1 XMP", find=jpeg.find, splice=jpeg.splice),
    Container(name="webp", title="WebP", place="XMP chunk", find=webp.find, splice=webp.splice),
    Container(name="gif", title="GIF", place="XMP extension", find=gif.find, splice=gif.splice),
    Container(name="wav", title="WAV", place="AIGC chunk", find=wav.find, splice=wav.splice),
    Container(name="mp3", title="MP3", place="ID3v2 TXXX", find=mp3.find, splice=mp3.splice),
    Container(name="flac", title="FLAC", place="comment", find=flac.find, splice=flac.splice),
    Container(
        name="mp4",
        title="MP4, MOV or M4A",
        place="moov.udta.meta keys",
        find=mp4.find,
        splice=mp4.splice,
    ),
    Container(
        name="heif", title="HEIC or AVIF", place="XMP item", find=heif.find, splice=heif.splice
    ),
    Container(
        name="svg",
        title="SVG",
        place="metadata XMP",
        find=text.find_svg,
        splice=text.splice_svg,
        is_convention=True,
    ),
    Container(
        name="html",
        title="HTML",
        place="meta AIGC",
        find=text.find_html,
        splice=text.splice_html,
        is_convention=True,
    ),
    Container(
        name="markdown",
        title="Markdown",
        place="front matter AIGC",
        find=text.find_markdown,
        splice=text.splice_markdown,
    ),
    Container(
        name="json",
        title="JSON",
        place="member AIGC",
        find=text.find_json,
        splice=text.splice_json,
        is_convention=True,
    ),
    Container(
        name="text",
        title="plain text",
        place="a last line AIGC",
        find=text.find_plain,
        splice=text.splice_plain,
        is_convention=True,
    ),
    Container(name="ogg", title="OGG or Opus", place="comment", find=ogg.find, splice=ogg.splice),
    Container(name="tiff", title="TIFF", place="tag 700", find=tiff.find, splice=tiff.splice),
    Container(name="mkv", title="MKV or WebM", place="SimpleTag", find=mkv.find, splice=mkv.splice),
    Container(name="avi", title="AVI", place="LIST/INFO", find=avi.find, splice=avi.splice),
    Container(name="flv", title="FLV", place="onMetaData", find=flv.find, splice=flv.splice),
    Container(name="pdf", title="PDF", place="Info /AIGC", find=pdf.find, splice=pdf.splice),
    Container(
        name="ooxml",
        title="DOCX, XLSX or PPTX",
        place="custom property",
        find=ooxml.find,
        splice=ooxml.splice,
    ),
    Container(
        name="epub",
        title="EPUB",
        place="package meta",
        find=epub.find,
        splice=epub.splice,
        is_convention=True,
    ),
    Container(
        name="odf",
        title="OpenDocument",
        place="user-defined AIGC",
        find=odf.find,
        splice=odf.splice,
        is_convention=True,
    ),
    Container(
        name="zip",
        title="ZIP, XMind or OFD",
        place="member AIGC.json",
        find=plain_zip.find,
        splice=plain_zip.splice,
        is_convention=True,
    ),
)

CONTAINERS: Final[Mapping[str, Container]] = MappingProxyType({c.name: c for c in _ALL})
"""Every container, by name."""
