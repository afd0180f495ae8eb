"""Readers: from files to documents, lazily, one pass, nothing lost.

* ``.jsonl`` and ``.jsonl.gz``: one JSON object a line, with ``text`` and, if it
  has them, ``id`` and ``source``.
* ``.txt``: one document a line.
* a folder: every such file in it, at any depth, in order of path. A ``.txt``
  in a folder is one document; the folder's name is the source.

What is no document (not UTF-8, not JSON, no text, too long, a damaged archive)
is yielded as `Unreadable` with file and line. Each file's digest is taken from
the very bytes that were parsed.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import orjson

from hegui.corpus.document import Document, Input, Unreadable
from hegui.errors import UnsupportedCorpus

__all__ = ["LONGEST_BYTES", "Listing", "list_files", "read"]

LONGEST_BYTES: Final = 16 * 2**20
"""A longer line (or file that is one document) is unreadable, so memory is bounded."""

_SUFFIXES: Final = (".jsonl", ".jsonl.gz", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One file to read."""

    path: Path

    is_whole: bool
    """The file is one document, since it is a text in a folder."""

    source: str
    """What to call the source where the file does not say."""

    size: int
    """Bytes on disk when it was listed, for a progress bar."""


def list_files(paths: Iterable[Path]) -> tuple[tuple[Listing, ...], tuple[Unreadable, ...]]:
    """Return the files to read, and those in folders that no reader knows.

    Files named twice are read once. Order: as given, folders by path.

    Raises:
        UnsupportedCorpus: a path does not exist, is a file of another kind, or
            is a folder without a readable file.
    """
    listings: dict[Path, Listing] = {}
    unknown: list[Unreadable] = []
    for path in paths:
        if path.is_dir():
            inside = [file for file in sorted(path.rglob("*")) if file.is_file()]
            known = [file for file in inside if file.name.lower().endswith(_SUFFIXES)]
            if not known:
                raise UnsupportedCorpus(path, found="a folder with no such file")
            unknown += [
                Unreadable(file=_name(file), line=None, because="no reader for this kind")
                for file in inside
                if file not in known
            ]
            source = _name(Path(path.resolve().name))
        elif path.is_file() and path.name.lower().endswith(_SUFFIXES):
            known, source = [path], _name(Path(path.name))
        else:
            raise UnsupportedCorpus(path, found="a file" if path.is_file() else "nothing there")
        for file in known:
            listing = Listing(
                path=file,
                is_whole=path.is_dir() and file.name.lower().endswith(".txt"),
                source=source,
                size=file.stat().st_size,
            )
            listings.setdefault(file.resolve(), listing)
    return tuple(listings.values()), tuple(unknown)


def read(
    listings: Iterable[Listing],
    *,
    finished: Callable[[Input], None],
    advance: Callable[[int], None] = lambda _bytes: None,
) -> Iterator[Document | Unreadable]:
    """Yield the documents of each file in order, and what could not be read.

    Args:
        listings: from `list_files`.
        finished: told of each file once it has been read to its end.
        advance: told of the bytes just read from disk, for a progress bar.

    Raises:
        OSError: a file cannot be opened or read at all.
    """
    for listing in listings:
        yield from _read_one(listing, finished, advance)


def _name(path: Path) -> str:
    """Return the path as text; bytes of a name that are not UTF-8 are spelled out."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode()


class _Counted(io.RawIOBase):
    """A raw file that hashes what is read from it."""

    def __init__(self, file: BinaryIO, advance: Callable[[int], None]) -> None:
        self.hash = sha256()
        self.size = 0
        self._file = file
        self._advance = advance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what io really gives
        got = self._file.read(len(buffer))
        buffer[: len(got)] = got
        self.hash.update(got)
        self.size += len(got)
        self._advance(len(got))
        return len(got)


def _read_one(
    listing: Listing, finished: Callable[[Input], None], advance: Callable[[int], None]
) -> Iterator[Document | Unreadable]:
    name = _name(listing.path)
    blank = 0
    with listing.path.open("rb", buffering=0) as file:
        counted = _Counted(file, advance)
        buffered = io.BufferedReader(counted, 2**18)
        for number, line in _lines(listing, buffered):
            if isinstance(line, str):
                yield Unreadable(file=name, line=number, because=line)
                continue
            found = _document(listing, number, line)
            if found is None:
                blank += 1
            else:
                yield found
        while buffered.read(2**18):
            pass  # so that the digest covers the file, whatever stopped the reading
    finished(Input(file=name, bytes=counted.size, sha256=counted.hash.hexdigest(), blank=blank))


def _lines(
    listing: Listing, buffered: io.BufferedIOBase
) -> Iterator[tuple[int | None, bytes | str]]:
    """Yield line numbers with bytes, or with the reason why there are none."""
    if listing.is_whole:
        whole = buffered.read(LONGEST_BYTES + 1)
        yield None, whole if len(whole) <= LONGEST_BYTES else _too_long()
        return
    is_packed = listing.path.name.lower().endswith(".gz")
    stream: io.BufferedIOBase = gzip.GzipFile(fileobj=buffered) if is_packed else buffered
    number = 0
    try:
        while line := stream.readline(LONGEST_BYTES + 1):
            number += 1
            if len(line) <= LONGEST_BYTES:
                yield number, line
                continue
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_BYTES)
            yield number, _too_long()
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield number + 1, f"the archive is damaged from here on: {error}"


def _too_long() -> str:
    return f"longer than {LONGEST_BYTES} bytes"


def _document(listing: Listing, number: int | None, line: bytes) -> Document | Unreadable | None:
    """Return the document in one line, why there is none, or None for a blank line."""
    name = _name(listing.path)
    place = name if number is None else f"{name}:{number}"
    try:
        text = line.removeprefix(b"\xef\xbb\xbf" if number in {None, 1} else b"").decode("utf-8")
    except UnicodeDecodeError as error:
        because = f"not UTF-8 at byte {error.start}"
        return Unreadable(file=name, line=number, because=because)
    if not text.strip():
        return None
    if listing.path.name.lower().endswith(".txt"):
        bare = text if number is None else text.rstrip("\r\n")
        return Document(id=place, text=bare, source=listing.source, place=place)
    return _from_json(listing, text, place, number)


def _from_json(
    listing: Listing, line: str, place: str, number: int | None
) -> Document | Unreadable:
    def unreadable(because: str) -> Unreadable:
        return Unreadable(file=_name(listing.path), line=number, because=because)

    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return unreadable(f"not JSON: {error}")
    if not isinstance(row, dict):
        return unreadable(f"expected a JSON object; found {type(row).__name__}")
    text = row.get("text")
    if not isinstance(text, str) or not text:
        return unreadable("expected a string under 'text'; found none")
    id_, source = row.get("id", place), row.get("source", listing.source)
    if isinstance(id_, int):
        id_ = str(id_)
    for field, value in (("id", id_), ("source", source)):
        if not isinstance(value, str):
            return unreadable(f"expected a string under {field!r}; found {type(value).__name__}")
    return Document(id=id_, text=text, source=source, place=place)
