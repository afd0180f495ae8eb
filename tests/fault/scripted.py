"""A model's server that plays exactly the bytes it is told, on a raw socket in a thread.

    with Scripted() as upstream:
        upstream.play(*event_stream(delta("你好"), finish(), DONE))
        upstream.play(HEAD, Pause(0.1), Ending.CUT)

A move is bytes to send (each piece is a write of its own), a pause, or an end
that breaks the connection. Without a breaking end the connection stays open
for the next request, as a kept connection does.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Any, Final, Self

import orjson

__all__ = [
    "DONE",
    "HEAD",
    "MODEL",
    "Asked",
    "Ending",
    "Move",
    "Pause",
    "Scripted",
    "delta",
    "event",
    "event_stream",
    "finish",
    "piece",
    "usage",
    "whole",
]

MODEL: Final = "scripted"
DONE: Final = b"data: [DONE]\n\n"
ABOUT: Final = {"id": "chatcmpl-scripted", "created": 1_760_000_000, "model": MODEL}
_CHUNK: Final = "chat.completion.chunk"
_MODELS: Final = {"object": "list", "data": [{"id": MODEL, "object": "model"}]}


@dataclass(frozen=True, slots=True)
class Pause:
    """Send nothing for a while."""

    seconds: float


class Ending(Enum):
    """How a connection is broken."""

    CUT = "reset"
    CLOSE = "close"
    STALL = "say nothing more until the other side leaves"


Move = bytes | Pause | Ending


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Scripted:
    """The server. Its lists are written by its own thread and read by tests."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="scripted")
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.base_url = ""
        self.choose: Callable[[Asked], Sequence[Move]] = lambda _: ()
        """Gives the moves for a request."""
        self.asked: list[Asked] = []
        """Requests other than for the list of models, oldest first."""
        self.connections = 0
        self.playing = 0
        """Answers that are being sent now."""

    def play(self, *moves: Move) -> None:
        """Answer every request from now on with these moves."""
        self.choose = lambda _: moves

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=512)
        self.base_url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            try:
                while await self._answer(reader, writer):
                    pass
            except asyncio.CancelledError:
                pass
            finally:
                writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        asked = await _read(reader)
        if asked.path.endswith("/models"):
            writer.write(b"".join(_bytes_of(whole(_MODELS))))
            return True
        self.asked.append(asked)
        self.playing += 1
        playing = asyncio.create_task(_play(self.choose(asked), writer))
        leaving = asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait((playing, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                return False
            return playing.result()
        finally:
            self.playing -= 1
            playing.cancel()
            leaving.cancel()
            await asyncio.gather(playing, leaving, return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip()
    request, *lines = head.split("\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(request.split(" ")[1], headers, body)


async def _play(moves: Iterable[Move], writer: asyncio.StreamWriter) -> bool:
    """Play the moves; False when the connection is over."""
    for move in moves:
        if isinstance(move, bytes):
            writer.write(move)
            await writer.drain()
            await asyncio.sleep(0)
        elif isinstance(move, Pause):
            await asyncio.sleep(move.seconds)
        elif move is Ending.STALL:
            await asyncio.Event().wait()
        elif move is Ending.CLOSE:
            return False
        else:
            raw: socket.socket = writer.get_extra_info("socket")
            # No linger: the other side gets a reset, not an end.
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return False
    return True


def _bytes_of(moves: Iterable[Move]) -> list[bytes]:
    return [move for move in moves if isinstance(move, bytes)]


# ── what is played ──

HEAD: Final = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)


def piece(raw: bytes) -> bytes:
    """Return one chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(raw), raw)


def event(payload: object) -> bytes:
    """Return one frame."""
    return b"data: " + orjson.dumps(payload) + b"\n\n"


def delta(content: object = None, *, index: int = 0, **fields: Any) -> bytes:
    """Return a frame with some of one choice."""
    said = fields if content is None else {"content": content, **fields}
    choice = {"index": index, "delta": said, "finish_reason": None}
    return event({**ABOUT, "object": _CHUNK, "choices": [choice]})


def finish(reason: str = "stop", *, index: int = 0) -> bytes:
    """Return the last frame of one choice."""
    choice = {"index": index, "delta": {}, "finish_reason": reason}
    return event({**ABOUT, "object": _CHUNK, "choices": [choice]})


def usage(total: int) -> bytes:
    """Return the frame that follows the last choice."""
    spent = {"prompt_tokens": 1, "completion_tokens": total - 1, "total_tokens": total}
    return event({**ABOUT, "object": _CHUNK, "choices": [], "usage": spent})


def event_stream(*frames: Move, content_type: str | None = "text/event-stream") -> tuple[Move, ...]:
    """Return a whole streamed answer; each frame is a piece of its own."""
    kind = b"" if content_type is None else f"content-type: {content_type}\r\n".encode()
    head = b"HTTP/1.1 200 OK\r\n" + kind + b"transfer-encoding: chunked\r\n\r\n"
    moves = (piece(frame) if isinstance(frame, bytes) else frame for frame in frames)
    return (head, *moves, b"0\r\n\r\n")


def whole(
    payload: object, *, status: int = 200, content_type: str = "application/json"
) -> tuple[Move, ...]:
    """Return an answer at once; `payload` is bytes or is written as JSON."""
    raw = payload if isinstance(payload, bytes) else orjson.dumps(payload)
    head = (
        f"HTTP/1.1 {status} Scripted\r\ncontent-type: {content_type}\r\n"
        f"content-length: {len(raw)}\r\n\r\n"
    )
    return (head.encode() + raw,)
