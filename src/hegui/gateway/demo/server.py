"""The demo model's server: HTTP/1.1 on a real socket, nothing above asyncio.

    POST /v1/chat/completions    stream and not, n > 1, usage, reasoning, tool calls
    GET  /v1/models              hegui-demo, hegui-demo-reasoner

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
from itertools import cycle
from typing import Final

import orjson

from hegui.gateway.demo.grammar import Script, read
from hegui.gateway.demo.words import scripted

__all__ = ["MODELS", "DemoModel"]

MODELS: Final = ("hegui-demo", "hegui-demo-reasoner")
_CREATED: Final = 1_760_000_000
"""A fixed instant, so that the same question gives the same bytes."""

_BODY_BYTES: Final = 16 * 1024 * 1024
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
                {"id": name, "object": "model", "created": _CREATED, "owned_by": "hegui"}
                for name in MODELS
            ]
            _send(writer, 200, {"object": "list", "data": listed})
        elif (method, path) == ("POST", "/v1/chat/completions"):
            await self._complete(orjson.loads(raw), headers, reader, writer)
        else:
            _send(writer, 404, _error(f"no {method} {path}"))
        await writer.drain()
        return True

    async def _complete(
        self,
        body: dict[str, object],
        headers: dict[str, str],
        reader: StreamReader,
        writer: StreamWriter,
    ) -> None:
        self.requests.append(body)
        self.headers.append(headers)
        del self.requests[:-1000], self.headers[:-1000]
        if body.get("model") not in MODELS:
            _send(writer, 404, _error(f"no model {body.get('model')}"))
            return
        question = _last_question(body)
        try:
            script = read(question)
        except ValueError as error:
            _send(writer, 400, _error(str(error)))
            return
        answer = _Answer(body, script, question)
        self.open_streams += 1
        # A client that leaves ends the answer, whatever the script still has.
        leaving = asyncio.create_task(reader.read(1))
        sending = asyncio.create_task(_play(answer, writer))
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


class _Answer:
    """One answer: its text in pieces, and the objects around them."""

    def __init__(self, body: dict[str, object], script: Script, question: str) -> None:
        n = body.get("n")
        options = body.get("stream_options")
        self.script = script
        self.model = body["model"]
        self.n = n if isinstance(n, int) else 1
        self.is_stream = body.get("stream") is True and not script.whole
        self.has_usage = isinstance(options, dict) and options.get("include_usage") is True
        self.content = scripted(script, question)
        self.reasoning = script.reason
        if self.reasoning is None and self.model == "hegui-demo-reasoner":
            self.reasoning = "…"
        self.asked = len(question)

    def about(self, kind: str) -> dict[str, object]:
        return {"id": "chatcmpl-demo", "object": kind, "created": _CREATED, "model": self.model,
                "system_fingerprint": "fp_demo"}  # fmt: skip

    def usage(self) -> dict[str, int]:
        made = self.n * len(self.content)
        return {
            "prompt_tokens": self.asked,
            "completion_tokens": made,
            "total_tokens": self.asked + made,
        }

    def completion(self) -> dict[str, object]:
        message: dict[str, object] = {"role": "assistant", "content": self.content}
        if self.reasoning is not None:
            message["reasoning_content"] = self.reasoning
        finish = self.script.finish
        if self.script.tool is not None:
            message.update(content=None, tool_calls=[_call(self.script.tool, with_index=False)])
            finish = "tool_calls"
        return {
            **self.about("chat.completion"),
            "choices": [
                {"index": i, "message": message, "logprobs": None, "finish_reason": finish}
                for i in range(self.n)
            ],
            "usage": self.usage(),
        }

    def deltas(self) -> Iterator[dict[str, object]]:
        """Yield the deltas of one choice, text in pieces."""
        yield {"role": "assistant", "content": ""}
        for piece in self._pieces(self.reasoning or ""):
            yield {"reasoning_content": piece}
        if self.script.tool is None:
            for piece in self._pieces(self.content):
                yield {"content": piece}
            return
        call = _call("", with_index=True)
        yield {"tool_calls": [call]}
        for piece in self._pieces(self.script.tool):
            yield {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}

    def _pieces(self, text: str) -> Iterator[str]:
        sizes = cycle((self.script.chunk,) if self.script.chunk else (1, 2, 3, 4))
        at = 0
        while at < len(text):
            size = next(sizes)
            yield text[at : at + size]
            at += size


async def _play(answer: _Answer, writer: StreamWriter) -> None:
    script = answer.script
    await asyncio.sleep(script.wait)
    if script.status is not None:
        _send(writer, script.status, _error(f"scripted status {script.status}"))
    elif answer.is_stream:
        await _stream(answer, writer)
    elif script.garbage:
        _send_raw(writer, 200, b"<html>bad gateway</html>")
    elif script.cut is not None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{")
        await writer.drain()
        raise _Cut
    elif script.stall is not None:
        await asyncio.Event().wait()
    else:
        _send(writer, 200, answer.completion())
    await writer.drain()


async def _stream(answer: _Answer, writer: StreamWriter) -> None:
    script = answer.script
    writer.write(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    await writer.drain()
    end = b"\r\n" if script.crlf else b"\n"
    sent = 0
    for delta in _deltas(answer):
        await _fault_at(sent, script, writer, end)
        for index in range(answer.n):
            choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": None}
            chunk = {**answer.about("chat.completion.chunk"), "choices": [choice]}
            _frame(writer, b"{not json" if script.garbage else orjson.dumps(chunk), end)
        await writer.drain()
        sent += "role" not in delta
        if script.delay and "role" not in delta:
            await asyncio.sleep(script.delay)
    await _fault_at(sent, script, writer, end)
    finish = script.finish if script.tool is None else "tool_calls"
    last: list[dict[str, object]] = [
        {"index": i, "delta": {}, "logprobs": None, "finish_reason": finish}
        for i in range(answer.n)
    ]
    about = answer.about("chat.completion.chunk")
    _frame(writer, orjson.dumps({**about, "choices": last}), end)
    if answer.has_usage:
        _frame(writer, orjson.dumps({**about, "choices": [], "usage": answer.usage()}), end)
    _frame(writer, b"[DONE]", end)
    writer.write(b"0\r\n\r\n")


def _deltas(answer: _Answer) -> Iterator[dict[str, object]]:
    yield from answer.deltas()
    while answer.script.endless:
        yield {"content": "好"}


async def _fault_at(sent: int, script: Script, writer: StreamWriter, end: bytes) -> None:
    if script.cut is not None and sent >= script.cut:
        await writer.drain()
        await asyncio.sleep(0.05)  # what was sent is to arrive before the connection breaks
        raise _Cut
    if script.error is not None and sent >= script.error:
        _frame(writer, orjson.dumps(_error("scripted error frame")), end)
        await writer.drain()
        raise _Cut
    if script.stall is not None and sent >= script.stall:
        await writer.drain()
        await asyncio.Event().wait()


def _frame(writer: StreamWriter, payload: bytes, end: bytes) -> None:
    comment = b": keep-alive" + end if end == b"\r\n" else b""
    text = comment + b"data: " + payload + end + end
    writer.write(b"%x\r\n%s\r\n" % (len(text), text))


def _call(arguments: str, *, with_index: bool) -> dict[str, object]:
    function = {"name": "demo_lookup", "arguments": arguments}
    call: dict[str, object] = {"id": "call_demo", "type": "function", "function": function}
    return {"index": 0, **call} if with_index else call


def _last_question(body: dict[str, object]) -> str:
    messages = body.get("messages")
    for message in reversed(messages if isinstance(messages, list) else []):
        if message.get("role") == "user":
            content = message.get("content")
            if isinstance(content, str):
                return content
            return "".join(part.get("text", "") for part in content)
    return ""


def _error(message: str) -> dict[str, object]:
    return {"error": {"message": message, "type": "demo", "param": None, "code": None}}


def _send(writer: StreamWriter, status: int, payload: dict[str, object]) -> None:
    _send_raw(writer, status, orjson.dumps(payload))


def _send_raw(writer: StreamWriter, status: int, raw: bytes) -> None:
    line = f"HTTP/1.1 {status} {_STATUS.get(status, 'Scripted')}\r\n"
    head = f"{line}content-type: application/json\r\ncontent-length: {len(raw)}\r\n\r\n"
    writer.write(head.encode() + raw)
