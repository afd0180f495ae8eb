"""Middleware for any ASGI application: pictures, sound and films leave it labelled.

    app.add_middleware(LabelFiles, files=PassingFiles(grammar, producer='…'))   # Starlette, FastAPI
    app = LabelFiles(get_asgi_application(), files=PassingFiles(…))              # Django

It imports no framework. An answer whose content type is ``image/…``, ``audio/…``
or ``video/…`` is held until it is whole, labelled and sent with its new length;
everything else passes as it comes. Fail closed: what cannot be labelled, and
what is longer than `most`, becomes an error 500 without a body.

The application inside never hears of ``Range``, and is not offered to have the
server send a file by its path: either would be a way out around the label. So
files leave whole.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from hegui.errors import LabelError, OverLimit

__all__ = ["LabelFiles"]

_LOG: Final = logging.getLogger(__name__)
_KINDS: Final = frozenset({b"image", b"audio", b"video"})
_PARTS: Final = frozenset({b"range", b"if-range"})
_WAYS_AROUND: Final = frozenset({"http.response.pathsend", "http.response.zerocopysend"})
"""Extensions by which a body reaches the server and not us."""

Scope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]


class LabelFiles:
    """ASGI application around another one.

    Args:
        app: the application.
        files: labels one file, as `hegui.labels.PassingFiles` does.
        most: bytes of one answer that are held in memory.
    """

    def __init__(
        self, app: Application, *, files: Callable[[bytes, str], bytes], most: int = 64 << 20
    ) -> None:
        self._app = app
        self._files = files
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of the inner application's."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(self._files, self._most, send)
        await self._app(_whole_and_through_us(scope), receive, answer.send)


def _whole_and_through_us(scope: Scope) -> Scope:
    """Return a request for the whole file, to be answered by messages with bodies."""
    headers = [each for each in scope.get("headers", ()) if each[0].lower() not in _PARTS]
    extensions = scope.get("extensions") or {}
    offered = {name: each for name, each in extensions.items() if name not in _WAYS_AROUND}
    return {**scope, "headers": headers, "extensions": offered}


def _content_type(start: Message) -> bytes:
    """Return an answer's content type. Names should come in lower case; Django's do not."""
    return next((value for name, value in start["headers"] if name.lower() == b"content-type"), b"")


class _Answer:
    """One answer on its way out."""

    def __init__(self, files: Callable[[bytes, str], bytes], most: int, send: Send) -> None:
        self._files = files
        self._most = most
        self._send = send
        self._start: Message | None = None
        self._kind = ""
        self._body = bytearray()
        self._is_over = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = _content_type(message).partition(b"/")[0].strip().lower()
            if kind in _KINDS:
                self._start, self._kind = message, kind.decode()
                return
        if self._start is None:
            await self._send(message)
        elif not self._is_over:
            self._body += message.get("body", b"")
            if len(self._body) > self._most or not message.get("more_body", False):
                self._is_over = True
                await self._finish()

    async def _finish(self) -> None:
        assert self._start is not None  # noqa: S101 - set before a body comes
        whole, status = bytes(self._body), int(self._start["status"])
        headers = [each for each in self._start["headers"] if each[0].lower() != b"content-length"]
        # Parts of files and answers without one carry nothing that could be labelled.
        if whole and status == 200:
            try:
                whole = self._labelled(whole)
            except LabelError as error:
                _LOG.error("withheld: %s", error)
                whole, status, headers = b"", 500, []
        headers.append((b"content-length", str(len(whole)).encode()))
        await self._send({**self._start, "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": whole})

    def _labelled(self, whole: bytes) -> bytes:
        if len(whole) > self._most:
            raise OverLimit("bytes in one answer", self._most)
        return self._files(whole, self._kind)
