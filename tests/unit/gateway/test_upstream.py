"""What the gateway knows of its upstream, how old it may be, and how long it waits for it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hegui.errors import (
    UpstreamFailed,
    UpstreamForbidden,
    UpstreamInvalid,
    UpstreamTooLong,
    UpstreamUnreachable,
)
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.upstream import Upstream

LISTED = b'{"data": [{"id": "m-1", "object": "model", "permission": ["secret"]}, {"id": 7}]}'


class Lists:
    """A server that answers every request with the same body."""

    def __init__(self, body: bytes, *, head: str = "200 OK") -> None:
        self.body = body
        self.head = head
        self.asked = 0
        self.speaks = asyncio.Event()
        self.speaks.set()

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the client is gone."""
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                self.asked += 1
                await self.speaks.wait()
                head = f"HTTP/1.1 {self.head}\r\ncontent-length: {len(self.body)}\r\n\r\n"
                writer.write(head.encode() + self.body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@asynccontextmanager
async def upstream_of(lists: Lists, limits: Limits | None = None) -> AsyncIterator[Upstream]:
    """Serve, and yield an upstream that is open."""
    server = await asyncio.start_server(lists.connection, "127.0.0.1", 0)
    upstream = Upstream(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1")
    await upstream.open(limits or Limits())
    try:
        yield upstream
    finally:
        await upstream.close()
        server.close()
        await asyncio.sleep(0.01)


async def test_only_public_fields_of_models_are_kept() -> None:
    """An entry without a name as text is no model."""
    async with upstream_of(Lists(LISTED)) as upstream:
        assert ({"id": "m-1", "object": "model"},) == await upstream.models()
        assert (True, False) == (await upstream.has_model("m-1"), await upstream.has_model("m-2"))


async def test_a_list_is_kept_for_a_while() -> None:
    """`Limits.models_fresh_s`: many callers, one question; a new one when it is old."""
    lists = Lists(LISTED)
    async with upstream_of(lists, Limits(models_fresh_s=0.2)) as upstream:
        await asyncio.gather(*(upstream.models() for _ in range(10)))
        await upstream.models()
        kept = lists.asked
        await asyncio.sleep(0.25)
        await upstream.models()

        assert (1, 2) == (kept, lists.asked)


async def test_a_list_that_does_not_come_is_not_waited_for() -> None:
    """`Limits.models_s`: the server is there and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        upstream = Upstream(f"http://127.0.0.1:{silent.getsockname()[1]}/v1")
        await upstream.open(Limits(models_s=0.2))
        begun = asyncio.get_running_loop().time()
        with pytest.raises(UpstreamUnreachable):
            await upstream.models()
        took = asyncio.get_running_loop().time() - begun
        await upstream.close()

    assert 0.2 <= took < 1


async def test_those_who_wait_for_a_list_are_told_together() -> None:
    """Not one after the other, each after a wait of its own."""
    lists = Lists(b"{}", head="500 Oops")
    lists.speaks.clear()
    async with upstream_of(lists, Limits(models_s=0.2)) as upstream:
        begun = asyncio.get_running_loop().time()
        known = await asyncio.gather(*(upstream.has_model("m-1") for _ in range(20)))
        hung = asyncio.get_running_loop().time() - begun
        lists.speaks.set()
        upstream._asked_at = float("-inf")
        told = await asyncio.gather(*(upstream.models() for _ in range(3)), return_exceptions=True)

        assert {None} == set(known)
        assert hung < 1
        assert [UpstreamFailed] * 3 == [type(error) for error in told]
        assert 2 == lists.asked


@pytest.mark.parametrize(
    ("lists", "error"),
    [
        (Lists(b"{}", head="500 Oops"), UpstreamFailed),
        (Lists(b"<html>"), UpstreamInvalid),
        (Lists(b'{"data": 3}'), UpstreamInvalid),
        (Lists(b" " * 5_000_000), UpstreamTooLong),
    ],
    ids=["an error", "no JSON", "no list", "too long"],
)
async def test_no_list_is_told_and_decides_nothing(lists: Lists, error: type[Exception]) -> None:
    """Whoever asks for models gets the reason; whoever asks a question goes on without a list."""
    async with upstream_of(lists) as upstream:
        with pytest.raises(error):
            await upstream.models()
        upstream._asked_at = float("-inf")
        known = await upstream.has_model("m-1")
        upstream._asked_at = float("-inf")
        reachable = await upstream.is_reachable()
        asked = lists.asked
        again = await upstream.is_reachable()

        assert (None, False, False) == (known, reachable, again)
        assert (3, 3) == (asked, lists.asked)


async def test_who_asks_for_readiness_does_not_wait_for_it() -> None:
    """An upstream that hangs counts as before until that is known, and delays nobody."""
    lists = Lists(LISTED)
    async with upstream_of(lists, Limits(models_fresh_s=0.01, models_s=0.2)) as upstream:
        first = await upstream.is_reachable()
        lists.speaks.clear()
        await asyncio.sleep(0.02)
        begun = asyncio.get_running_loop().time()
        meanwhile = [await upstream.is_reachable() for _ in range(10)]
        known = await upstream.has_model("m-1")
        took = asyncio.get_running_loop().time() - begun
        await asyncio.sleep(0.3)
        later = await upstream.is_reachable()
        lists.speaks.set()

        assert (True, [True] * 10, True, False) == (first, meanwhile, known, later)
        assert took < 0.1
        assert 2 == lists.asked


async def test_a_closed_upstream_asks_no_more() -> None:
    """Also when it was just asking whether it can be reached."""
    lists = Lists(LISTED)
    async with upstream_of(lists, Limits(models_fresh_s=0.01)) as upstream:
        await upstream.is_reachable()
        lists.speaks.clear()
        await asyncio.sleep(0.02)
        await upstream.is_reachable()
        looking = upstream._looking
        await upstream.close()
        lists.speaks.set()

        assert looking is not None
        assert looking.cancelled()


async def test_a_closed_upstream_is_not_reachable() -> None:
    """Before it is opened and after a drain."""
    upstream = Upstream("http://127.0.0.1:9/v1")

    with pytest.raises(UpstreamUnreachable):
        await upstream.chat(b"{}")


@pytest.mark.parametrize("key", ["a b", "a\r\nx-evil: 1", "钥匙", "a\x7f"])
def test_a_key_that_no_header_can_hold_is_refused(key: str) -> None:
    """It could otherwise say more than a key; the message does not show it."""
    with pytest.raises(UpstreamForbidden) as caught:
        Upstream("http://127.0.0.1:9/v1", key)

    assert key not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("99999", 3600), ("soon", None), ("-1", None)]
)
async def test_retry_after_is_a_bounded_number(said: str, seconds: int | None) -> None:
    """A date or a word counts as nothing said."""
    lists = Lists(b"{}", head=f"429 Busy\r\nretry-after: {said}")
    async with upstream_of(lists) as upstream:
        # The server reads to the empty line and takes the body for the next request's head.
        reply = await upstream.chat(b"")

        assert (429, seconds) == (reply.status, reply.retry_after_s)
        reply.close()


async def test_one_byte_too_many_is_told() -> None:
    """`Reply.whole` takes its limit and no more."""
    async with upstream_of(Lists(b"12345")) as upstream:
        exact = await (await upstream.chat(b"")).whole(5)
        with pytest.raises(UpstreamTooLong):
            await (await upstream.chat(b"")).whole(4)

        assert b"12345" == exact


async def test_each_endpoint_has_its_own_head() -> None:
    """Its path, its headers, and the key where its protocol wants it."""
    told: list[bytes] = []

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    upstream = Upstream(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", "sk-1")
    await upstream.open(Limits())
    messages = Endpoint("messages", "x-api-key: ", ("anthropic-version: 2023-06-01",))
    for endpoint in (messages, Endpoint("embeddings")):
        (await upstream.post(endpoint, b"", "m", b"text/plain")).close()
    await upstream.close()
    server.close()

    assert [b"POST /v1/messages HTTP/1.1", b"POST /v1/embeddings HTTP/1.1"] == [
        head.partition(b"\r\n")[0] for head in told
    ]
    assert b"\r\nanthropic-version: 2023-06-01\r\nx-api-key: sk-1\r\n" in told[0]
    assert b"\r\nauthorization: Bearer sk-1\r\ncontent-type: text/plain\r\n" in told[1]
