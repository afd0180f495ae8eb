"""A gateway in a process of its own, so that its memory and its CPU are its own.

    python -m tests.fault.alone <folder> <upstream port> <limits as JSON>     prints its port

It stops at the end of its standard input, after a drain.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import uvicorn
import uvloop
from tests.starter import starter_rules
from tests.unit.gateway.judging import plan

from hegui.cli.serve import SEND_BYTES
from hegui.cli.service.door import front_door
from hegui.cli.service.edge import Edge
from hegui.gateway.app import Gateway
from hegui.gateway.keys import Key, KeyRing
from hegui.gateway.limits import Limits
from hegui.gateway.upstream import Upstream
from hegui.ledger import Ledger

__all__ = ["KEY", "alone", "request", "serve"]

KEY = "hegui-alone-key"


def request(question: str, *, stream: bool) -> bytes:
    """Return a whole HTTP request."""
    messages = [{"role": "user", "content": question}]
    body = orjson.dumps({"model": "m", "messages": messages, "stream": stream})
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\n"
        f"authorization: Bearer {KEY}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@asynccontextmanager
async def serve(
    folder: Path, upstream_port: int, limits: Limits
) -> AsyncIterator[tuple[int, Gateway]]:
    """Yield the port of a gateway that is served on the running loop, and itself."""
    rules, in_force = starter_rules(), plan()
    ring = KeyRing({KEY: Key(id="k-alone", name="alone", client_labels=True)})
    upstream = Upstream(f"http://127.0.0.1:{upstream_port}/v1")
    with Ledger.open(folder) as ledger:
        gateway = Gateway(lambda: in_force, lambda: rules, ledger, ring, upstream, limits)
        await gateway.startup()
        config = uvicorn.Config(
            Edge(front_door(gateway, gateway)),
            http="httptools",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            loop="none",
        )
        server = uvicorn.Server(config)
        listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        try:
            yield listener.getsockname()[1], gateway
        finally:
            await gateway.drain(0)
            server.should_exit = True
            await serving


@asynccontextmanager
async def alone(
    folder: Path, upstream_port: int, **limits: float
) -> AsyncIterator[tuple[int, asyncio.subprocess.Process]]:
    """Yield the port of a gateway in another process, and the process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.fault.alone", str(folder), str(upstream_port)),
        orjson.dumps(limits).decode(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("the process has both pipes")
    try:
        yield int(await asyncio.wait_for(process.stdout.readline(), 60)), process
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 20)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _until_told(folder: Path, upstream_port: int, limits: Limits) -> None:
    async with serve(folder, upstream_port, limits) as (port, _):
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main(arguments: list[str]) -> None:
    """Serve until the input ends."""
    folder, port, limits = arguments
    uvloop.run(_until_told(Path(folder), int(port), Limits(**orjson.loads(limits))))


if __name__ == "__main__":
    main(sys.argv[1:])
