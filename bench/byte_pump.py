"""The floor of a proxy: bytes from one socket to another, nothing read.

A baseline, not a benchmark: it accepts on a port, opens one connection to the
model for each, and copies both ways. What a gateway costs above this is what
it does.

    python -m bench.byte_pump <upstream port>      prints its own port
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast

import uvloop

__all__ = ["main"]


class _Far(asyncio.Protocol):
    """The model's side."""

    def __init__(self, near: asyncio.Transport) -> None:
        self._near = near

    def data_received(self, data: bytes) -> None:
        self._near.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._near.close()


class _Near(asyncio.Protocol):
    """The client's side."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._far: asyncio.Transport | None = None
        self._waiting: list[bytes] = []
        self._opening: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        near = cast("asyncio.Transport", transport)
        self._opening = asyncio.get_running_loop().create_task(self._open(near))

    async def _open(self, near: asyncio.Transport) -> None:
        loop = asyncio.get_running_loop()
        far, _ = await loop.create_connection(lambda: _Far(near), "127.0.0.1", self._port)
        self._far = far
        far.writelines(self._waiting)

    def data_received(self, data: bytes) -> None:
        if self._far is None:
            self._waiting.append(data)
        else:
            self._far.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._far is not None:
            self._far.close()


async def _serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Near(port), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main(arguments: list[str]) -> None:
    """Pump until killed."""
    uvloop.run(_serve(int(arguments[0])))


if __name__ == "__main__":
    main(sys.argv[1:])
