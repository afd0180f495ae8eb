"""Several upstreams in the place of one: whose turn, who stands in, what is never repeated."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
import pytest

from hegui.errors import ModelNotFound, UpstreamCut, UpstreamInvalid, UpstreamTimeout
from hegui.errors import UpstreamUnreachable as Unreachable
from hegui.gateway.declared import Declared, decode
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.routes import Routes, with_model

CHAT = Endpoint("chat/completions")
SILENT, CUT = "silent", "cut"


class Server:
    """A model server that answers everything with one status, and keeps what it was asked."""

    def __init__(self, head: str = "200 OK", models: tuple[str, ...] = ("m",)) -> None:
        self.head = head
        self.models = orjson.dumps({"data": [{"id": each} for each in models]})
        self.asked: list[tuple[str, bytes]] = []
        self.connections = 0
        self.go = asyncio.Event()
        self.go.set()
        self.url = ""

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the client is gone."""
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                _, _, after = head.partition("content-length: ")
                body = await reader.readexactly(int(after.split("\r\n")[0])) if after else b""
                if head.startswith("get"):
                    self._send(writer, "200 OK", self.models)
                    continue
                self.asked.append((head, body))
                await self.go.wait()
                if self.head == CUT:
                    break
                if self.head != SILENT:
                    self._send(writer, self.head, b"{}")
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()

    def _send(self, writer: asyncio.StreamWriter, head: str, body: bytes) -> None:
        writer.write(f"HTTP/1.1 {head}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)


@asynccontextmanager
async def up(*servers: Server) -> AsyncIterator[None]:
    """Serve all of them; one with a `head` of ``down`` gets an address where nobody listens."""
    listening: list[asyncio.Server] = []
    for server in servers:
        if server.head == "down":
            with socket.create_server(("127.0.0.1", 0)) as taken:
                server.url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
            continue
        made = await asyncio.start_server(server.connection, "127.0.0.1", 0)
        server.url = f"http://127.0.0.1:{made.sockets[0].getsockname()[1]}/v1"
        listening.append(made)
    try:
        yield
    finally:
        for made in listening:
            made.close()
        await asyncio.sleep(0.01)


def declared(*servers: Server, route: str = "m", more: str = "", to: str = "") -> Declared:
    """Return one route to all servers, ``s0``, ``s1`` …, in turn."""
    upstreams = "".join(
        f'[[upstream]]\nname = "s{n}"\nurl = "{server.url}"\n{more}\n'
        for n, server in enumerate(servers)
    )
    targets = ", ".join(f'{{ upstream = "s{n}" {to} }}' for n in range(len(servers)))
    return decode(f'{upstreams}[[route]]\nmodel = "{route}"\nto = [{targets}]\n'.encode(), "t")


@asynccontextmanager
async def routes(
    *servers: Server, limits: Limits | None = None, more: str = "", route: str = "m", to: str = ""
) -> AsyncIterator[Routes]:
    """Serve, and yield routes that are open."""
    async with up(*servers):
        made = Routes(declared(*servers, more=more, route=route, to=to), lambda *_: "")
        await made.open(limits or Limits())
        try:
            yield made
        finally:
            await made.close()


async def test_each_has_its_turn_and_is_named() -> None:
    """Equal weights: one after the other."""
    a, b = Server(), Server()
    async with routes(a, b) as made:
        names = [(await made.post(Endpoint("embeddings"), b"{}", "m")).name for _ in range(4)]

        assert ["s0", "s1", "s0", "s1"] == names
        assert a.asked[0][0].startswith("post /v1/embeddings http/1.1")


@pytest.mark.parametrize("head", ["down", "503 Busy", "429 Slow"])
async def test_another_stands_in_when_nothing_was_done(head: str) -> None:
    """No connection, or the server's own word that it took nothing."""
    a, b = Server(head), Server()
    async with routes(a, b) as made:
        replies = [await made.post(CHAT, b"{}", "m") for _ in range(4)]

        assert ["s1"] * 4 == [reply.name for reply in replies]
        assert [200] * 4 == [reply.status for reply in replies]


@pytest.mark.parametrize(("head", "status"), [("500 Oops", 500), ("400 No", 400)])
async def test_what_was_answered_is_not_asked_again(head: str, status: int) -> None:
    """The model may have worked on it already."""
    a, b = Server(head), Server()
    async with routes(a, b) as made:
        reply = await made.post(CHAT, b"{}", "m")

        assert (status, "s0") == (reply.status, reply.name)
        assert [] == b.asked


async def test_a_request_that_was_sent_is_not_sent_again() -> None:
    """The connection broke after the request; whether the model saw it nobody knows."""
    a, b = Server(CUT), Server()
    async with routes(a, b) as made:
        with pytest.raises(UpstreamCut):
            await made.post(CHAT, b"{}", "m")

        assert (1, []) == (len(a.asked), b.asked)


async def test_one_server_may_be_given_less_time() -> None:
    """``first_byte_s``, and a late one is not asked twice."""
    a, b = Server(SILENT), Server()
    async with routes(a, b, more="first_byte_s = 0.05") as made:
        with pytest.raises(UpstreamTimeout, match="first_byte"):
            await made.post(CHAT, b"{}", "m")

        assert [] == b.asked


async def test_all_busy_is_the_last_ones_answer() -> None:
    """Its 429 and ``retry-after`` reach the client."""
    async with routes(Server("429 Slow"), Server("429 Slow")) as made:
        assert 429 == (await made.post(CHAT, b"{}", "m")).status


async def test_all_down_is_told() -> None:
    """After each was tried."""
    async with routes(Server("down"), Server("down")) as made:
        with pytest.raises(Unreachable):
            await made.post(CHAT, b"{}", "m")
        asked = [standing.asked for standing in made.standings()]

    assert [1, 1] == asked


async def test_one_that_keeps_failing_is_left_alone_and_tried_again() -> None:
    """``failures`` in a row open its breaker; after ``pause_s`` one request tries it."""
    a, b = Server("500 Oops"), Server()
    async with routes(a, b, more="failures = 2\npause_s = 0.05") as made:
        for _ in range(8):
            await made.post(CHAT, b"{}", "m")
        left_alone = len(a.asked)
        states = [standing.state for standing in made.standings()]
        a.head = "200 OK"
        await asyncio.sleep(0.06)
        for _ in range(4):
            await made.post(CHAT, b"{}", "m")
        again = [standing.state for standing in made.standings()]

        assert (2, ["open", "closed"]) == (left_alone, states)
        assert (["closed", "closed"], 2) == (again, len(a.asked) - left_alone)


async def test_who_leaves_does_not_count_as_its_failure() -> None:
    """A client that goes while half-open leaves the try to the next one."""
    a = Server("500 Oops")
    async with routes(a, more="failures = 1\npause_s = 0.01") as made:
        await made.post(CHAT, b"{}", "m")
        await asyncio.sleep(0.02)
        a.head = SILENT
        asking = asyncio.create_task(made.post(CHAT, b"{}", "m"))
        await asyncio.sleep(0.02)
        asking.cancel()
        await asyncio.wait((asking,))
        a.head = "200 OK"
        await made.post(CHAT, b"{}", "m")

        assert [("closed", 1)] == [(each.state, each.failed) for each in made.standings()]


async def test_a_model_is_renamed_in_what_is_sent() -> None:
    """The upstream reads its own name for it."""
    a = Server()
    async with routes(a, to=', model = "qwen3-max"') as made:
        await made.chat(b'{"model": "m", "messages": []}')

        assert {"model": "qwen3-max", "messages": []} == orjson.loads(a.asked[0][1])


def test_a_form_is_renamed_too() -> None:
    """As audio and images are sent."""
    form = b'--x\r\ncontent-disposition: form-data; name="model"\r\n\r\nm\r\n--x--\r\n'

    assert form.replace(b"\r\nm\r\n", b"\r\nbig\r\n") == with_model(
        form, "big", b"multipart/form-data; boundary=x"
    )


@pytest.mark.parametrize(
    ("body", "model", "kind"),
    [
        (b"[]", "a", b"application/json"),
        (b"{", "a", b"application/json"),
        (b"plain", "a", b"text/plain"),
        (b'name="model"\r\n\r\nm\r\n', "a\r\n--x", b"multipart/form-data"),
    ],
)
def test_a_body_that_cannot_be_renamed_is_not_sent(body: bytes, model: str, kind: bytes) -> None:
    """Better no answer than another model's."""
    with pytest.raises(UpstreamInvalid):
        with_model(body, model, kind)


async def test_a_model_without_a_route_is_not_found() -> None:
    """Nobody is asked."""
    a = Server()
    async with routes(a) as made:
        with pytest.raises(ModelNotFound):
            await made.post(CHAT, b"{}", "other")

        assert (True, False, []) == (
            await made.has_model("m"),
            await made.has_model("other"),
            a.asked,
        )


async def test_the_list_of_models_is_what_routes_allow() -> None:
    """Of a pattern, what its upstreams list and the pattern matches."""
    a = Server(models=("qwen-7b", "llama-8b"))
    async with routes(a, Server("down"), route="qwen-*") as made:
        ids = [entry["id"] for entry in await made.models()]
        known = [await made.has_model("qwen-7b"), await made.has_model("llama-8b")]
        unsure = await made.has_model("qwen-14b")
        is_reachable = await made.is_reachable()

        assert (["qwen-7b"], [True, False]) == (ids, known)
        assert unsure is None
        assert is_reachable


async def test_no_list_at_all_is_told() -> None:
    """Rather than an empty one."""
    async with routes(Server("down"), route="*") as made:
        with pytest.raises(Unreachable):
            await made.models()
        assert not await made.is_reachable()


async def test_a_swap_drops_nothing() -> None:
    """What runs on an upstream that goes comes to its end; what stays keeps its connections."""
    a, b = Server(), Server()
    async with routes(a, b) as made:
        both, only_b = declared(a, b), declared(b)
        for _ in range(2):
            reply = await made.post(CHAT, b"{}", "m")
            await reply.whole(9)
            reply.close()
        a.go.clear()
        running = asyncio.create_task(made.post(CHAT, b"{}", "m"))
        await asyncio.sleep(0.02)
        await made.swap(decode(_renamed(only_b), "t"))
        after = await made.post(CHAT, b"{}", "m")
        a.go.set()
        before = await running

        assert (200, "s0") == (before.status, before.name)
        assert b"{}" == await before.whole(9)
        before.close()
        assert (200, "s1") == (after.status, after.name)
        assert 1 == b.connections
        assert both.upstream[1] == decode(_renamed(only_b), "t").upstream[0]


def _renamed(only_b: Declared) -> bytes:
    url = only_b.upstream[0].url
    return (
        f'[[upstream]]\nname = "s1"\nurl = "{url}"\n'
        '[[route]]\nmodel = "m"\nto = [{ upstream = "s1" }]\n'
    ).encode()
