"""An upstream over TLS is spoken to when it is who it should be, and told nothing when not."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson
import pytest
import uvloop
from tests.conformance.openai.serving import b64
from tests.fault.authority import ELSEWHERE, Authority

from hegui.errors import UpstreamTimeout, UpstreamUnreachable
from hegui.gateway.demo import DemoModel
from hegui.gateway.limits import Limits
from hegui.gateway.upstream import Upstream

SECRET = "sk-of-the-operator"
Run = Callable[[Awaitable[None]], None]
Made = Callable[[], ssl.SSLContext | None]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that the client trusts."""
    return Authority(tmp_path_factory.mktemp("authority"), "trusted")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another one, that it does not."""
    return Authority(tmp_path_factory.mktemp("stranger"), "stranger")


@pytest.fixture(autouse=True)
def _trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator with a company's own authority says it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


@pytest.fixture(params=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Run:
    """Run something on each of the two loops; the service runs on uvloop."""
    factory = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}[request.param]

    def on_loop(what: Awaitable[None]) -> None:
        async def within() -> None:
            async with asyncio.timeout(20):
                await what

        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(within())

    return on_loop


class Terminator:
    """A TLS server in front of the demo model, as a reverse proxy is."""

    def __init__(self) -> None:
        self.port = 0
        self.heard = bytearray()
        """What clients said after the handshake, or without one."""
        self.connections = 0
        self._model: tuple[str, int] = ("", 0)

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass bytes on, both ways, until one side ends."""
        self.connections += 1
        if writer.get_extra_info("ssl_object") is None:
            self.heard += await reader.read(65_536)
            writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
            writer.close()
            return
        inner_reader, inner_writer = await asyncio.open_connection(*self._model)

        async def forth() -> None:
            while chunk := await reader.read(65_536):
                self.heard += chunk
                inner_writer.write(chunk)
            inner_writer.close()

        async def back() -> None:
            while chunk := await inner_reader.read(65_536):
                writer.write(chunk)
                await writer.drain()
            writer.close()

        await asyncio.gather(forth(), back(), return_exceptions=True)
        for each in (inner_writer, writer):
            each.close()

    @asynccontextmanager
    async def serving(self, context: ssl.SSLContext | None) -> AsyncIterator[None]:
        """Serve until the end of the ``with``."""
        demo = DemoModel()
        host, _, port = (
            (await demo.start()).removeprefix("http://").partition("/")[0].partition(":")
        )
        self._model = (host, int(port))
        server = await asyncio.start_server(self.connection, "127.0.0.1", 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            await demo.stop()
            await asyncio.sleep(0.05)


@asynccontextmanager
async def opened(
    url: str, *, limits: Limits | None = None, allow_private: bool = False
) -> AsyncIterator[Upstream]:
    """Yield an upstream that is open."""
    upstream = Upstream(url, SECRET, allow_private=allow_private)
    await upstream.open(limits or Limits())
    try:
        yield upstream
    finally:
        await upstream.close()


def question(text: str, *, stream: bool) -> bytes:
    """Return a body for the demo model."""
    messages = [{"role": "user", "content": text}]
    return orjson.dumps({"model": "hegui-demo", "messages": messages, "stream": stream})


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_trusted_server_is_asked(run: Run, authority: Authority, host: str) -> None:
    """By name and by address; whole answers and streams; one connection for all of it."""

    async def ask() -> None:
        proxy = Terminator()
        said = "今天天气很好。" * 2000
        async with (
            proxy.serving(authority.server()),
            opened(f"https://{host}:{proxy.port}/v1", allow_private=True) as upstream,
        ):
            models = await upstream.models()
            whole = await upstream.chat(question(f"/demo say-b64 {b64(said)}", stream=False))
            content = orjson.loads(await whole.whole(1_000_000))["choices"][0]["message"]["content"]
            whole.close()
            streamed = await upstream.chat(question("你好 /demo chunk 3", stream=True))
            frames = await streamed.whole(1_000_000)
            streamed.close()

        assert "hegui-demo" == models[0]["id"]
        assert said == content
        assert frames.endswith(b"data: [DONE]\n\n")
        assert f"authorization: Bearer {SECRET}".encode() in proxy.heard
        assert 1 == proxy.connections

    run(ask())


@pytest.mark.parametrize(
    ("how", "because"),
    [
        ("untrusted", "its certificate is not trusted"),
        ("for another host", "its certificate is for another host"),
        ("expired", "its certificate has expired"),
        ("not yet valid", "its certificate is not valid yet"),
        ("without TLS", "it speaks no TLS that is safe"),
    ],
)
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_server_that_may_be_another_is_told_nothing(  # noqa: PLR0917 - fixtures and cases
    run: Run,
    authority: Authority,
    stranger: Authority,
    caplog: pytest.LogCaptureFixture,
    how: str,
    because: str,
    host: str,
) -> None:
    """No request and no key; the client reads why, the log says where."""
    contexts: dict[str, Made] = {
        "untrusted": stranger.server,
        "for another host": lambda: authority.server(ELSEWHERE),
        "expired": lambda: authority.server(first=-10, last=-1),
        "not yet valid": lambda: authority.server(first=1, last=10),
        "without TLS": lambda: None,
    }
    context = contexts[how]()

    async def ask() -> None:
        proxy = Terminator()
        async with (
            proxy.serving(context),
            opened(f"https://{host}:{proxy.port}/v1", allow_private=True) as upstream,
        ):
            for _ in range(2):
                with pytest.raises(UpstreamUnreachable) as caught:
                    await upstream.chat(question("你好", stream=False))

                assert because == caught.value.because
                assert f"the upstream model cannot be reached: {because}" == str(caught.value)
            reachable = await upstream.is_reachable()
            known = await upstream.has_model("hegui-demo")

        assert (False, None) == (reachable, known)
        assert SECRET.encode() not in proxy.heard
        assert b"POST" not in proxy.heard
        assert f"no TLS with {host}:{proxy.port}" in caplog.text

    run(ask())


def test_a_company_s_authority_is_trusted_in_place_of_the_usual_ones(
    run: Run, authority: Authority, stranger: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom to trust is read when the client is opened; one that is named is the only one."""
    monkeypatch.setenv("SSL_CERT_FILE", str(stranger.file))

    async def ask() -> None:
        proxy = Terminator()
        async with (
            proxy.serving(authority.server()),
            opened(f"https://127.0.0.1:{proxy.port}/v1") as upstream,
        ):
            with pytest.raises(UpstreamUnreachable, match="is not trusted"):
                await upstream.models()

    run(ask())


def test_a_handshake_that_never_ends_is_given_up(run: Run) -> None:
    """`Limits.connect_s` counts lookup, TCP and TLS together."""

    async def ask() -> None:
        loop = asyncio.get_running_loop()
        limits = Limits(connect_s=0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"https://127.0.0.1:{silent.getsockname()[1]}/v1"
            async with opened(url, limits=limits) as upstream:
                begun = loop.time()
                with pytest.raises(UpstreamTimeout) as caught:
                    await upstream.chat(question("你好", stream=False))
                took = loop.time() - begun
                reachable = await upstream.is_reachable()
                known = await upstream.has_model("hegui-demo")

        assert ("connect", 0.2) == (caught.value.phase, caught.value.limit_s)
        assert 0.19 <= took < 5  # timers may count whole milliseconds
        assert (False, None) == (reachable, known)

    run(ask())
