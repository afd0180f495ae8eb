"""A load generator: many clients on keep-alive connections, a fixed number of requests.

    python -m bench.load <port> <clients> <requests> whole|stream

Prints one line when it is connected, waits for one on its input before each
run, and prints one number after it: how many answers were complete; a stream is
when it had as many frames as the model's had chunks of text. Counting
by requests, not by seconds, keeps the work of each round the same.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Final, cast

import orjson
import uvloop

from bench.fixed_model import CHUNKS

__all__ = ["KEY", "main"]

_FRAME: Final = b"data: "
KEY: Final = "hegui-bench-key"
_QUESTION: Final = "请用通俗的话介绍一下春天里常见的几种花，并说说怎样养护。"


def _request(*, stream: bool) -> bytes:
    body = orjson.dumps(
        {
            "model": "fixed",
            "messages": [{"role": "user", "content": _QUESTION}],
            "stream": stream,
        }
    )
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {KEY}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Client(asyncio.Protocol):
    def __init__(self, *, stream: bool) -> None:
        self._request = _request(stream=stream)
        self._is_stream = stream
        self._seen = b""
        self._frames = 0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bool] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._is_stream:
            self._frames += (self._seen[1 - len(_FRAME) :] + data).count(_FRAME)
            self._seen = (self._seen + data)[-64:]
            if self._seen.endswith(b"0\r\n\r\n"):
                # Chunks merged into fewer frames would be fewer pieces of work.
                self._end(is_complete=b"[DONE]" in self._seen and self._frames >= CHUNKS)
            return
        self._seen += data
        head, found, body = self._seen.partition(b"\r\n\r\n")
        if found:
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            if len(body) >= length:
                self._end(is_complete=head.startswith(b"HTTP/1.1 200"))

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._end(is_complete=False)

    def _end(self, *, is_complete: bool) -> None:
        self._seen = b""
        self._frames = 0
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(is_complete)

    async def ask(self, times: int) -> int:
        """Ask one after another and return how many answers were complete."""
        complete = 0
        for _ in range(times):
            if self._transport is None or self._transport.is_closing():
                break
            self._answer = asyncio.get_running_loop().create_future()
            self._transport.write(self._request)
            complete += await self._answer
        return complete


async def _run(port: int, clients: int, requests: int, *, stream: bool) -> None:
    loop = asyncio.get_running_loop()
    connected = [
        (await loop.create_connection(lambda: _Client(stream=stream), "127.0.0.1", port))[1]
        for _ in range(clients)
    ]
    print("ready", flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        counts = await asyncio.gather(*(c.ask(requests // clients) for c in connected))
        print(sum(counts), flush=True)


def main(arguments: list[str]) -> None:
    """Serve runs until the input ends."""
    port, clients, requests, kind = arguments
    uvloop.run(_run(int(port), int(clients), int(requests), stream=kind == "stream"))


if __name__ == "__main__":
    main(sys.argv[1:])
