"""A model without an end: it pours text as fast as it is taken, and counts what was.

    python -m tests.fault.pouring [sentence]     prints its port

A process of its own, since what it costs must not count as the gateway's. What
its system keeps unsent is bounded, since on one machine that memory is the same.

    GET  /v1/models   one model
    GET  /poured      how many streams were begun, and the bytes that were taken of all
    POST …            a stream that never ends
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import orjson
import uvloop

__all__ = ["Poured", "poured", "pouring"]

_CHARACTERS: Final = 900
_AT_ONCE: Final = 16 * 1024
_SEND_BYTES: Final = 16 * 1024
_SENTENCE: Final = "春天来了花开了"
"""Cheap to judge, since it has no mark: what is measured is waiting, not judging."""

_HEAD: Final = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
_CLOSES: Final = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s"

Poured = tuple[int, int]
"""How many streams were begun, and the bytes that were taken of all."""


def _frames(sentence: str) -> bytes:
    text = sentence * max(1, _CHARACTERS // len(sentence))
    frame = (
        'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":['
        f'{{"index":0,"delta":{{"content":"{text}"}},"finish_reason":null}}]}}\n\n'
    ).encode()
    return frame * max(1, _AT_ONCE // len(frame))


class _Model:
    """All connections."""

    def __init__(self, sentence: str) -> None:
        self._frames = _frames(sentence)
        self._begun = 0
        self._taken = 0

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        # Taken is what the system took: nothing waits here besides.
        writer.transport.set_write_buffer_limits(0)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                if head.startswith(b"GET /poured"):
                    said = orjson.dumps([self._begun, self._taken])
                    writer.write(_CLOSES % (len(said), said))
                elif head.startswith(b"GET"):
                    said = orjson.dumps({"data": [{"id": "m"}]})
                    writer.write(_CLOSES % (len(said), said))
                else:
                    await self._pour(writer)
        writer.close()

    async def _pour(self, writer: asyncio.StreamWriter) -> None:
        self._begun += 1
        writer.write(_HEAD)
        while True:
            writer.write(self._frames)
            await writer.drain()
            self._taken += len(self._frames)


async def poured(port: int) -> Poured:
    """Ask a model for its counts."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /poured HTTP/1.1\r\nhost: h\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    begun, taken = orjson.loads(await reader.readexactly(length))
    writer.close()
    return begun, taken


@asynccontextmanager
async def pouring(sentence: str = _SENTENCE) -> AsyncIterator[int]:
    """Yield the port of a model in another process, which says the sentence again and again."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.fault.pouring", sentence),
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdout is None:
        raise AssertionError("the process has a pipe")
    try:
        yield int(await asyncio.wait_for(process.stdout.readline(), 60))
    finally:
        process.kill()
        await process.wait()


async def _serve(sentence: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BYTES)
    server = await asyncio.start_server(_Model(sentence).connection, sock=listener)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def main(arguments: list[str]) -> None:
    """Pour until killed."""
    uvloop.run(_serve(arguments[0] if arguments else _SENTENCE))


if __name__ == "__main__":
    main(sys.argv[1:])
