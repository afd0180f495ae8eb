"""A small HTTP/1.1 client: one server, pooled connections, answers as they arrive.

Between a chat and its model there is one hop per request, and a general client
spends more on it than moderation, labelling and the ledger's entry together
(`bench/gateway.py` tells). So this one does only what the gateway needs:

    POST or GET · keep-alive · TLS · chunked or counted or until-close bodies · back pressure

It follows no redirect, reads no proxy from the environment, keeps no cookie and
undoes no compression. Parsing is llhttp's (`httptools`), the parser of the server
side. A TLS server must show a certificate for its host name by an authority that
this machine trusts; OpenSSL's own ``SSL_CERT_FILE`` names a file of others, for
example a company's. Nothing is sent before that is settled.

More information:

* RFC 9112 (HTTP/1.1); 9.3 for persistent connections
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections import deque
from time import monotonic
from typing import Final, cast
from urllib.parse import urlsplit

import httptools

from hegui.errors import UpstreamCut, UpstreamInvalid, UpstreamTimeout, UpstreamUnreachable
from hegui.gateway.egress import why_refused
from hegui.gateway.turns import Turns

__all__ = ["Pool", "Response"]

_LOG: Final = logging.getLogger(__name__)

_IDLE_S: Final = 15.0
"""How long an unused connection is kept."""

_BUFFER_BYTES: Final = 64 * 1024
"""How much may wait unread before the connection is told to pause."""

_TURN_BYTES: Final = 4 * 1024
"""Most that is handed over at once to be judged, which takes a millisecond. More is no chunk as
a model writes it, and waits for its turn."""

_RECEIVE_BYTES: Final = 64 * 1024
"""What the system may hold of an answer that nobody reads. Left to itself it takes up to 32 MiB
for a model that pours, and a few hundred of those use up what it has for all sockets: then it
drops packets of every connection, and readiness takes seconds."""

_HEAD_BYTES: Final = 64 * 1024
_RESOLVED_S: Final = 10.0
"""How long a looked-up name counts."""

_REFUSED: Final = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    62: "its certificate is for another host",
    64: "its certificate is for another host",
}
"""By OpenSSL's number of what it found (``X509_V_ERR_…``). No names: an API client reads it."""


class Response(asyncio.Protocol):
    """A connection, and the answer that it is receiving."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._chunks: deque[bytes] = deque()
        self._at = 0
        """Where the first of them goes on."""
        self._waiting = 0
        self._is_paused = False
        self._lost = False
        self.idle_since = 0.0
        self._begin()

    def _begin(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._fault: Exception | None = None
        self._head_bytes = 0
        self._is_counted = False
        self._is_kept = False
        self._is_complete = False
        self._has_head = False
        self._chunks.clear()
        self._at = 0
        self._waiting = 0
        self.has_begun = False
        """Whether any byte of the answer came."""
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        """Names in lower case; the last of several counts."""

    @property
    def is_usable(self) -> bool:
        """Whether another request can be sent on it."""
        return not (self._lost or self._transport is None or self._transport.is_closing())

    async def ask(self, request: bytes) -> None:
        """Send a request and return when the head of the answer is there.

        Raises:
            UpstreamCut: the connection broke.
            UpstreamInvalid: what came is no HTTP answer.
        """
        self._begin()
        if self._transport is None or self._lost:
            raise UpstreamCut
        self._transport.write(request)
        while not self._has_head:
            await self._more()

    async def read(self) -> bytes:
        """Return what has come of the body, or ``b""`` at its end; of much, a part in its turn.

        Raises:
            UpstreamCut: the connection broke before the end.
            UpstreamInvalid: what came is no HTTP answer.
        """
        chunks = self._chunks
        while not chunks:
            if self._is_complete:
                return b""
            await self._more()
        if self._waiting <= _TURN_BYTES:
            return self._all()
        await self._pool.turns.next()
        chunk = chunks[0][self._at : self._at + _TURN_BYTES]
        self._at += len(chunk)
        if self._at == len(chunks[0]):
            chunks.popleft()
            self._at = 0
        self._waiting -= len(chunk)
        return chunk

    async def gather(self) -> bytes:
        """Return all that has come, for who only collects it; ``b""`` at the end.

        Raises:
            UpstreamCut, UpstreamInvalid: as `read` does.
        """
        while not self._chunks:
            if self._is_complete:
                return b""
            await self._more()
        return self._all()

    def _all(self) -> bytes:
        chunks = self._chunks
        if self._at:
            chunks[0] = chunks[0][self._at :]
            self._at = 0
        if len(chunks) == 1:
            chunk = chunks.popleft()
        else:
            chunk = b"".join(chunks)
            chunks.clear()
        self._waiting = 0
        if self._is_paused and self._transport is not None:
            self._is_paused = False
            self._transport.resume_reading()
        return chunk

    def close(self) -> None:
        """Give the connection back to the pool, or cut it when there was more to read."""
        # One that was told to pause would never hear the next answer.
        if self._is_complete and self._is_kept and self.is_usable and not self._is_paused:
            self._chunks.clear()
            self._pool.put(self)
        else:
            self.cut()

    def cut(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    async def _more(self) -> None:
        if self._fault is not None:
            raise self._fault
        if self._lost:
            raise UpstreamCut
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
        if self._fault is not None:
            raise self._fault

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # ── asyncio.Protocol ──

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Parse what came."""
        if self._is_complete:
            self.cut()  # nobody asked for this
            return
        self.has_begun = True
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail("an HTTP/1.1 answer")
        if self._waiting > _BUFFER_BYTES and not self._is_paused and self._transport is not None:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """End a body that lasts until the connection closes."""
        if self._has_head and not self._is_counted:
            self._is_complete = True
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        del exc
        self._lost = True
        self._pool.drop(self)
        self._wake()

    # ── httptools ──

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > _HEAD_BYTES:
            self._fail(f"a head of at most {_HEAD_BYTES} bytes")
            return
        self.headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        """Note the status; one below 200 only announces the answer."""
        self.status = self._parser.get_status_code()
        if self.status < 200:
            return
        self._is_counted = b"content-length" in self.headers or b"transfer-encoding" in self.headers
        if self.headers.get(b"content-encoding", b"identity") != b"identity":
            self._fail("an answer without compression")
        self._is_kept = self._is_counted and self._parser.should_keep_alive()
        self._has_head = True

    def on_body(self, body: bytes) -> None:
        """Keep a piece of the body."""
        self._chunks.append(body)
        self._waiting += len(body)

    def on_message_complete(self) -> None:
        """Note the end, or begin again after an announcement."""
        if self.status < 200:
            self.headers = {}
        else:
            self._is_complete = True

    def _fail(self, expected: str) -> None:
        self._fault = UpstreamInvalid(expected, "something else")
        self.cut()


class Pool:
    """Connections to one server.

    Args:
        base_url: checked by `hegui.gateway.egress`.
        connect_s: lookup, TCP and TLS together.
        allow_private: whether its name may mean a private machine.
    """

    def __init__(self, base_url: str, *, connect_s: float, allow_private: bool) -> None:
        parts = urlsplit(base_url)
        self._host = parts.hostname or ""
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._connect_s = connect_s
        self._allow_private = allow_private
        self._idle: list[Response] = []
        self._open: set[Response] = set()
        self._addresses: tuple[str, ...] = ()
        self._resolved_at = float("-inf")
        self._is_closed = False
        self._is_retired = False
        self.turns = Turns()
        """Of the answers that come faster than they are judged."""

    async def ask(self, request: bytes) -> Response:
        """Send a request and return the answer when its head is there.

        A kept connection may have been closed by the server just before we
        wrote to it. When it breaks without a byte of an answer, the request is
        sent once more, on a new one.

        Raises:
            UpstreamUnreachable: no connection, or with whom is not certain.
            UpstreamTimeout: no connection in time.
            UpstreamCut: the connection broke before an answer.
            UpstreamInvalid: what came is no HTTP answer.
        """
        kept = self._take()
        if kept is not None:
            try:
                await kept.ask(request)
            except UpstreamCut:
                if kept.has_begun:
                    raise
            except BaseException:
                kept.cut()
                raise
            else:
                return kept
        fresh = await self._connect()
        try:
            await fresh.ask(request)
        except BaseException:
            fresh.cut()
            raise
        return fresh

    def put(self, connection: Response) -> None:
        """Keep a connection for the next request."""
        if self._is_closed or self._is_retired:
            connection.cut()
            return
        connection.idle_since = monotonic()
        self._idle.append(connection)

    def drop(self, connection: Response) -> None:
        """Forget a connection that is lost."""
        self._open.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)

    def close(self) -> None:
        """Close every connection, also those in use."""
        self._is_closed = True
        for connection in tuple(self._open):
            connection.cut()

    def retire(self) -> None:
        """Close what is idle; what is in use is closed when it has come to its end."""
        self._is_retired = True
        for connection in tuple(self._idle):
            connection.cut()

    def _take(self) -> Response | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable and monotonic() - connection.idle_since < _IDLE_S:
                return connection
            connection.cut()
        return None

    async def _connect(self) -> Response:
        if self._is_closed:
            raise UpstreamUnreachable
        loop = asyncio.get_running_loop()
        because = ""
        try:
            async with asyncio.timeout(self._connect_s):
                for address in await self._resolve(loop):
                    try:
                        connection = await self._connected(loop, address)
                    except OSError as error:
                        because = self._why(error) or because
                        continue
                    self._open.add(connection)
                    return connection
        except TimeoutError:
            raise UpstreamTimeout("connect", self._connect_s) from None
        raise UpstreamUnreachable(because)

    async def _connected(self, loop: asyncio.AbstractEventLoop, address: str) -> Response:
        """Return a connection to `address`, over TLS when the upstream's address says so."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.setblocking(False)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # Before it connects: what is said then about the window counts for good.
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BYTES)
            await loop.sock_connect(plain, (address, self._port))
        except BaseException:
            plain.close()
            raise
        # From here on its transport closes it.
        _, connection = await loop.create_connection(
            lambda: Response(self),
            sock=plain,
            ssl=self._tls,
            server_hostname=self._host if self._tls else None,
        )
        return connection

    def _why(self, error: OSError) -> str:
        """Return what a client may know of a failed TLS handshake; the log has the rest."""
        if not isinstance(error, ssl.SSLError):
            return ""
        _LOG.error("no TLS with %s:%d: %s", self._host, self._port, error)
        if isinstance(error, ssl.SSLCertVerificationError):
            return _REFUSED.get(error.verify_code, "its certificate is not trusted")
        return "it speaks no TLS that is safe"

    async def _resolve(self, loop: asyncio.AbstractEventLoop) -> tuple[str, ...]:
        """Return the addresses that may be called. A name is looked up again every ten seconds."""
        if monotonic() - self._resolved_at >= _RESOLVED_S:
            try:
                found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            except OSError:
                raise UpstreamUnreachable from None
            addresses = dict.fromkeys(str(address[4][0]) for address in found)
            self._addresses = tuple(a for a in addresses if self._may_call(a))
            self._resolved_at = monotonic()
        return self._addresses

    def _may_call(self, address: str) -> bool:
        # Whoever wrote a number as the host means that machine.
        is_literal = address == self._host
        return why_refused(address, allow_private=self._allow_private or is_literal) is None
