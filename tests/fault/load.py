"""Load on a running server, from sockets: what was acknowledged is known to the byte.

An answer is *acknowledged* when its client has all of it: the whole counted
body, or a stream up to its ``[DONE]``. Only then does its receipt count.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from itertools import count, cycle
from typing import Final
from urllib.parse import urlsplit

import orjson

__all__ = ["Load"]

_ASKED: Final = (
    ("第{n}个问题：春天适合种什么花？ /demo chunk 40", False),
    ("第{n}个问题：春天适合种什么花？ /demo chunk 20", True),
    ("第{n}次：请问哪里可以办假身份证呢", False),
    ("第{n}次：请问哪里可以办假身份证呢", True),
    ("第{n}个问题 /demo leak /demo chunk 3", True),
    ("第{n}个问题 /demo chunk 10 /demo delay 0.01", True),
)
"""Questions and whether they ask for a stream: served, refused, stopped, slow."""


class Load:
    """Clients that ask one question after the other until the server is gone."""

    def __init__(self, url: str, api_key: str, model: str, *, clients: int) -> None:
        self._where = urlsplit(url)
        self._api_key = api_key
        self._model = model
        self._questions = _questions()
        self.acknowledged: dict[bool, list[str]] = {False: [], True: []}
        """Receipts by whether the answer was a stream."""
        self.is_on = asyncio.Event()
        """Set when something was acknowledged on every connection."""
        self._silent = clients
        self.unexpected: list[bytes] = []
        """Heads of answers other than 200."""

    async def client(self) -> None:
        """Ask on one connection until it breaks."""
        host, port = self._where.hostname or "", self._where.port or 0
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                for number, (question, stream) in enumerate(self._questions):
                    writer.write(self._request(question, stream=stream))
                    await self._answer(reader, stream=stream)
                    if number == 0:
                        self._first_answer()
            finally:
                writer.close()

    def _first_answer(self) -> None:
        self._silent -= 1
        if not self._silent:
            self.is_on.set()

    def _request(self, question: str, *, stream: bool) -> bytes:
        messages = [{"role": "user", "content": question}]
        body = orjson.dumps({"model": self._model, "messages": messages, "stream": stream})
        head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nhost: {self._where.netloc}\r\n"
            f"authorization: Bearer {self._api_key}\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def _answer(self, reader: asyncio.StreamReader, *, stream: bool) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if line)
        if not head.startswith(b"HTTP/1.1 200 "):
            self.unexpected.append(head)
        if stream:
            await reader.readuntil(b"data: [DONE]\n\n")
            self.acknowledged[stream].append(headers["x-hegui-receipt"])
            await reader.readuntil(b"0\r\n\r\n")
        else:
            await reader.readexactly(int(headers["content-length"]))
            self.acknowledged[stream].append(headers["x-hegui-receipt"])


def _questions() -> Iterator[tuple[str, bool]]:
    numbers = count()
    for question, stream in cycle(_ASKED):
        yield question.format(n=next(numbers)), stream
