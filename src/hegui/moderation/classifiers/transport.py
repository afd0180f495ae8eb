"""How a classifier reaches a server: one protocol, and one small sync client.

The engine speaks to a `Transport` and knows no address. `HttpTransport` is one
on the standard library, for the command line and for services that have no
event loop; the gateway may pass its own pool.

It follows no redirect, reads no proxy from the environment, undoes no
compression, and reads a bounded answer. Which addresses may be called at all is
decided before, by whoever takes the address from an operator.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

__all__ = ["HttpTransport", "Reply", "Transport", "TransportFailed"]

_ANSWER_BYTES: Final = 256 * 1024
"""Longest answer that is read; a verdict has a few hundred bytes."""


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    body: bytes


class TransportFailed(Exception):
    """No answer came: no connection, a broken one, an overlong answer, or no time left."""


class Transport(Protocol):
    """Sends one request and returns its answer.

    An implementation raises `TransportFailed` and nothing else for what the
    other side or the network does, and bounds time and bytes itself.

        class Canned:
            def post(self, path, body):
                return Reply(200, b'{}')
    """

    def post(self, path: str, body: bytes) -> Reply:
        """Send `body`, which is JSON, to `path` below the server's base address."""


class HttpTransport:
    """A `Transport` on `http.client`: a connection for each request.

    Args:
        base_url: up to and with the version, for example ``https://host/v1``.
        headers: sent with each request, for example ``authorization``.
        limit_s: seconds for a whole request, from connecting to the last byte.

    Raises:
        ValueError: no http(s) address, a header that is none, or no time.
    """

    def __init__(
        self, base_url: str, *, headers: Mapping[str, str] | None = None, limit_s: float = 2.0
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ValueError("expected an http(s) address without a query as the classifier's base")
        if limit_s <= 0:
            raise ValueError(f"expected limit_s > 0; got {limit_s}")
        self._headers = {"content-type": "application/json", "accept-encoding": "identity"}
        for name, value in (headers or {}).items():
            if not f"{name}{value}".isprintable() or not f"{name}{value}".isascii():
                raise ValueError(f"expected a header of printable ASCII; got one named {name!r}")
            self._headers[name] = value
        self._host, self._port = parts.hostname, parts.port
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._path = parts.path.rstrip("/")
        self._limit_s = limit_s

    def post(self, path: str, body: bytes) -> Reply:
        """Send `body` and return the answer.

        Raises:
            TransportFailed: see the class.
        """
        connection = self._connection()
        # A server that sends a byte now and then passes every timeout of a single read.
        is_late = Event()
        deadline = Timer(self._limit_s, _cut, (connection, is_late))
        deadline.daemon = True
        deadline.start()
        try:
            connection.request("POST", f"{self._path}/{path}", body, self._headers)
            response = connection.getresponse()
            answer = response.read(_ANSWER_BYTES + 1)
        except (OSError, HTTPException) as error:
            raise TransportFailed(type(error).__name__) from error
        finally:
            deadline.cancel()
            connection.close()
        if is_late.is_set():
            # What was read by then may look whole and not be it.
            raise TransportFailed(f"no answer within {self._limit_s:g} s")
        if len(answer) > _ANSWER_BYTES:
            raise TransportFailed(f"an answer of more than {_ANSWER_BYTES} bytes")
        if response.length:
            raise TransportFailed("the answer was cut")
        return Reply(response.status, answer)

    def _connection(self) -> HTTPConnection:
        if self._tls is None:
            return HTTPConnection(self._host, self._port, timeout=self._limit_s)
        return HTTPSConnection(self._host, self._port, timeout=self._limit_s, context=self._tls)


def _cut(connection: HTTPConnection, is_late: Event) -> None:
    """Break a connection in use by another thread, which then gets an OSError or an end."""
    is_late.set()
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:  # it was closed in between, which is as good
            return
