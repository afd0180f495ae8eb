"""Cut a text of any length into pieces that can be judged one after another.

    … ────┤ margin │ own │ margin ├──── …

Each piece carries a margin of its neighbours, so that what is found in its own part
is what a scan of the whole would find there: no term, number or condition of a rule
reaches as far. Memory is that of a piece, whatever the text, also one line of 50 MB.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple

from hegui.finding import Span

__all__ = ["NotUtf8", "Piece", "decoded", "pieces"]

_OWN: Final = 1 << 18
"""Code points of a piece's own part."""

_MARGIN: Final = 8192
"""Code points on either side."""

_READ_BYTES: Final = 1 << 18


class NotUtf8(Exception):
    """Bytes are not UTF-8: the text was not judged."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(
            f"expected UTF-8; byte {at} is none. Convert it first, for example with iconv"
        )


class Piece(NamedTuple):
    """A part of a text."""

    text: str
    """With its margins."""

    start: int
    """Where it begins in the whole."""

    own: Span
    """What of the whole is its own."""


def pieces(parts: Iterable[str]) -> Iterator[Piece]:
    """Yield the pieces of a text that comes in parts; at least one, also of an empty text.

    >>> [piece.own for piece in pieces(['a', 'bc'])]
    [Span(start=0, end=3)]
    """
    buffer, start, own = "", 0, 0
    for part in parts:
        buffer += part
        while start + len(buffer) >= own + _OWN + _MARGIN:
            end = own + _OWN
            yield Piece(buffer[: end + _MARGIN - start], start, Span(own, end))
            own = end
            drop = max(0, own - _MARGIN - start)
            buffer, start = buffer[drop:], start + drop
    yield Piece(buffer, start, Span(own, start + len(buffer)))


def decoded(stream: BinaryIO, advance: Callable[[int], None]) -> Iterator[str]:
    """Yield the text of a stream of UTF-8 as it comes; a mark of byte order is dropped.

    Raises:
        NotUtf8: it is something else; nothing of it counts as judged.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    read = 0
    while chunk := stream.read(_READ_BYTES):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise NotUtf8(read - (len(error.object) - len(chunk)) + error.start) from error
        read += len(chunk)
        advance(len(chunk))
        yield text
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NotUtf8(read - (len(error.object) - error.start)) from error
