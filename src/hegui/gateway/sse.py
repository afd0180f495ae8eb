r"""Server-sent events as bytes arrive: any split, any line end, bounded.

    bytes ──▶ frames ──▶ the joined ``data:`` of each

A frame ends at an empty line. Lines end with LF, CRLF or CR. A frame's several
``data:`` lines are joined with LF; comments and other fields are dropped. The
bytes are cut before they are decoded, so a character that is split over two
reads comes out whole.

>>> frames = Frames(limit=1000)
>>> frames.push(b'data: {"a"')
[]
>>> frames.push(b': 1}\r\n\r\n: keep-alive\n\ndata: [DONE]\n\n')
[b'{"a": 1}', b'[DONE]']

More information:

* HTML Living Standard, 9.2.6 (interpreting an event stream)
"""

from __future__ import annotations

from typing import Final

from hegui.errors import UpstreamTooLong

__all__ = ["DONE", "Frames", "frame"]

DONE: Final = b"data: [DONE]\n\n"
"""The last frame of OpenAI's streams; it never follows an error."""

_BOM: Final = b"\xef\xbb\xbf"


def frame(payload: bytes) -> bytes:
    """Return one frame. `payload` holds no line end, as compact JSON never does."""
    return b"data: " + payload + b"\n\n"


class Frames:
    """An event stream being read.

    Args:
        limit: most bytes in all; one byte more raises `UpstreamTooLong`.
    """

    __slots__ = ("_limit", "_more", "_rest", "_seen", "_started")

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._seen = 0
        self._rest = b""
        self._more: list[bytes] = []
        """What follows it in the same line: put together once, however many parts it comes in."""
        self._started = False

    def push(self, chunk: bytes) -> list[bytes]:
        """Return the data of every frame that is complete with `chunk`, in order.

        Raises:
            UpstreamTooLong: the stream has passed its limit.
        """
        self._seen += len(chunk)
        if self._seen > self._limit:
            raise UpstreamTooLong(self._limit)
        if (
            # The usual read is one whole frame of one line.
            not self._rest
            and chunk.startswith(b"data: ")
            and chunk.find(b"\n") == len(chunk) - 2
            and chunk.endswith(b"\n\n")
            and b"\r" not in chunk
        ):
            self._started = True
            return [chunk[6:-2]]
        if self._rest:
            if b"\n" not in chunk and b"\r" not in chunk and not self._rest.endswith(b"\r"):
                self._more.append(chunk)
                return []
            text = b"".join((self._rest, *self._more, chunk))
            self._more.clear()
        else:
            text = chunk
        if not self._started:
            if len(text) < len(_BOM) and _BOM.startswith(text):
                self._rest = text
                return []
            self._started = True
            text = text.removeprefix(_BOM)
        if b"\r" in text:
            text, held = _with_lf(text)
        else:
            held = b""
        blocks = text.split(b"\n\n")
        self._rest = blocks.pop() + held
        return [found for block in blocks if (found := _joined(block)) is not None]

    def finish(self) -> list[bytes]:
        """Return the data of a last frame that no empty line ended."""
        rest = b"".join((self._rest, *self._more))
        block = rest.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._rest = b""
        self._more.clear()
        found = _joined(block)
        return [] if found is None else [found]


def _with_lf(text: bytes) -> tuple[bytes, bytes]:
    """Return `text` with plain line ends, and a last CR whose LF may still come."""
    held = b"\r" if text.endswith(b"\r") else b""
    body = text[:-1] if held else text
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), held


def _joined(block: bytes) -> bytes | None:
    if block.startswith(b"data: ") and b"\n" not in block:
        return block[6:]
    lines = [
        line[5:].removeprefix(b" ") for line in block.split(b"\n") if line.startswith(b"data:")
    ]
    return b"\n".join(lines) if lines else None
