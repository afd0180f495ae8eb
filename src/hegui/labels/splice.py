"""A new file as pieces of the old one and new bytes between: nothing is decoded.

    [bytes, Keep(0, 33), bytes, Keep(33, 5_000_000)]

`Keep` ranges are copied by the kernel or block by block, so memory does not
grow with the file. The new file stands beside the old one under a
name of its own until it is on disk and has been looked at; then it takes the
old one's place in one step, or does not.

>>> join((b'a', Keep(0, 2), b'c'), b'xyz')
b'axyc'
"""

from __future__ import annotations

import fcntl
import mmap
import os
import secrets
import struct
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from hegui.errors import LabelNotWritten

__all__ = ["Keep", "Piece", "blank", "join", "replace_file", "size_of"]


class Keep(NamedTuple):
    """A half-open range of bytes of the old file, carried over as it is."""

    start: int
    end: int


Piece = bytes | Keep
"""New bytes, or a range of the old file."""

_BLOCK: Final = 1 << 20
_PAGE: Final = 4_096
_LINE: Final = 64
_CLONE_RANGE: Final = 0x4020940D
"""``FICLONERANGE`` of <linux/fs.h>; another system does not know it and says so."""

_MAPPED: Final = 16 << 20
_SHARED: Final = mmap.MAP_SHARED | getattr(mmap, "MAP_POPULATE", 0)


def size_of(pieces: Iterable[Piece]) -> int:
    """Return how long the new file will be."""
    return sum(p.end - p.start if isinstance(p, Keep) else len(p) for p in pieces)


def join(pieces: Iterable[Piece], old: bytes) -> bytes:
    """Return the new file in memory."""
    return b"".join(old[p.start : p.end] if isinstance(p, Keep) else p for p in pieces)


def blank(pieces: Iterable[Piece], spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """Return the pieces with some ranges of the old file turned into blanks.

    Args:
        pieces: as made by a container.
        spans: half-open ranges of the old file, not overlapping. What of them
            is in no `Keep` is left alone: it is not carried over.

    >>> blank([Keep(0, 10)], [(2, 4)])
    [Keep(start=0, end=2), b'  ', Keep(start=4, end=10)]
    """
    ordered = sorted(spans)
    result: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Keep):
            result.append(piece)
            continue
        at = piece.start
        for start, end in ordered:
            first, last = max(start, at), min(end, piece.end)
            if first < last:
                result += [Keep(at, first), b" " * (last - first)]
                at = last
        result.append(Keep(at, piece.end))
    return [p for p in result if not isinstance(p, Keep) or p.start < p.end]


def replace_file(
    source: int,
    pieces: Sequence[Piece],
    target: Path,
    look: Callable[[Path], None],
    *,
    mode: int,
) -> None:
    """Write the new file and put it in the target's place.

    Args:
        source: descriptor of the old file.
        pieces: in order.
        target: where it goes; need not exist. A link is followed.
        look: called with the finished file before it takes its place; may raise.
        mode: permission bits.

    Raises:
        LabelNotWritten: the system does not let us. The target is as it was.

    Notes:
        One copy, one fsync of the file, one of its folder.
    """
    final = target.resolve()
    beside = final.with_name(f".{final.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(beside, flags, 0o600)
    except OSError as error:
        raise LabelNotWritten(str(target), error.strerror or "an error of the system") from error
    try:
        try:
            for piece in pieces:
                if isinstance(piece, Keep):
                    _copy(source, descriptor, piece)
                else:
                    _write(descriptor, piece)
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        look(beside)
        beside.replace(final)
        _sync_folder(final.parent)
    except OSError as error:
        raise LabelNotWritten(str(target), error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def _write(descriptor: int, block: bytes | memoryview) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]


def _copy(source: int, target: int, keep: Keep) -> None:
    """Copy a range: by sharing blocks where the file system can, else in blocks that end on a page.

    Out of a mapping each block is copied once. Read and written it is copied
    twice, and the kernel, told to copy between files, goes page by page; both
    take longer. Where bytes move by a few only, as in WebP by 18, the processor
    takes twice as long for the one copy as for two that land elsewhere.
    """
    placed = os.lseek(target, 0, os.SEEK_CUR)
    at = _share(source, target, keep, placed)
    if keep.end - at > _BLOCK and not 0 < (placed - keep.start) % _PAGE < _LINE:
        at = _copy_mapped(source, target, Keep(at, keep.end), placed + at - keep.start)
    block = memoryview(bytearray(_LINE + min(_BLOCK, keep.end - at)))[_LINE:]
    wanted = _PAGE - (placed + at - keep.start) % _PAGE
    while at < keep.end:
        moved = os.preadv(source, [block[: min(wanted, keep.end - at)]], at)
        if not moved:
            raise OSError(f"the file became shorter while it was copied, at byte {at}")
        _write(target, block[:moved])
        at += moved
        wanted = _BLOCK


def _share(source: int, target: int, keep: Keep, placed: int) -> int:
    """Let both files have the same blocks, as XFS and Btrfs do; return how far that went.

    Only whole pages that keep their place within a page can be shared, and what
    stands before them is copied first. The end of the old file needs no whole page.
    """
    first = keep.start + -keep.start % _PAGE
    is_to_the_end = keep.end == os.fstat(source).st_size
    last = keep.end if is_to_the_end else keep.end - keep.end % _PAGE
    if (placed - keep.start) % _PAGE or last - first < _BLOCK:
        return keep.start
    _copy(source, target, Keep(keep.start, first))
    there = placed + first - keep.start
    try:
        fcntl.ioctl(target, _CLONE_RANGE, struct.pack("=qQQQ", source, first, last - first, there))
    except OSError:  # most file systems, and across two of them
        return first
    os.lseek(target, last - first, os.SEEK_CUR)
    return last


def _copy_mapped(source: int, target: int, keep: Keep, placed: int) -> int:
    """Copy as far as the file can be mapped, and return where that ended.

    Only the kernel looks into the mapping. Where the file was cut meanwhile it
    answers with an error, as it would not do if this program looked itself.
    """
    at = keep.start
    try:
        while at < keep.end:
            base = at - at % mmap.ALLOCATIONGRANULARITY
            length = min(keep.end - base, _MAPPED)
            with (
                mmap.mmap(source, length, flags=_SHARED, prot=mmap.PROT_READ, offset=base) as whole,
                memoryview(whole) as view,
            ):
                while at < base + length:
                    wanted = _BLOCK - (placed + at - keep.start) % _PAGE
                    start = at - base
                    at += os.write(target, view[start : min(start + wanted, length)])
    except (OSError, ValueError):  # no mapping on this file system, or none so far
        return at
    return at


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
