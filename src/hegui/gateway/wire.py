"""The client's side of one request: its body in, our bytes out.

ASGI 3, nothing above it. Reading and writing have their own phases of the
request's deadline, so a client that sends or reads too slowly is let go.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from time import monotonic
from typing import Any, Final

import orjson

from hegui.errors import BodyTooLarge, GatewayError, InvalidJson
from hegui.gateway.deadline import Watch

__all__ = ["Receive", "Scope", "Send", "Wire", "as_openai", "header"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_EVENTS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)


class Wire:
    """One request's connection to its client."""

    __slots__ = (
        "_receive",
        "_scope",
        "_send",
        "_write_s",
        "arrived_at",
        "first_at",
        "has_started",
        "is_stream",
        "shape",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send, *, write_s: float) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._write_s = write_s
        self.has_started = False
        """Whether the status has been sent."""
        self.arrived_at = monotonic()
        self.first_at: float | None = None
        """When the first bytes of an answer went out; errors are none."""
        self.is_stream = False
        self.shape: Callable[[GatewayError], object] = as_openai
        """How errors look in the protocol that the client speaks."""

    @property
    def content_type(self) -> str:
        """What the client calls its body."""
        return header(self._scope, b"content-type") or ""

    def header(self, name: bytes) -> str | None:
        """Return a request header; `name` in lower case. The last one wins."""
        return header(self._scope, name)

    async def body(self, limit: int) -> bytes:
        """Return the whole body. Its time is kept by the request's deadline.

        Raises:
            BodyTooLarge: it is, or says it is, longer than `limit` bytes.
            InvalidJson: the client left, or the body is compressed.
        """
        length = header(self._scope, b"content-length")
        if length is not None and length.isdigit() and int(length) > limit:
            raise BodyTooLarge(limit)
        if header(self._scope, b"content-encoding") not in (None, "identity"):
            raise InvalidJson("a compressed body")
        parts: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise InvalidJson("a body that was not sent to its end")
            part: bytes = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise BodyTooLarge(limit)
            parts.append(part)
            if not message.get("more_body"):
                return part if len(parts) == 1 else b"".join(parts)

    def leaving(self) -> Callable[[], bool] | None:
        """Return what tells whether the client has left, or None when only waiting tells.

        uvicorn keeps it beside `receive`; a task that waits for each client to
        leave would cost more than the request's moderation.
        """
        cycle: Any = getattr(self._receive, "__self__", None)
        if not isinstance(getattr(cycle, "disconnected", None), bool):
            return None
        return lambda: cycle.disconnected

    async def until_gone(self, watch: Watch) -> None:
        """Wait until the client leaves, then end the request."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
        watch.end("gone")

    async def json(
        self, status: int, payload: object, headers: tuple[tuple[bytes, bytes], ...] = ()
    ) -> None:
        """Send a whole answer."""
        await self.raw(status, b"application/json", orjson.dumps(payload), headers)

    async def raw(
        self,
        status: int,
        content_type: bytes,
        raw: bytes,
        headers: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        """Send a whole answer as bytes."""
        self.has_started = True
        if status == 200:
            self.first_at = monotonic()
        about = [(b"content-type", content_type), (b"content-length", b"%d" % len(raw)), *headers]
        await self._send({"type": "http.response.start", "status": status, "headers": about})
        await self._send({"type": "http.response.body", "body": raw})

    async def error(
        self, error: GatewayError, headers: tuple[tuple[bytes, bytes], ...] = ()
    ) -> None:
        """Send an error in the shape of the client's protocol."""
        if error.retry_after_s is not None:
            headers = (*headers, (b"retry-after", b"%d" % error.retry_after_s))
        await self.json(error.status, self.shape(error), headers)

    async def start_events(self, headers: tuple[tuple[bytes, bytes], ...]) -> None:
        """Send the status of a stream."""
        self.has_started = self.is_stream = True
        self.first_at = monotonic()
        await self._send(
            {"type": "http.response.start", "status": 200, "headers": [*_EVENTS, *headers]}
        )

    async def events(self, frames: bytes, watch: Watch) -> None:
        """Send frames of a stream; waits while the client's buffers are full."""
        watch.enter("client_write", self._write_s)
        await self._send({"type": "http.response.body", "body": frames, "more_body": True})

    async def end_events(self, frames: bytes) -> None:
        """Send the last frames of a stream and end it."""
        await self._send({"type": "http.response.body", "body": frames})


def header(scope: Scope, name: bytes) -> str | None:
    """Return a request header; `name` in lower case. The last one wins."""
    found: str | None = None
    for key, value in scope["headers"]:
        if key == name:
            found = value.decode("latin-1")
    return found


def as_openai(error: GatewayError) -> dict[str, object]:
    """Return an error in OpenAI's shape.

    >>> from hegui.errors import InvalidApiKey
    >>> sorted(as_openai(InvalidApiKey())['error'].items())[0]
    ('code', 'invalid_api_key')
    """
    return {
        "error": {
            "message": error.explain(),
            "type": error.type,
            "param": error.param,
            "code": error.code,
        }
    }
