"""FLAC: the comment ``AIGC`` in the block of Vorbis comments.

    [ID3v2] fLaC STREAMINFO … VORBIS_COMMENT … PADDING frames

Padding takes the difference when it can, so frames mostly stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import vorbis_comment
from hegui.labels.formats.mp3 import leading_tags
from hegui.labels.id3 import scan_tag
from hegui.labels.site import Found
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_STREAM, _PADDING, _COMMENT = 0, 1, 4
_LONGEST: Final = 0xFFFFFF
_ROOM: Final = 1_024


@dataclass(frozen=True, slots=True)
class _Block:
    kind: int
    offset: int
    end: int

    @property
    def body(self) -> int:
        return self.offset + 4


def _blocks(source: Source) -> tuple[int, list[_Block]]:
    """Return where the mark stands, and the blocks behind it."""
    tags = leading_tags(source)
    start = tags[-1][1] if tags else 0
    if source.read(start, 4) != b"fLaC":
        raise source.damaged(start, expected="fLaC", found=source.upto(start, 4))
    blocks: list[_Block] = []
    at = start + 4
    is_last = False
    while not is_last:
        head = source.read(at, 4)
        source.count()
        is_last = bool(head[0] & 0x80)
        block = _Block(head[0] & 0x7F, at, at + 4 + int.from_bytes(head[1:]))
        if block.end > source.size:
            raise source.damaged(at, expected="a block within the file", found=head)
        blocks.append(block)
        at = block.end
    if blocks[0].kind != _STREAM:
        raise source.damaged(start + 4, expected="STREAMINFO", found=blocks[0].kind)
    return start, blocks


def _comments(source: Source, block: _Block) -> vorbis_comment.Comments:
    return vorbis_comment.parse(source, source.read(block.body, block.end - block.body), block.body)


def find(source: Source) -> Found:
    """Return every label of a FLAC file."""
    found = Found()
    for start, end in leading_tags(source):
        tag = source.read(start, end - start)
        found.sites += scan_tag(source, tag, offset=start, place="ID3v2", is_canonical=False).sites
    _, blocks = _blocks(source)
    for number, block in enumerate(b for b in blocks if b.kind == _COMMENT):
        found.sites += vorbis_comment.scan(
            _comments(source, block),
            offset=block.body,
            place="VORBIS_COMMENT",
            is_canonical=number == 0,
            is_plain=True,
        ).sites
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label among its comments."""
    start, blocks = _blocks(source)
    old = [block for block in blocks if block.kind == _COMMENT]
    if len(old) > 1:
        raise LabelNotWritten(source.name, "it has more than one block of comments")
    comments = _comments(source, old[0]) if old else vorbis_comment.Comments(b"hegui", (), (), b"")
    body = comments.with_label(payload)
    if len(body) > _LONGEST:
        raise LabelNotWritten(source.name, "its comments would outgrow their block")
    before = old[0].end - old[0].offset if old else 0
    padding = next((b for b in blocks if b.kind == _PADDING), None)
    room = (padding.end - padding.body if padding else 0) - (len(body) + 4 - before)
    if padding is None or room < 0:
        room = _ROOM
    parts: list[tuple[int, bytes | Keep]] = []
    for block in blocks:
        if block.kind not in {_PADDING, _COMMENT}:
            parts.append((block.kind, Keep(block.body, block.end)))
        if block == (old or blocks)[0]:
            parts.append((_COMMENT, body))
    parts.append((_PADDING, b"\x00" * min(room, _LONGEST)))
    pieces: list[Piece] = [Keep(0, start + 4)]
    for number, (kind, content) in enumerate(parts):
        size = content.end - content.start if isinstance(content, Keep) else len(content)
        last = 0x80 if number == len(parts) - 1 else 0
        pieces += [bytes([kind | last]) + size.to_bytes(3), content]
    return [*pieces, Keep(blocks[-1].end, source.size)]
