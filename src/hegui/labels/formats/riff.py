"""RIFF: the skeleton of WebP, WAV and AVI.

    RIFF size form  (id size body [pad])*

RF64 and BW64 keep sizes beyond 4 GiB in a ``ds64`` chunk. A size of a stream
that was never finished is taken as "to the end of the file".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from hegui.labels.source import Source

__all__ = ["Chunk", "Riff", "packed", "walk"]

_OPEN: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk."""

    kind: bytes
    offset: int
    size: int
    """Bytes of the body, without the pad."""

    end: int
    """Where the next one begins."""

    @property
    def body(self) -> int:
        """Where the body begins."""
        return self.offset + 8


@dataclass(frozen=True, slots=True)
class Riff:
    """The outermost chunk with its children."""

    kind: bytes
    form: bytes
    chunks: tuple[Chunk, ...]
    end: int
    """Where it ends by its own size; bytes behind are another's."""

    wide: Chunk | None
    """The ``ds64`` chunk of RF64."""

    is_open: bool
    """Its size was never filled in."""


def packed(kind: bytes, body: bytes) -> bytes:
    """Return a chunk with its pad."""
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def walk(source: Source, *, start: int = 0) -> Riff:
    """Walk one RIFF, RF64 or BW64 and its direct children.

    Raises:
        DamagedFile: it is none, or a child reaches beyond the end.
    """
    kind, size, form = struct.unpack("<4sI4s", source.read(start, 12))
    if kind not in {b"RIFF", b"RF64", b"BW64"}:
        raise source.damaged(start, expected="RIFF", found=kind)
    wide = None
    data_size = 0
    if kind != b"RIFF":
        mark, length = struct.unpack("<4sI", source.read(start + 12, 8))
        if mark != b"ds64" or length < 24:
            raise source.damaged(start + 12, expected="ds64", found=mark)
        riff_size, data_size = struct.unpack("<QQ", source.read(start + 20, 16))
        size = riff_size if size == _OPEN else size
        wide = Chunk(mark, start + 12, length, start + 20 + length + length % 2)
    is_open = size in {0, _OPEN}
    end = source.size if is_open else start + 8 + size
    if end > source.size:
        if end > source.size + 1:  # a last pad byte is often forgotten
            raise source.damaged(start + 4, expected=f"{size} bytes", found=source.size - start - 8)
        end = source.size
    chunks: list[Chunk] = []
    at = start + 12
    while at + 8 <= end:
        name, length = struct.unpack("<4sI", source.read(at, 8))
        if name == b"data" and length == _OPEN and wide is not None:
            length = data_size
        elif name == b"data" and (length == _OPEN or (length == 0 and is_open)):
            length = end - at - 8
        if at + 8 + length > end:
            raise source.damaged(at, expected=f"{length} bytes in {name!r}", found=end - at - 8)
        after = min(at + 8 + length + length % 2, end)
        chunks.append(Chunk(name, at, length, after))
        source.count()
        at = after
    return Riff(kind, form, tuple(chunks), end, wide, is_open)
