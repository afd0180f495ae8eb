"""Start the parts, serve, and take them down in the reverse order.

One process, one port: ``/v1/*``, ``/healthz`` and ``/readyz`` go to the
gateway, all else to the console. Stopping: readiness turns false, running
answers finish or are cut at the limit, the ledger writes its last checkpoint.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import typer
import uvicorn
import uvloop

from hegui import __version__
from hegui.cli.service import end_users, keeper, logs, open_files, tls
from hegui.cli.service.door import App, front_door
from hegui.cli.service.edge import Edge
from hegui.cli.service.files import passing_files
from hegui.cli.service.live import Live
from hegui.cli.service.operated import Operated
from hegui.cli.service.welcome import Welcome
from hegui.cli.settings import Settings
from hegui.errors import GatewayError
from hegui.gateway.app import Gateway
from hegui.gateway.demo.server import DemoModel
from hegui.gateway.keys import Keys
from hegui.gateway.routes import Routes
from hegui.gateway.upstream import Upstream
from hegui.law.profile import find_profile
from hegui.ledger import Ledger, Reader
from hegui.records import key_files
from hegui.records.sealed import SealedSecrets
from hegui.records.setup import prepare

__all__ = ["run"]

_log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """A server that leaves the signals to `run` and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(settings: Settings, listener: socket.socket, *, as_json: bool) -> None:
    """Serve until SIGINT or SIGTERM. A second signal stops at once.

    Raises:
        HeguiError: a part could not be started; what had started is stopped again.
    """
    logs.start("json" if settings.log == "json" else "text")
    tls.check(settings.tls_cert, settings.tls_key)
    os.umask(0o077)  # complaints, keys and evidence are their owner's to read
    settings.var.mkdir(parents=True, exist_ok=True)
    prepare(settings.var)
    uvloop.run(_serve(settings, listener, as_json=as_json))


async def _serve(settings: Settings, listener: socket.socket, *, as_json: bool) -> None:
    from hegui.console import runtime  # noqa: PLC0415 - Django must be set up first
    from hegui.console.asgi import application  # noqa: PLC0415
    from hegui.records.keys import DatabaseKeys  # noqa: PLC0415

    host, port = listener.getsockname()[:2]
    scheme = "http" if settings.tls_cert is None else "https"
    url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    profile = _profile_of(settings)
    folder = settings.var / "ledger"
    run_file = settings.var / "run.json"
    async with contextlib.AsyncExitStack() as stack:
        ledger = await asyncio.to_thread(Ledger.open, folder)
        stack.callback(ledger.close)
        lexicons = () if settings.lexicons is None else (settings.lexicons,)
        live = await asyncio.to_thread(Live, profile, lexicons)
        keys = DatabaseKeys()
        stack.callback(keys.close)
        sealed = SealedSecrets(settings.var / "keys")
        operated = await asyncio.to_thread(
            Operated, settings.gateway, settings.refusals, sealed, live.rules
        )
        limits = operated.declared.bounds()
        open_files.make_room(limits.concurrent)
        upstream = operated.routes or await _single(settings, stack)
        known = await asyncio.to_thread(
            end_users.build, profile, ledger, live, pepper=end_users.pepper_of(settings.var)
        )
        gateway = Gateway(
            live.plan,
            live.rules,
            ledger,
            keys,
            upstream,
            limits,
            quotas=operated.quotas,
            metrics_key=key_files.read_or_make(settings.var / "keys" / "metrics.key"),
            jury=live.jury,
            files=passing_files(live, settings.label_producer),
            users=None if known is None else known.users,
            user_routes=None if known is None else known.routes,
            refuses_unjudged=operated.refuses_unjudged,
        )
        await gateway.startup()
        stack.callback(live.close)
        stack.push_async_callback(gateway.drain, 0)
        runtime.install(
            runtime.Runtime(
                law=live.law,
                profile=live.profile,
                plan=live.plan,
                rules=live.rules,
                ledger=ledger,
                reader=Reader.open(folder),
                refresh=lambda: live.refresh(ledger),
                people=None if known is None else known.desk,
            )
        )
        await ledger.append("start", {"version": __version__, "recovered": ledger.recovered})
        await asyncio.to_thread(live.record, ledger)
        await operated.record(ledger, _declared_single(settings))
        hurry = asyncio.Event()
        async with _background(
            keeper.keep_current(live, operated, ledger, hurry),
            keeper.keep_verified(ledger, folder),
            end_users.keep_users(known, live, ledger, Reader.open(folder)),
        ):
            edge = Edge(front_door(gateway, application))
            operated.guard(edge)
            server = _server(edge, settings)
            _on_signals(server, gateway, settings.drain_s, hurry)
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            await server.listens.wait()
            welcome = Welcome(
                url=url,
                login_url=url + await asyncio.to_thread(_login_path),
                api_key=await asyncio.to_thread(_quickstart_key, settings.var, keys, ledger),
                model=await _first_model(upstream),
                upstream=_told(settings, operated),
                profile=str(profile),
                var=str(settings.var),
                pid=os.getpid(),
            )
            welcome.write(run_file)
            stack.callback(run_file.unlink, missing_ok=True)
            welcome.show(as_json=as_json)
            await serving
        await ledger.append("stop", {"version": __version__})
    typer.echo(f"Stopped. Everything is kept in {settings.var}.", err=True)


def _server(app: App, settings: Settings) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_level="warning",
            server_header=False,
            # `Edge` decides whom to believe; uvicorn would believe every program on this machine.
            proxy_headers=False,
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
            timeout_graceful_shutdown=settings.drain_s,
            timeout_keep_alive=30,
        )
    )


def _on_signals(
    server: uvicorn.Server, gateway: Gateway, drain_s: int, hurry: asyncio.Event
) -> None:
    """Drain at the first signal, and stop at once at the second; SIGHUP rereads the files."""
    draining: list[asyncio.Task[None]] = []

    async def drain() -> None:
        try:
            await gateway.drain(drain_s)
        finally:
            server.should_exit = True

    def stop() -> None:
        if draining:
            server.should_exit = server.force_exit = True
        else:
            typer.echo(
                f"\nStopping: running answers get up to {drain_s} s. Again stops at once.", err=True
            )
            draining.append(asyncio.create_task(drain()))

    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop)
    loop.add_signal_handler(signal.SIGHUP, hurry.set)


async def _single(settings: Settings, stack: contextlib.AsyncExitStack) -> Upstream:
    """Return the one upstream of the environment, or the demo's."""
    return Upstream(
        settings.upstream or await _demo(stack),
        settings.upstream_key,
        # Who writes localhost means this machine, as with an address in numbers.
        allow_private=settings.upstream_private == "1"
        or urlsplit(settings.upstream).hostname == "localhost",
    )


def _declared_single(settings: Settings) -> tuple[dict[str, object], ...]:
    """Return what an entry says about the one upstream; nothing about the demo."""
    if not settings.upstream:
        return ()
    return (
        {
            "name": "upstream",
            "region": settings.upstream_region,
            "base_model": "",
            "filing": settings.upstream_filing,
            "substitutes": [],
        },
    )


def _told(settings: Settings, operated: Operated) -> str:
    if operated.routes is not None:
        return ", ".join(each.name for each in operated.declared.upstream)
    return settings.upstream or "the embedded demo"


async def _first_model(upstream: Upstream | Routes) -> str:
    """Return a model for the example; a placeholder when the upstream lists none."""
    try:
        listed = await upstream.models()
    except GatewayError as error:
        _log.warning("the upstream lists no models: %s", error)
        return "MODEL"
    return str(listed[0]["id"]) if listed else "MODEL"


async def _demo(stack: contextlib.AsyncExitStack) -> str:
    demo = DemoModel()
    base_url = await demo.start()
    stack.push_async_callback(demo.stop)
    return base_url


@contextlib.asynccontextmanager
async def _background(*works: asyncio._CoroutineLike[None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _profile_of(settings: Settings) -> Path:
    """Return the service's profile; a first start without one gets the demo service's."""
    if settings.profile is not None:
        return settings.profile
    if found := find_profile():
        return found
    file = settings.var / "hegui.toml"
    file.write_bytes(files("hegui.cli.service").joinpath("demo.toml").read_bytes())
    return file


def _login_path() -> str:
    from hegui.records import login  # noqa: PLC0415 - Django must be set up first

    return login.path(login.issue_ticket())


def _quickstart_key(var: Path, keys: Keys, ledger: Ledger) -> str:
    """Return a key that works: the one of the last start, or a new one.

    It lies in a file that only its owner can read, so that a second start
    shows the same key. Revoke it in the console; the next start makes another.
    """
    from hegui.records.keys import issue_key  # noqa: PLC0415 - Django must be set up first

    file = var / "keys" / "quickstart.key"
    known = key_files.read(file)
    if known and keys.lookup(known) is not None:
        return known
    issued = issue_key("quickstart", by="hegui serve")
    id_ = issued.key.id
    ledger.append_sync(
        "key",
        {"key": id_, "act": "issued", "name": "quickstart", "by": "hegui serve"},
        refs=(f"key/{id_}",),
    )
    key_files.write(file, issued.secret)
    return issued.secret
