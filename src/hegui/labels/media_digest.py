"""A digest over what a player decodes, which stays the same when a label is written.

A signature over the file would break with the label that holds it. This one is
over the media alone: pixels, samples and packets as they are stored, with what
a decoder needs, without names, comments and other metadata.

    PNG    IHDR PLTE tRNS IDAT and the chunks of animation      WAV   fmt and data
    JPEG   every segment but APPn and COM, up to the end        FLAC  STREAMINFO and frames
    WebP   VP8, VP8L, ALPH, ANIM, ANMF                          MP3   what is between the tags
    MP4    the bodies of mdat, in order

Other containers have no such digest yet. The form has a name, `FORM`, and a
change of what is covered is another form.

>>> sound = b'RIFF' + (12).to_bytes(4, 'little') + b'WAVEdata' + bytes(4)
>>> media_digest(Source.of_bytes(sound), 'wav')[:8]
'd49747a0'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hegui.labels.formats import bmff, mp3, riff
from hegui.labels.source import Source

__all__ = ["FORM", "media_digest"]

FORM: Final = "sha256-media/1"
"""Name of what is covered and how: SHA-256 over the spans, each with its length in front."""

_BLOCK: Final = 1 << 18
_PNG: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT"})
_WEBP: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_WAV: Final = frozenset({b"fmt ", b"data"})
_START_OF_SCAN: Final = 0xDA

Spans = Iterator[tuple[int, int]]


def media_digest(source: Source, container: str) -> str:
    """Return the digest in hexadecimal; empty for a container that has none.

    Raises:
        DamagedFile: the file breaks the rules of its format.
        OverLimit: reading it takes more than is granted; a whole file is read here.
    """
    spans = _SPANS.get(container)
    if spans is None:
        return ""
    engine = sha256()
    for start, end in spans(source):
        engine.update((end - start).to_bytes(8))
        for at in range(start, end, _BLOCK):
            engine.update(source.read(at, min(_BLOCK, end - at)))
    return engine.hexdigest()


def _png(source: Source) -> Spans:
    at = 8
    while at + 8 <= source.size:
        source.count()
        head = source.read(at, 8)
        end = at + 12 + int.from_bytes(head[:4])
        if head[4:] in _PNG:
            yield at + 4, end - 4
        if head[4:] == b"IEND":
            return
        at = end
    raise source.damaged(at, expected="IEND", found="the end of the file")


def _jpeg(source: Source) -> Spans:
    at = 2
    while True:
        source.count()
        head = source.read(at, 4)
        if head[0] != 0xFF:
            raise source.damaged(at, expected="a segment", found=head[:1])
        if head[1] == _START_OF_SCAN:
            yield at, source.size
            return
        end = at + 2 + int.from_bytes(head[2:])
        if head[1] & 0xF0 != 0xE0 and head[1] != 0xFE:
            yield at, end
        at = end


def _riff(wanted: frozenset[bytes]) -> Callable[[Source], Spans]:
    def spans(source: Source) -> Spans:
        for chunk in riff.walk(source).chunks:
            if chunk.kind in wanted:
                yield chunk.offset, chunk.body + chunk.size

    return spans


def _mp4(source: Source) -> Spans:
    for box in bmff.walk(source, 0, source.size):
        if box.kind == b"mdat":
            yield box.body, box.end


def _flac(source: Source) -> Spans:
    at = sum(end - start for start, end in mp3.leading_tags(source)) + 4
    is_last = False
    while not is_last:
        source.count()
        head = source.read(at, 4)
        is_last = bool(head[0] & 0x80)
        end = at + 4 + int.from_bytes(head[1:])
        if head[0] & 0x7F == 0:
            yield at + 4, end
        at = end
    yield at, source.size


def _mp3(source: Source) -> Spans:
    start = sum(end - begin for begin, end in mp3.leading_tags(source))
    has_tag = source.size >= start + 128 and source.read(source.size - 128, 3) == b"TAG"
    yield start, source.size - (128 if has_tag else 0)


_SPANS: Final[Mapping[str, Callable[[Source], Spans]]] = MappingProxyType(
    {
        "png": _png,
        "jpeg": _jpeg,
        "webp": _riff(_WEBP),
        "wav": _riff(_WAV),
        "mp4": _mp4,
        "flac": _flac,
        "mp3": _mp3,
    }
)
