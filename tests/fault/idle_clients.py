"""What clients cost that ask for an endless stream and never read it.

    python -m tests.fault.idle_clients [clients] [seconds]

The gateway runs in a process of its own; the figure is its resident memory for
each client, once all buffers are full and again some seconds later. Meanwhile
readiness is asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
import sys
import tempfile
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

import orjson
import psutil  # type: ignore[import-untyped]  # it has no stubs
import uvloop
from tests.fault.alone import alone, request

__all__ = ["Cost", "cost"]

_GROUP: Final = 50
_HEAD: Final = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
_FRAMES: Final = (
    'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":['
    f'{{"index":0,"delta":{{"content":"{"春天来了，花开了。" * 10}"}},"finish_reason":null}}]}}\n\n'
).encode() * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What was measured."""

    clients: int
    mib_each: float
    """Resident memory of the gateway above its own, per client, when all buffers are full."""
    mib_each_later: float
    ready_p99_ms: float
    """Of readiness, asked for while they were idle."""


class _Model:
    """Lists one model, or writes without an end as fast as the gateway takes it."""

    def __init__(self) -> None:
        self.stalled: set[StreamWriter] = set()
        """Where the gateway has taken nothing for a second."""

    async def connection(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := (await reader.readuntil(b"\r\n\r\n")).lower():
                if head.startswith(b"get"):
                    listed = orjson.dumps({"data": [{"id": "m"}]})
                    told = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(listed)
                    writer.write(told + listed)
                    continue
                writer.write(_HEAD)
                while True:
                    writer.write(_FRAMES)
                    await self._taken(writer)
        writer.close()

    async def _taken(self, writer: StreamWriter) -> None:
        draining = asyncio.ensure_future(writer.drain())
        if not (await asyncio.wait((draining,), timeout=1.0))[0]:
            self.stalled.add(writer)
        await draining
        self.stalled.discard(writer)


async def _ready_ms(port: int) -> float:
    begun = monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /readyz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
    told = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    if not told.startswith(b"HTTP/1.1 200"):
        raise AssertionError(f"expected to be ready; found {told[:80]!r}")
    return (monotonic() - begun) * 1000


async def cost(folder: Path, clients: int, seconds: float) -> Cost:
    """Measure with so many clients; `seconds` lie between the two looks."""
    pouring = _Model()
    model = await asyncio.start_server(pouring.connection, "127.0.0.1", 0)
    model_port = model.sockets[0].getsockname()[1]
    limits: dict[str, float] = {"concurrent": clients + 10, "answer_bytes": 1 << 40}
    limits |= dict.fromkeys(("client_write_s", "total_s"), 7200.0)
    idle: list[socket.socket] = []
    async with alone(folder, model_port, **limits) as (port, process):
        own = psutil.Process(process.pid)
        await _ready_ms(port)
        before = own.memory_info().rss
        while len(idle) < clients:
            # In groups: so many that pour at once would be a test of the processor.
            for _ in range(min(_GROUP, clients - len(idle))):
                client = socket.create_connection(("127.0.0.1", port))
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.sendall(request("春天适合种什么花？", stream=True))
                idle.append(client)
            while len(pouring.stalled) < len(idle):  # noqa: ASYNC110 - many tasks change it
                await asyncio.sleep(0.05)
        full = own.memory_info().rss
        waits = [await _ready_ms(port)]
        until = monotonic() + seconds
        while monotonic() < until:
            await asyncio.sleep(0.1)
            waits.append(await _ready_ms(port))
        later = own.memory_info().rss
        for client in idle:
            client.close()
    model.close()
    waits.sort()
    each = [(rss - before) / clients / 2**20 for rss in (full, later)]
    return Cost(
        clients=clients,
        mib_each=each[0],
        mib_each_later=each[1],
        ready_p99_ms=waits[int(len(waits) * 0.99)],
    )


def main(arguments: list[str]) -> None:
    """Measure and print."""
    clients, seconds = (*map(int, arguments), 2000, 20)[:2] if arguments else (2000, 20)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(f"{uvloop.run(cost(Path(folder), clients, seconds))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
