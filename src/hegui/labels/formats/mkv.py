"""Matroska and WebM: ``Tags.Tag.SimpleTag`` named ``AIGC``, reachable from the seek head.

    EBML, Segment( SeekHead, [Void], Info, Tracks, [Tags], Cluster …, [Cues], [Tags] )

Places in a Segment count from its start, so nothing in front of a cluster may
move. The new tags go where the old ones were with filler around, into filler
in front of the clusters, or to the end; the seek head is made anew within its
own bytes and the filler behind it. A live stream, which has neither seek head
nor cues, takes tags in front of its first cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels.aigc import KEY
from hegui.labels.ebml import VOID, Element, element, number, unsigned, void, walk
from hegui.labels.ifd import looks_like_label
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_EBML, _SEGMENT, _SEEK_HEAD, _SEEK = 0x1A45DFA3, 0x18538067, 0x114D9B74, 0x4DBB
_SEEK_ID, _SEEK_POSITION = 0x53AB, 0x53AC
_TAGS, _TAG, _TARGETS, _SIMPLE = 0x1254C367, 0x7373, 0x63C0, 0x67C8
_NAME, _STRING, _DEFAULT = 0x45A3, 0x4487, 0x4484
_CLUSTER, _CUES, _CHECKSUM = 0x1F43B675, 0x1C53BB6B, 0xBF
_TOP: Final = frozenset(
    {_SEEK_HEAD, _TAGS, _CLUSTER, _CUES, VOID, 0x1549A966, 0x1654AE6B, 0x1941A469, 0x1043A770}
)
_LONGEST: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class _Layout:
    segment: Element
    parts: tuple[Element, ...]
    """Children of the segment; clusters of unknown size count as one."""

    def all(self, id_: int) -> list[Element]:
        return [part for part in self.parts if part.id == id_]

    @property
    def first_cluster(self) -> int:
        clusters = self.all(_CLUSTER)
        return clusters[0].offset if clusters else self.segment.end


def _layout(source: Source) -> _Layout:
    top = walk(source, 0, source.size)
    head = next(top)
    if head.id != _EBML:
        raise source.damaged(0, expected="an EBML header", found=f"0x{head.id:X}")
    segment = next((part for part in top if part.id == _SEGMENT), None)
    if segment is None:
        raise source.damaged(head.end, expected="a segment", found="none")
    parts: list[Element] = []
    at = segment.body
    while at < segment.end:
        part = next(walk(source, at, segment.end))
        if part.is_open and part.id == _CLUSTER:
            part = _bounded(source, part, segment.end)
        parts.append(part)
        at = part.end
    return _Layout(segment, tuple(parts))


def _bounded(source: Source, cluster: Element, end: int) -> Element:
    """Return a cluster of unknown size with its end: the next element of the top level."""
    at = cluster.body
    for inner in _lenient(source, at, end):
        if inner.id in _TOP - {VOID}:
            return Element(
                _CLUSTER, cluster.offset, cluster.body, inner.offset, cluster.size_bytes, True
            )
    return Element(_CLUSTER, cluster.offset, cluster.body, end, cluster.size_bytes, True)


def _lenient(source: Source, start: int, end: int) -> list[Element]:
    found: list[Element] = []
    for inner in walk(source, start, end):
        found.append(inner)
        if inner.id in _TOP - {VOID}:
            break
    return found


def find(source: Source) -> Found:
    """Return every label of a Matroska or WebM file."""
    found = Found()
    layout = _layout(source)
    for tags in layout.all(_TAGS):
        for tag in walk(source, tags.body, tags.end):
            if tag.id == _TAG:
                is_global = not _targets(source, tag)
                for simple in walk(source, tag.body, tag.end):
                    if simple.id == _SIMPLE:
                        _scan_simple(source, simple, found, is_canonical=is_global)
    return found


def _targets(source: Source, tag: Element) -> bool:
    """Tell whether a tag is about a part: a track, a chapter, an attachment."""
    for part in walk(source, tag.body, tag.end):
        if part.id == _TARGETS:
            return any(
                e.id in {0x63C5, 0x63C9, 0x63C4, 0x63C6} for e in walk(source, part.body, part.end)
            )
    return False


def _scan_simple(source: Source, simple: Element, found: Found, *, is_canonical: bool) -> None:
    name, value = "", b""
    for part in walk(source, simple.body, simple.end):
        if part.id == _NAME and part.end - part.body < 1 << 16:
            name = (
                source.read(part.body, part.end - part.body)
                .decode("utf-8", "replace")
                .rstrip("\x00")
            )
        elif part.id == _STRING:
            value = source.read(part.body, part.end - part.body)
        elif part.id == _SIMPLE:
            with source.deeper():
                _scan_simple(source, part, found, is_canonical=False)
    if KEY.casefold() in name.casefold() or looks_like_label(value):
        found.sites.append(
            Site(
                place=f"Tags SimpleTag {name[:40]}",
                offset=simple.offset,
                raw=value,
                is_canonical=is_canonical and name == KEY,
            )
        )


# ── writing ──


def _is_label(source: Source, simple: Element) -> bool:
    found = Found()
    _scan_simple(source, simple, found, is_canonical=False)
    return bool(found.sites)


def _new_tags(source: Source, layout: _Layout, payload: str) -> bytes:
    body = b""
    for tags in layout.all(_TAGS):
        if tags.end - tags.body > _LONGEST:
            raise LabelNotWritten(source.name, "its tags are larger than what is read at once")
        for tag in walk(source, tags.body, tags.end):
            if tag.id in {VOID, _CHECKSUM}:
                continue
            if tag.id != _TAG:
                body += source.read(tag.offset, tag.end - tag.offset)
                continue
            kept = [
                p
                for p in walk(source, tag.body, tag.end)
                if p.id != _CHECKSUM and not (p.id == _SIMPLE and _is_label(source, p))
            ]
            if any(p.id == _SIMPLE for p in kept):
                body += element(
                    _TAG, b"".join(source.read(p.offset, p.end - p.offset) for p in kept)
                )
    simple = (
        element(_NAME, KEY.encode())
        + element(_STRING, payload.encode())
        + element(_DEFAULT, b"\x01")
    )
    body += element(_TAG, element(_TARGETS, b"") + element(_SIMPLE, simple))
    return element(_TAGS, body)


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with one global tag ``AIGC``; no cluster moves within its segment."""
    layout = _layout(source)
    new = _new_tags(source, layout, payload)
    old = layout.all(_TAGS)
    heads = layout.all(_SEEK_HEAD)
    if not heads and not layout.all(_CUES):
        return _in_front(source, layout, new)
    if not heads:
        raise LabelNotWritten(
            source.name, "it has cues and no seek head, so tags could not be found"
        )
    place = _room(layout, old, len(new))
    at = place[0] if place else layout.segment.end
    head = _seek_head(source, layout, heads, at - layout.segment.body)
    edits: list[tuple[int, int, bytes]] = [head]
    edits += [
        (tags.offset, tags.end, void(tags.end - tags.offset))
        for tags in old
        if place is None or not place[0] <= tags.offset < place[1]
    ]
    if place is not None:
        edits.append((place[0], place[1], new + void(place[1] - place[0] - len(new))))
        return _edited(edits, 0, source.size)
    segment = layout.segment
    before = _edited(edits, segment.body, segment.end)
    size = segment.end - segment.body + len(new)
    if segment.is_open:
        start: list[Piece] = [Keep(0, segment.body)]
    else:
        if size >= (1 << 7 * segment.size_bytes) - 1:
            raise LabelNotWritten(source.name, "its segment cannot tell a larger size")
        width = segment.size_bytes
        start = [Keep(0, segment.body - width), number(size, width)]
    return [*start, *before, new, Keep(segment.end, source.size)]


def _in_front(source: Source, layout: _Layout, new: bytes) -> list[Piece]:
    """Put tags in front of the first cluster of a stream in which nothing points anywhere."""
    segment = layout.segment
    at = layout.first_cluster
    edits = [(t.offset, t.end, b"") for t in layout.all(_TAGS)]
    edits.append((at, at, new))
    grown = sum(len(n) - (e - s) for s, e, n in edits)
    if segment.is_open:
        return _edited(edits, 0, source.size)
    width = segment.size_bytes
    size = segment.end - segment.body + grown
    if size >= (1 << 7 * width) - 1:
        raise LabelNotWritten(source.name, "its segment cannot tell a larger size")
    start: list[Piece] = [Keep(0, segment.body - width), number(size, width)]
    return start + _edited(edits, segment.body, source.size)


def _edited(edits: list[tuple[int, int, bytes]], at: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    for start, stop, new in sorted(edits):
        pieces += [Keep(at, start), new]
        at = stop
    return [*pieces, Keep(at, end)]


def _room(layout: _Layout, old: list[Element], length: int) -> tuple[int, int] | None:
    """Return a range of old tags and filler, in one run, that the new tags fit into.

    The filler behind the seek head is left to the seek head. Clusters stand
    where they stood. One byte over cannot be filled, so it counts as no room.
    """
    ours = {tags.offset for tags in old}
    start = end = -1
    before = 0
    for part in layout.parts:
        is_free = part.offset in ours or (part.id == VOID and before != _SEEK_HEAD)
        if is_free:
            start = part.offset if end != part.offset else start
            end = part.end
            if end - start == length or end - start >= length + 2:
                return start, end
        before = part.id
    return None


def _seek_head(
    source: Source, layout: _Layout, heads: list[Element], position: int
) -> tuple[int, int, bytes]:
    """Return the change that makes the first seek head lead to the tags."""
    head = heads[0]
    after = next((p for p in layout.parts if p.offset == head.end and p.id == VOID), None)
    end = after.end if after is not None else head.end
    body = b""
    for later in heads[1:]:
        if b"\x12\x54\xc3\x67" in source.read(later.body, later.end - later.body):
            raise LabelNotWritten(source.name, "a second seek head leads to its tags")
    for seek in walk(source, head.body, head.end):
        if seek.id in {VOID, _CHECKSUM}:
            continue
        whole = source.read(seek.offset, seek.end - seek.offset)
        if seek.id != _SEEK or _target(source, seek) != _TAGS:
            body += whole
    body += element(
        _SEEK,
        element(_SEEK_ID, _TAGS.to_bytes(4)) + element(_SEEK_POSITION, unsigned(position)),
    )
    new = element(_SEEK_HEAD, body)
    left = end - head.offset - len(new)
    if left == 1:
        new, left = element(_SEEK_HEAD, body, size_bytes=len(number(len(body))) + 1), 0
    if left < 0:
        raise LabelNotWritten(source.name, "its seek head has no room to lead to tags")
    return head.offset, end, new + void(left)


def _target(source: Source, seek: Element) -> int:
    for part in walk(source, seek.body, seek.end):
        if part.id == _SEEK_ID:
            return int.from_bytes(source.read(part.body, min(part.end - part.body, 8)))
    return 0
