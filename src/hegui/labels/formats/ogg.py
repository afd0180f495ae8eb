"""Ogg Vorbis, Opus, FLAC and Speex: the comment ``AIGC`` in the second packet of the sound.

    first packet | comments | [setup] | sound …

The headers keep their number of pages whenever they fit, so that no page of
sound changes; when they do not, later pages get new numbers and checksums.
Only the headers are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import vorbis_comment
from hegui.labels.ogg_pages import Page, pages, paginate, renumbered
from hegui.labels.site import Found
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_CODECS: Final = {
    b"\x01vorbis": (b"\x03vorbis", 2),
    b"OpusHead": (b"OpusTags", 1),
    b"\x7fFLAC": (b"", 1),
    b"Speex   ": (b"", 1),
    b"\x80theora": (b"\x81theora", 2),
}
"""Mark of the first packet → mark of the comments, and packets of headers behind the first."""

_SOUND: Final = frozenset({b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   "})
_FLAC_HEAD: Final = 4


@dataclass(slots=True)
class _Stream:
    """One logical stream, up to the end of its headers."""

    codec: bytes
    wanted: int
    first: Page
    headers: list[Page] = field(default_factory=list)
    """Pages of the headers behind the first."""

    packets: list[bytes] = field(default_factory=list)
    open: bytes = b""

    @property
    def is_complete(self) -> bool:
        return len(self.packets) >= self.wanted

    @property
    def skipped(self) -> int:
        """Bytes of a mark in front of the comments."""
        return _FLAC_HEAD if self.codec == b"\x7fFLAC" else len(_CODECS[self.codec][0])


def _streams(source: Source) -> dict[int, _Stream]:
    """Return the streams whose comments we know, by number."""
    streams: dict[int, _Stream] = {}
    is_begun = False
    for page in pages(source):
        if page.is_first and not is_begun:
            head = source.upto(page.body, min(16, page.end - page.body))
            codec = next((mark for mark in _CODECS if head.startswith(mark)), None)
            if codec is not None:
                streams[page.stream] = _Stream(codec, _CODECS[codec][1], page)
            continue
        is_begun = True
        stream = streams.get(page.stream)
        if stream is not None and not stream.is_complete:
            _feed(source, stream, page)
        if all(s.is_complete for s in streams.values()):
            break
    if not streams:
        raise source.damaged(0, expected="a stream of sound", found="none")
    for stream in streams.values():
        mark = _CODECS[stream.codec][0]
        if not stream.is_complete or not stream.packets[0].startswith(mark):
            raise source.damaged(stream.first.end, expected="comments", found="none")
    return streams


def _feed(source: Source, stream: _Stream, page: Page) -> None:
    body = source.read(page.body, page.end - page.body)
    stream.headers.append(page)
    at = 0
    for lacing in page.table:
        if stream.is_complete:
            raise source.damaged(page.offset, expected="headers that end their page", found="sound")
        stream.open += body[at : at + lacing]
        at += lacing
        if len(stream.open) > source.limits.piece_bytes:
            raise source.damaged(page.offset, expected="shorter headers", found="an endless packet")
        if lacing < 255:
            stream.packets.append(stream.open)
            stream.open = b""


def _comments(source: Source, stream: _Stream) -> vorbis_comment.Comments:
    packet = stream.packets[0]
    return vorbis_comment.parse(source, packet[stream.skipped :], stream.headers[0].body)


def _labelled(streams: dict[int, _Stream]) -> _Stream:
    """Return the stream that carries the label: the first of sound, else the first."""
    ordered = list(streams.values())
    return next((stream for stream in ordered if stream.codec in _SOUND), ordered[0])


def find(source: Source) -> Found:
    """Return every label in the headers of an Ogg file."""
    found = Found()
    streams = _streams(source)
    ours = _labelled(streams)
    for stream in streams.values():
        name = stream.codec.strip(b"\x01\x7f\x80 ").decode()
        found.sites += vorbis_comment.scan(
            _comments(source, stream),
            offset=stream.headers[0].offset,
            place=f"{name} comments",
            is_canonical=stream is ours,
            is_plain=False,
        ).sites
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label among the comments of its sound."""
    streams = _streams(source)
    ours = _labelled(streams)
    for stream in streams.values():
        if (
            stream is not ours
            and vorbis_comment.scan(
                _comments(source, stream), offset=0, place="", is_canonical=False, is_plain=False
            ).sites
        ):
            raise LabelNotWritten(source.name, "another of its streams holds a label")
    packet = ours.packets[0]
    new = packet[: ours.skipped] + _comments(source, ours).with_label(payload)
    if ours.codec == b"\x7fFLAC":
        new = packet[:1] + (len(new) - _FLAC_HEAD).to_bytes(3) + new[_FLAC_HEAD:]
    written = paginate(
        [new, *ours.packets[1:]],
        stream=ours.first.stream,
        number=ours.headers[0].number,
        wanted=len(ours.headers),
    )
    shift = len(written) - len(ours.headers)
    pieces: list[Piece] = [Keep(0, ours.headers[0].offset), *written]
    # Pages of other streams may stand between ours.
    for page, after in zip(ours.headers, ours.headers[1:], strict=False):
        pieces.append(Keep(page.end, after.offset))
    last = ours.headers[-1].end
    if not shift:
        return [*pieces, Keep(last, source.size)]
    for page in pages(source, last):
        if page.stream == ours.first.stream and page.is_first:
            raise LabelNotWritten(source.name, "a later stream in it has the same number")
        if page.stream == ours.first.stream:
            head = source.read(page.offset, 27)
            pieces += [
                renumbered(head, page.end - page.offset, page.number + shift),
                Keep(page.offset + 27, page.end),
            ]
        else:
            pieces.append(Keep(page.offset, page.end))
    return pieces
