"""How soon the upstream is closed after a client has left, in every phase of a request.

    python -m tests.fault.leaving [clients in each phase]

Client, gateway (under uvicorn) and a scripted upstream share one loop; the time
runs from the client's abort to the upstream seeing its connection closed.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

import orjson
import uvloop
from tests.fault.alone import request, serve

from hegui.gateway.limits import Limits

__all__ = ["PHASES", "Scripted", "latencies", "up"]

PHASES: Final = ("at once", "before the first byte", "whole", "in the stream", "stalled")
_FRAME: Final = (
    b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",'
    b'"choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":null}]}\n\n'
)
_HEAD: Final = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"


@dataclass
class Scripted:
    """A model that plays the phase that its question names."""

    begun: dict[str, asyncio.Event] = field(default_factory=dict)
    closed: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection; it ends when the gateway closes it."""
        name = ""
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).lower():
                if head.startswith(b"get"):
                    listed = orjson.dumps({"data": [{"id": "m"}]})
                    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(listed))
                    writer.write(listed)
                    continue
                length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
                body = orjson.loads(await reader.readexactly(length))
                name, _, phase = body["messages"][0]["content"].partition("|")
                self.begun[name].set()
                playing = asyncio.create_task(self._play(phase, writer))
                try:
                    await reader.read(1)  # until the gateway is gone
                finally:
                    playing.cancel()
                break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        if name and not self.closed[name].done():
            self.closed[name].set_result(monotonic())
        writer.close()

    async def _play(self, phase: str, writer: asyncio.StreamWriter) -> None:
        if phase not in {"in the stream", "stalled"}:
            return
        writer.write(_HEAD + _FRAME % "你好。".encode())
        while phase == "in the stream":
            await asyncio.sleep(0.02)
            writer.write(_FRAME % "春天来了。".encode())


@asynccontextmanager
async def up(folder: Path, limits: Limits) -> AsyncIterator[tuple[int, Scripted]]:
    """Yield the gateway's port and its model, both on the running loop."""
    model = Scripted()
    upstream = await asyncio.start_server(model.connection, "127.0.0.1", 0)
    try:
        async with serve(folder, upstream.sockets[0].getsockname()[1], limits) as (port, _):
            yield port, model
    finally:
        upstream.close()


async def _leave(port: int, model: Scripted, name: str, phase: str, wait_s: float) -> float:
    model.begun[name] = asyncio.Event()
    model.closed[name] = asyncio.get_running_loop().create_future()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    is_stream = phase != "whole"
    writer.write(request(f"{name}|{phase}", stream=is_stream))
    await asyncio.wait_for(model.begun[name].wait(), 10)
    if phase in {"in the stream", "stalled"}:
        await asyncio.wait_for(reader.readuntil(b"data: "), 10)
    if phase != "at once":
        await asyncio.sleep(wait_s)
    writer.transport.abort()
    left_at = monotonic()
    return await asyncio.wait_for(model.closed[name], 10) - left_at


async def latencies(folder: Path, each: int, *, at_once: int = 8) -> dict[str, list[float]]:
    """Return how long each of `each` clients in each phase left its upstream open, sorted."""
    chance = random.Random(50)  # noqa: S311 - waiting times, not secrets
    found: dict[str, list[float]] = {}
    async with up(folder, Limits(concurrent=1024)) as (port, model):
        for phase in PHASES:
            took: list[float] = []
            for start in range(0, each, at_once):
                group = range(start, min(start + at_once, each))
                took += await asyncio.gather(
                    *(
                        _leave(port, model, f"{phase} {n}", phase, chance.uniform(0, 0.3))
                        for n in group
                    )
                )
            found[phase] = sorted(took)
    return found


def main(arguments: list[str]) -> None:
    """Measure and print."""
    each = int(arguments[0]) if arguments else 200
    with tempfile.TemporaryDirectory() as folder:
        for phase, took in uvloop.run(latencies(Path(folder), each)).items():
            p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
            line = f"n={len(took)}  p50 {p50 * 1e3:6.1f} ms  p99 {p99 * 1e3:6.1f} ms"
            sys.stdout.write(f"{phase:24} {line}  max {took[-1] * 1e3:6.1f} ms\n")


if __name__ == "__main__":
    main(sys.argv[1:])
