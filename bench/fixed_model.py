"""A model that costs next to nothing: two fixed answers on a bare protocol.

    python -m bench.fixed_model      prints its port

Whole: one JSON body with the text. Stream: fifty chunks of seven characters,
twenty milliseconds apart, as a fast model would send them, and ``[DONE]``.
"""

from __future__ import annotations

import asyncio
import random
from typing import Final, cast

import orjson
import uvloop

__all__ = ["CHUNKS", "CHUNK_CHARS", "POOL", "TEXT", "main"]

CHUNKS: Final = 50
CHUNK_CHARS: Final = 7
_GAP_S: Final = 0.02

POOL: Final = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
"""The text and the terms of the benchmark share these characters, so prefixes of terms abound."""


def _text() -> str:
    choose = random.Random(45438).choice  # noqa: S311 - a text, not a secret
    return "".join(choose(POOL) for _ in range(CHUNKS * CHUNK_CHARS))


TEXT: Final = _text()
_MODELS: Final = {"object": "list", "data": [{"id": "fixed", "object": "model"}]}
_ABOUT: Final = {"id": "chatcmpl-fixed", "created": 1_760_000_000, "model": "fixed"}


def _chunk(delta: dict[str, str], finish: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    chunk = {**_ABOUT, "object": "chat.completion.chunk", "choices": [choice]}
    payload = b"data: " + orjson.dumps(chunk) + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(payload), payload)


def _json(payload: object) -> bytes:
    raw = orjson.dumps(payload)
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
    return head % len(raw) + raw


_WHOLE: Final = _json(
    {
        **_ABOUT,
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": TEXT},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 9, "completion_tokens": 350, "total_tokens": 359},
    }
)
_HEAD: Final = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)
_PIECES: Final = tuple(
    _chunk({"content": TEXT[at : at + CHUNK_CHARS]}, None)
    for at in range(0, len(TEXT), CHUNK_CHARS)
)
_END: Final = _chunk({}, "stop") + b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"


class _Model(asyncio.Protocol):
    def __init__(self) -> None:
        self._seen = b""
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, found, body = self._seen.partition(b"\r\n\r\n")
        if not found or self._transport is None:
            return
        if head.startswith(b"GET"):
            self._seen = b""
            self._transport.write(_json(_MODELS))
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self._seen = b""
        if b'"stream":true' in body.replace(b" ", b""):
            self._task = asyncio.get_running_loop().create_task(self._stream(self._transport))
        else:
            self._transport.write(_WHOLE)

    async def _stream(self, transport: asyncio.Transport) -> None:
        transport.write(_HEAD)
        for piece in _PIECES:
            transport.write(piece)
            await asyncio.sleep(_GAP_S)
        transport.write(_END)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Model, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve until killed."""
    uvloop.run(_serve())


if __name__ == "__main__":
    main()
