"""What a request to the console may carry, counted before anything is kept.

Django gathers a body before it looks at it. This stands in front: a body over
the limit is read off the wire and thrown away, so that the browser hears the
answer, and after `DRAINED` times the limit the connection is let go. A form
with a file is sent back to its own page, which tells that the file was too
large; everything else gets a 413. Under ``/api/`` a body is short, but for a file
to look at, and the 413 is a problem that programs read.

Source:
    OWASP ASVS 5.0, 5.2.1 (size of uploads); RFC 9110, 15.5.14 (413).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import orjson

__all__ = ["API_BODY_BYTES", "BODY_BYTES", "DRAINED", "FILE_BYTES", "BodyLimit"]

FILE_BYTES: Final = 32 << 20
"""Bytes of one file that is handed in."""

BODY_BYTES: Final = FILE_BYTES + (1 << 20)
"""Bytes of a whole request: the file and the fields around it."""

API_BODY_BYTES: Final = 65_536
"""Bytes of a body under ``/api/``, but for a file to look at."""

_API: Final = "/api/"
_API_FILE: Final = "/api/v1/labels/check"

DRAINED: Final = 16
"""How often the limit is read and thrown away before the connection is let go."""

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class BodyLimit:
    """ASGI application around another one."""

    def __init__(self, inner: Application, *, most: int = BODY_BYTES) -> None:
        self._inner = inner
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on whose announced length is within the limit.

        A body without an announced length is passed on and counted: beyond the
        limit the inner application is told that the client has left.
        """
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        headers = dict(scope["headers"])
        path: str = scope.get("path", "")
        is_api = path.startswith(_API)
        most = self._most
        if is_api:
            most = min(most, FILE_BYTES if path == _API_FILE else API_BODY_BYTES)
        announced = headers.get(b"content-length", b"0")
        length = int(announced) if announced.isdigit() else 0
        if length > most:
            await self._drain(receive)
            if is_api:
                await _refuse(send, most)
                return
            is_file = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
            await _answer(send, scope, is_file=is_file)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return {"type": "http.disconnect"} if seen > most else message

        await self._inner(scope, counted, send)

    async def _drain(self, receive: Receive) -> None:
        read = 0
        while read <= DRAINED * self._most:
            message = await receive()
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return
            read += len(message.get("body", b""))


async def _answer(send: Send, scope: Scope, *, is_file: bool) -> None:
    headers = [
        (b"content-length", b"0"),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
    ]
    if is_file:
        headers.append((b"location", scope.get("raw_path", b"/").partition(b"?")[0] + b"?over=1"))
    status = 303 if is_file else 413
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, most: int) -> None:
    problem = {
        "type": "about:blank",
        "title": "Content Too Large",
        "status": 413,
        "code": "InputTooLarge",
        "detail": f"expected a body of at most {most} bytes; found a longer one",
    }
    body = orjson.dumps(problem)
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
