"""Reading an untrusted file: only through here, and only so much.

A parser of a container never touches a file object. It asks a `Source` for
bytes at an offset, and the source counts: bytes read, bytes in one piece,
elements walked, depth. Whoever asks for more raises `OverLimit`; whoever asks
beyond the end raises `DamagedFile`. Both make an answer *undetermined*.

>>> source = Source.of_bytes(b'RIFF....WAVE')
>>> source.read(8, 4), source.size
(b'WAVE', 12)
>>> source.read(10, 4)
Traceback (most recent call last):
    ...
hegui.errors.labels.DamagedFile: source, byte 10: expected 4 bytes; found 2
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hegui.errors import DamagedFile, FileNotReadable, OverLimit

__all__ = ["Limits", "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one untrusted file is granted. A time limit follows: each step is O(1)."""

    read_bytes: int = 256 << 20
    """Bytes read and unpacked in all, each time counted."""

    piece_bytes: int = 32 << 20
    """Bytes in one piece, and bytes that one compressed piece may grow to."""

    elements: int = 1_000_000
    """Chunks, boxes, frames, pages or members walked."""

    depth: int = 32
    """How deep they nest."""


_SMALLEST: Final = 4 << 10
_LARGEST: Final = 256 << 10
"""Bytes fetched at once: few for a jump, doubled while reading goes on in order."""


class Source:
    """Bytes of one file, by offset, within limits. Holds one window of it in memory."""

    def __init__(
        self, name: str, size: int, descriptor: int | None, whole: bytes, limits: Limits
    ) -> None:
        self.name = name
        self.size = size
        self.limits = limits
        self.descriptor = descriptor
        self.walked: object = None
        """What a format's walk came to, for whoever asks for the same walk again."""
        self._whole = whole
        self._window = b""
        self._start = 0
        self._step = _SMALLEST
        self._read = 0
        self._elements = 0
        self._depth = 0

    @classmethod
    def of_bytes(
        cls, whole: bytes, *, name: str = "source", limits: Limits | None = None
    ) -> Source:
        """Return a source over bytes in memory."""
        return cls(name, len(whole), None, whole, limits or Limits())

    @classmethod
    @contextmanager
    def open(cls, path: Path, *, limits: Limits | None = None, name: str = "") -> Iterator[Source]:
        """Open a file for reading, and close it afterwards.

        Args:
            path: the file.
            limits: what it is granted.
            name: what to call it, when not by its own name.

        Raises:
            FileNotReadable: there is no such regular file, or it may not be read.
        """
        try:
            # Without O_NONBLOCK a named pipe would hold the program for ever.
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            raise FileNotReadable(str(path), error.strerror or "an error of the system") from error
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FileNotReadable(str(path), "it is no regular file")
            yield cls(name or path.name, status.st_size, descriptor, b"", limits or Limits())
        finally:
            os.close(descriptor)

    def read(self, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes at `offset`.

        Raises:
            DamagedFile: the file ends before.
            OverLimit: more than is granted.
        """
        if length > self.limits.piece_bytes:
            raise OverLimit("bytes in one piece", self.limits.piece_bytes)
        if offset < 0 or length < 0 or offset + length > self.size:
            raise DamagedFile(
                self.name,
                offset,
                expected=f"{length} bytes",
                found=str(max(self.size - max(offset, 0), 0)),
            )
        at = offset - self._start
        if at < 0 or at + length > len(self._window):
            self._fetch(offset, length)
            at = 0
        return self._window[at : at + length]

    def upto(self, offset: int, length: int) -> bytes:
        """Return `length` bytes at `offset`, or as many as there are."""
        return self.read(offset, max(0, min(length, self.size - offset)))

    def _fetch(self, offset: int, length: int) -> None:
        follows = self._start <= offset <= self._start + len(self._window)
        self._step = min(self._step * 2, _LARGEST) if follows and self._window else _SMALLEST
        wanted = min(max(length, self._step), self.size - offset)
        self._grant(wanted)
        if self.descriptor is None:
            got = self._whole[offset : offset + wanted]
        else:
            got = os.pread(self.descriptor, wanted, offset)
            while len(got) < wanted and (
                more := os.pread(self.descriptor, wanted - len(got), offset + len(got))
            ):
                got += more
        if len(got) < length:  # cut by somebody else while we read it
            raise DamagedFile(self.name, offset, expected=f"{length} bytes", found=str(len(got)))
        self._window, self._start = got, offset

    def _grant(self, length: int) -> None:
        self._read += length
        if self._read > self.limits.read_bytes:
            raise OverLimit("bytes read", self.limits.read_bytes)

    def count(self, elements: int = 1) -> None:
        """Count elements that a parser walks.

        Raises:
            OverLimit: more than are granted.
        """
        self._elements += elements
        if self._elements > self.limits.elements:
            raise OverLimit("elements", self.limits.elements)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count one level of nesting while inside.

        Raises:
            OverLimit: too deep.
        """
        self._depth += 1
        if self._depth > self.limits.depth:
            raise OverLimit("levels of nesting", self.limits.depth)
        try:
            yield
        finally:
            self._depth -= 1

    def damaged(self, offset: int, *, expected: str, found: object) -> DamagedFile:
        """Return the error that says what is wrong at `offset`; the caller raises it."""
        shown = repr(found[:16]) if isinstance(found, bytes) else str(found)
        return DamagedFile(self.name, offset, expected=expected, found=shown)

    def inflate(self, packed: bytes, offset: int, *, window_bits: int = 15) -> bytes:
        """Return what zlib packed, up to the limit of one piece.

        Raises:
            OverLimit: it grows beyond.
            DamagedFile: it is no zlib stream.
        """
        engine = zlib.decompressobj(window_bits)
        try:
            plain = engine.decompress(packed, self.limits.piece_bytes)
        except zlib.error as error:
            raise self.damaged(offset, expected="a zlib stream", found=str(error)) from error
        if engine.unconsumed_tail:
            raise OverLimit("bytes in one compressed piece", self.limits.piece_bytes)
        self._grant(len(plain))
        return plain
