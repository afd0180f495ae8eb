"""The client reads what servers send, whole or broken, and keeps connections only when it may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from hegui.errors import UpstreamCut, UpstreamInvalid, UpstreamUnreachable
from hegui.gateway.http1 import Pool, Response

Serve = Callable[[int, asyncio.StreamWriter], Awaitable[None]]

REQUEST = b"GET /v1/models HTTP/1.1\r\nhost: h\r\n\r\n"


@asynccontextmanager
async def served(serve: Serve, *, keep: bool = False) -> AsyncIterator[Pool]:
    """Serve raw bytes: `serve` gets the number of the request and writes the answer."""
    count = 0

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                count += 1
                await serve(count, writer)
                await writer.drain()
                if not keep:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    pool = Pool(f"http://127.0.0.1:{port}/v1", connect_s=2, allow_private=False)
    try:
        yield pool
    finally:
        pool.close()
        server.close()
        await asyncio.sleep(0.01)


async def ask_whole(pool: Pool) -> bytes:
    """Ask and read to the end."""
    return await whole(await pool.ask(REQUEST))


async def whole(response: Response) -> bytes:
    """Read to the end and give the connection back."""
    body = b""
    while chunk := await response.read():
        body += chunk
    response.close()
    return body


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", b"hello"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
         b"hello"),
        (b"HTTP/1.1 200 OK\r\n\r\nuntil the close", b"until the close"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", b"hi"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", b""),
    ],
    ids=["counted", "chunked", "until close", "announced", "empty"],
)  # fmt: skip
@pytest.mark.parametrize("step", [1, 7, 1000])
async def test_bodies_of_each_kind_are_read(raw: bytes, body: bytes, step: int) -> None:
    """However the bytes arrive."""

    async def serve(_: int, writer: asyncio.StreamWriter) -> None:
        for at in range(0, len(raw), step):
            writer.write(raw[at : at + step])
            await writer.drain()
            await asyncio.sleep(0)

    async with served(serve) as pool:
        response = await pool.ask(REQUEST)

        assert response.status == 200
        assert await whole(response) == body


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", UpstreamCut),
        (b"HTTP/1.1 200 OK\r\nconte", UpstreamCut),
        (b"SSH-2.0-OpenSSH\r\n", UpstreamInvalid),
        (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\nx",
         UpstreamInvalid),
        (b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 70_000 + b"\r\n\r\n", UpstreamInvalid),
    ],
    ids=["nothing", "half a head", "another protocol", "compressed", "a huge head"],
)  # fmt: skip
async def test_a_broken_head_is_told(raw: bytes, error: type[Exception]) -> None:
    """Each with its own error."""

    async def serve(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    async with served(serve) as pool:
        with pytest.raises(error):
            await pool.ask(REQUEST)


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", UpstreamCut),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n", UpstreamCut),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzz", UpstreamInvalid),
    ],
    ids=["counted", "chunked", "bad chunk"],
)
async def test_a_broken_body_is_told(raw: bytes, error: type[Exception]) -> None:
    """The end of the connection is the end of the body only when nothing else says."""

    async def serve(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    async with served(serve) as pool:
        with pytest.raises(error):
            await ask_whole(pool)


async def test_a_kept_connection_that_broke_is_replaced() -> None:
    """The server closed it while it was idle; the request is sent once more."""

    async def serve(number: int, writer: asyncio.StreamWriter) -> None:
        if number == 2:
            writer.transport.abort()
            raise ConnectionResetError
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d" % number)

    async with served(serve, keep=True) as pool:
        first = await whole(await pool.ask(REQUEST))
        second = await whole(await pool.ask(REQUEST))

        assert (first, second) == (b"1", b"3")


async def test_bytes_that_nobody_asked_for_end_a_kept_connection() -> None:
    """They would otherwise be read as the next answer."""

    async def serve(number: int, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d" % number)
        if number == 1:
            await writer.drain()
            await asyncio.sleep(0.05)
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil")

    async with served(serve, keep=True) as pool:
        first = await whole(await pool.ask(REQUEST))
        await asyncio.sleep(0.1)
        second = await whole(await pool.ask(REQUEST))

        assert (first, second) == (b"1", b"2")


async def test_an_answer_that_nobody_reads_is_not_kept_in_memory() -> None:
    """The server is told to pause."""
    sent = 0

    async def serve(_: int, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    async with served(serve) as pool:
        response = await pool.ask(REQUEST)
        await asyncio.sleep(0.5)
        stalled_at = sent
        await asyncio.sleep(0.3)

        assert stalled_at == sent
        assert sent < 40_000_000
        assert await response.read()
        response.close()


async def test_a_name_that_means_a_private_machine_is_not_called() -> None:
    """Whatever was checked when the settings were read, the lookup decides."""
    pool = Pool("http://localhost:9/v1", connect_s=2, allow_private=False)

    with pytest.raises(UpstreamUnreachable):
        await pool.ask(REQUEST)


async def test_a_closed_pool_opens_nothing() -> None:
    """After a drain no request goes out."""
    pool = Pool("http://127.0.0.1:9/v1", connect_s=2, allow_private=False)
    pool.close()

    with pytest.raises(UpstreamUnreachable):
        await pool.ask(REQUEST)


async def test_of_much_a_part_is_handed_over_while_others_go_on() -> None:
    """A model that pours keeps nobody waiting; who only collects it gets all at once."""
    sent = b"".join(b"%06d " % number for number in range(8000))
    steps: list[int] = []

    async def serve(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(sent), sent))

    async with served(serve) as pool:
        response = await pool.ask(REQUEST)
        await asyncio.sleep(0.1)
        parts = []
        while part := await response.read():
            steps.append(len(part))
            parts.append(part)
        response.close()
        collecting = await pool.ask(REQUEST)
        await asyncio.sleep(0.1)
        first = await collecting.read()
        rest = await collecting.gather()
        while len(first) + len(rest) < len(sent):
            rest += await collecting.gather()
        end = await collecting.gather()
        collecting.close()

    assert sent == b"".join(parts)
    assert max(steps) <= 4096
    assert (4096, sent, b"") == (len(first), first + rest, end)
