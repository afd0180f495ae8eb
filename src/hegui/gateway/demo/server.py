"""The demo model's server: HTTP/1.1 on a real socket, nothing above asyncio.

    POST /v1/…        every endpoint that `hegui.gateway.demo.tellers` lists
    GET  /v1/models   hegui-demo, hegui-demo-reasoner

What it answers and how it fails is told in the prompt: `hegui.gateway.demo.grammar`.
`requests` and `open_streams` let a test see what reached it and what it still sends.

    model = DemoModel()
    base_url = await model.start()     # http://127.0.0.1:<port>/v1
    await model.stop()
"""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from typing import Final

import orjson

from hegui.gateway.demo.grammar import Script, read
from hegui.gateway.demo.tellers import TELLERS, body_of
from hegui.gateway.demo.told import CREATED, Told, error

__all__ = ["MODELS", "DemoModel"]

MODELS: Final = ("hegui-demo", "hegui-demo-reasoner")
_BODY_BYTES: Final = 64 * 1024 * 1024
_STATUS: Final = {200: "OK", 400: "Bad Request", 404: "Not Found"}


class _Cut(Exception):
    """The script breaks the connection here."""


class DemoModel:
    """An OpenAI-compatible server on 127.0.0.1 with a free port."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self.requests: list[dict[str, object]] = []
        """Bodies of the requests for completions, oldest first, at most 1,000."""
        self.headers: list[dict[str, str]] = []
        """Their headers, names in lower case."""
        self.connections = 0
        """Connections accepted so far."""
        self.open_streams = 0
        """Answers that are being sent."""

    async def start(self) -> str:
        """Begin to listen and return the base address, version included."""
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}/v1"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        if self._server is not None:
            self._server.close()
            for task in tuple(self._connections):
                task.cancel()
            await asyncio.gather(*self._connections, return_exceptions=True)
            await self._server.wait_closed()
            self._server = None

    async def _connection(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
        try:
            while await self._request(reader, writer):
                pass
        except (_Cut, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            writer.close()

    async def _request(self, reader: StreamReader, writer: StreamWriter) -> bool:
        """Answer one request; False when the client has no more."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        request, *lines = head.decode("latin-1").rstrip().split("\r\n")
        method, path, _version = request.split(" ", 2)
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        if length > _BODY_BYTES:
            raise _Cut
        raw = await reader.readexactly(length) if length else b""
        if (method, path) == ("GET", "/v1/models"):
            listed = [
                {"id": name, "object": "model", "created": CREATED, "owned_by": "hegui"}
                for name in MODELS
            ]
            _send(writer, 200, {"object": "list", "data": listed})
        elif method == "POST" and path in TELLERS:
            body = body_of(raw, headers.get("content-type", ""))
            await self._complete(TELLERS[path], body, headers, reader, writer)
        else:
            _send(writer, 404, error(f"no {method} {path}"))
        await writer.drain()
        return True

    async def _complete(
        self,
        teller: type[Told],
        body: dict[str, object],
        headers: dict[str, str],
        reader: StreamReader,
        writer: StreamWriter,
    ) -> None:
        self.requests.append(body)
        self.headers.append(headers)
        del self.requests[:-1000], self.headers[:-1000]
        if body.get("model") not in MODELS:
            _send(writer, 404, error(f"no model {body.get('model')}"))
            return
        question = teller.question(body)
        try:
            script = read(question)
        except ValueError as wrong:
            _send(writer, 400, error(str(wrong)))
            return
        told = teller(body, script, question)
        self.open_streams += 1
        # A client that leaves ends the answer, whatever the script still has.
        leaving = asyncio.create_task(reader.read(1))
        sending = asyncio.create_task(_play(told, writer))
        try:
            await asyncio.wait((leaving, sending), return_when=asyncio.FIRST_COMPLETED)
            if not sending.done():
                raise _Cut
            sending.result()
        finally:
            self.open_streams -= 1
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)


async def _play(told: Told, writer: StreamWriter) -> None:
    script = told.script
    await asyncio.sleep(script.wait)
    if script.status is not None:
        _send(writer, script.status, error(f"scripted status {script.status}"))
    elif told.is_stream:
        await _stream(told, writer)
    elif script.garbage:
        _send_raw(writer, 200, b"<html>bad gateway</html>")
    elif script.cut is not None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{")
        await writer.drain()
        raise _Cut
    elif script.stall is not None:
        await asyncio.Event().wait()
    else:
        content_type, raw = told.whole()
        _send_raw(writer, 200, raw, content_type)
    await writer.drain()


async def _stream(told: Told, writer: StreamWriter) -> None:
    script = told.script
    writer.write(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    await writer.drain()
    end = b"\r\n" if script.crlf else b"\n"
    await _fault_at(0, script, writer, end)
    _frames(writer, told.opening(), script, end)
    await writer.drain()
    sent = 0
    for frames in _pieces(told):
        await _fault_at(sent, script, writer, end)
        _frames(writer, frames, script, end)
        await writer.drain()
        sent += 1
        if script.delay:
            await asyncio.sleep(script.delay)
    await _fault_at(sent, script, writer, end)
    for payload in told.closing():
        _frame(writer, payload, end)
    writer.write(b"0\r\n\r\n")


def _pieces(told: Told) -> Iterator[list[bytes]]:
    yield from told.pieces()
    while told.script.endless:
        yield told.piece("好")


def _frames(writer: StreamWriter, frames: list[bytes], script: Script, end: bytes) -> None:
    for payload in frames:
        _frame(writer, b"{not json" if script.garbage else payload, end)


async def _fault_at(sent: int, script: Script, writer: StreamWriter, end: bytes) -> None:
    if script.cut is not None and sent >= script.cut:
        await writer.drain()
        await asyncio.sleep(0.05)  # what was sent is to arrive before the connection breaks
        raise _Cut
    if script.error is not None and sent >= script.error:
        _frame(writer, orjson.dumps(error("scripted error frame")), end)
        await writer.drain()
        raise _Cut
    if script.stall is not None and sent >= script.stall:
        await writer.drain()
        await asyncio.Event().wait()


def _frame(writer: StreamWriter, payload: bytes, end: bytes) -> None:
    comment = b": keep-alive" + end if end == b"\r\n" else b""
    text = comment + b"data: " + payload + end + end
    writer.write(b"%x\r\n%s\r\n" % (len(text), text))


def _send(writer: StreamWriter, status: int, payload: dict[str, object]) -> None:
    _send_raw(writer, status, orjson.dumps(payload))


def _send_raw(
    writer: StreamWriter, status: int, raw: bytes, content_type: str = "application/json"
) -> None:
    line = f"HTTP/1.1 {status} {_STATUS.get(status, 'Scripted')}\r\n"
    head = f"{line}content-type: {content_type}\r\ncontent-length: {len(raw)}\r\n\r\n"
    writer.write(head.encode() + raw)
