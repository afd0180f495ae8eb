"""The gateway as an ASGI application: who is let in, and to what.

    POST /v1/…                   every endpoint of `hegui.gateway.dialects`: judged, stream or not
    GET  /v1/models, /v1/models/{id}
    …    /v1/users/…             what an end user sees and decides alone
    GET  /healthz                the process answers; no key
    GET  /readyz                 it can serve; no key
    GET  /metrics                numbers for a collector; its own key
    anything else under /v1/     refused: an endpoint that nobody judges is not passed

Ready means: not draining, a plan and rules in force, the ledger writes. The
upstream's state is reported beside it and does not decide: when a model is
down, taking every gateway out of rotation would replace an honest 502 and its
entry by silence.

    gateway = Gateway(plan, rules, ledger, keys, Upstream('http://…/v1'), Limits())
    await gateway.startup()   …   await gateway.drain(10)

Served alone, the lifespan protocol calls both.
"""

from __future__ import annotations

import asyncio
import gc
import hmac
import logging
from collections.abc import Callable
from typing import Final

from hegui.controls.plan import Plan
from hegui.errors import (
    AtCapacity,
    GatewayError,
    IdentityUnavailable,
    InternalFailure,
    InvalidApiKey,
    MethodNotAllowed,
    ModelNotFound,
    RequestTimeout,
    ShuttingDown,
    UnknownRoute,
)
from hegui.gateway.admission import Who, rule_for
from hegui.gateway.deadline import Deadlines
from hegui.gateway.dialect import Dialect
from hegui.gateway.dialects import DIALECTS
from hegui.gateway.evidence import EvidenceWriter
from hegui.gateway.judges import Jury, Later
from hegui.gateway.keys import Key, Keys
from hegui.gateway.life import Life
from hegui.gateway.limits import Limits
from hegui.gateway.metrics import CONTENT_TYPE, Metrics
from hegui.gateway.quotas import Quotas
from hegui.gateway.routes import Routes
from hegui.gateway.upstream import Upstream
from hegui.gateway.users import Users
from hegui.gateway.users.routes import UserRoutes
from hegui.gateway.voice import Files
from hegui.gateway.wire import Receive, Scope, Send, Wire, header
from hegui.ledger import Ledger
from hegui.moderation import RuleSet

__all__ = ["Gateway"]

_LOG: Final = logging.getLogger(__name__)
_MODELS: Final = "/v1/models"
_USERS: Final = "/v1/users/"
_COLLECT_AFTER: Final = (20_000, 20, 50)
"""Allocations, young and middle collections between two of the next older kind."""

_LAST_WORDS_S: Final = 2.0
"""How long requests that drain cut off may take to write their entries."""


class Gateway:
    """Everything under ``/v1/``, and the two questions of an orchestrator.

    Args:
        plan: gives the plan in force; asked once for each request.
        rules: gives the rules in force; asked once for each request.
        ledger: where every exchange leaves its entry.
        keys: who is let in.
        upstream: the model.
        limits: every bound.
        quotas: how much each key, user and model may ask for; none by default.
        metrics_key: opens ``/metrics``; empty: nothing does.
        files: labels images and audio that pass; without it they pass as they
            are, and the entry says so.
        jury: gives the semantic judges in force, or None; asked once for each request.
        users: the service's end users; None: the gateway asks for nobody.
        user_routes: what an end user sees and decides alone.
        refuses_unjudged: tells whether files in a prompt are refused; None: they pass.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts it is made of
        self,
        plan: Callable[[], Plan],
        rules: Callable[[], RuleSet],
        ledger: Ledger,
        keys: Keys,
        upstream: Upstream | Routes,
        limits: Limits | None = None,
        *,
        quotas: Quotas | None = None,
        metrics_key: str = "",
        files: Files | None = None,
        jury: Callable[[], Jury | None] | None = None,
        users: Users | None = None,
        user_routes: UserRoutes | None = None,
        refuses_unjudged: Callable[[], bool] | None = None,
    ) -> None:
        self._plan = plan
        self._rules = rules
        self._keys = keys
        self._upstream = upstream
        self._limits = limits or Limits()
        self._metrics_key = metrics_key.encode()
        self.metrics = Metrics(
            running=lambda: self._running,
            standings=upstream.standings,
            ledger=lambda: (ledger.waiting, ledger.unsigned_s),
        )
        self._evidence = EvidenceWriter(
            ledger, within_s=self._limits.evidence_s, metrics=self.metrics
        )
        self._deadlines = Deadlines()
        self._later = None if jury is None else Later(ledger)
        self._life = Life(
            plan=plan,
            rules=rules,
            upstream=upstream,
            evidence=self._evidence,
            deadlines=self._deadlines,
            limits=self._limits,
            quotas=quotas or Quotas(),
            files=files,
            jury=jury,
            later=self._later,
            users=users,
            refuses_unjudged=refuses_unjudged,
        )
        self._users = users
        self._user_routes = user_routes
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._is_draining = False

    async def startup(self) -> None:
        """Open the upstream's pool and begin to keep deadlines. Needs the serving loop."""
        await self._upstream.open(self._limits)
        self._deadlines.start()
        if self._later is not None:
            self._later.start()
        if self._users is not None:
            await self._users.open()
        # Rules and law stay for good, and a request leaves no cycles: the collector need neither
        # walk the former again and again nor run after every few of the latter.
        gc.freeze()
        gc.set_threshold(*_COLLECT_AFTER)

    async def drain(self, timeout_s: float) -> None:
        """Take nothing new, finish what runs for up to `timeout_s`, then end the rest.

        What is cut off gets an error frame and an entry like any other end.
        """
        self._is_draining = True
        try:
            await asyncio.wait_for(self._idle.wait(), timeout_s)
        except TimeoutError:
            for watch in tuple(self._deadlines.running):
                watch.end("shutdown")
            try:
                await asyncio.wait_for(self._idle.wait(), _LAST_WORDS_S)
            except TimeoutError:
                _LOG.warning("%d requests did not end", self._running)
        await self._deadlines.stop()
        if self._later is not None:
            await self._later.stop()
        if self._users is not None:
            await self._users.close()
        await self._upstream.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the lifespan when nothing serves it for us."""
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "lifespan":
                await self._lifespan(receive, send)
            case "websocket":
                await send({"type": "websocket.close", "code": 1003})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        wire = Wire(scope, receive, send, write_s=self._limits.client_write_s)
        dialect = DIALECTS.get(scope["path"])
        if dialect is not None:
            wire.shape = dialect.error
        try:
            await self._route(scope["method"], scope["path"], scope, wire)
        except MethodNotAllowed as error:
            self.metrics.turned_away(error.code)
            await wire.error(error, ((b"allow", error.allow.encode()),))
        except GatewayError as error:
            self.metrics.turned_away(error.code)
            await wire.error(error)
        except Exception:
            _LOG.exception("%s %s failed", scope["method"], scope["path"])
            if wire.has_started:
                raise
            await wire.error(InternalFailure())

    async def _route(self, method: str, path: str, scope: Scope, wire: Wire) -> None:
        try:
            rule = rule_for(method, path)
        except UnknownRoute:
            self._holder(scope)  # a stranger is not told what there is
            raise
        if rule.who is Who.COLLECTOR:
            self._collector(scope)
            await wire.raw(200, CONTENT_TYPE, self.metrics.render())
        elif rule.who is Who.KEY_HOLDER:
            key = self._holder(scope)
            if path.startswith(_USERS):
                await self._of_user(method, path, wire, key.id)
            else:
                await self._of_holder(path, wire, key)
        elif path.startswith(_USERS):
            await self._of_user(method, path, wire, None)
        elif path == "/healthz":
            await wire.json(200, {"status": "ok"})
        else:
            await self._readiness(wire)

    async def _of_holder(self, path: str, wire: Wire, key: Key) -> None:
        if path == _MODELS or path.startswith(f"{_MODELS}/"):
            await self._models(path.removeprefix(_MODELS).removeprefix("/"), wire)
        else:
            await self._admitted(wire, key, DIALECTS[path])

    async def _of_user(self, method: str, path: str, wire: Wire, key_id: str | None) -> None:
        if self._user_routes is None:
            raise UnknownRoute(method, path[:128])
        if self._is_draining:
            raise ShuttingDown
        try:
            async with asyncio.timeout(self._limits.body_s):
                if key_id is None:
                    await self._user_routes.callback(wire)
                else:
                    await self._user_routes.serve(method, path, wire, key_id)
        except TimeoutError:
            raise RequestTimeout(self._limits.body_s) from None

    def _collector(self, scope: Scope) -> None:
        scheme, _, presented = (header(scope, b"authorization") or "").partition(" ")
        shown = presented.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() != "bearer" or not self._metrics_key:
            raise InvalidApiKey
        if not hmac.compare_digest(shown, self._metrics_key):
            raise InvalidApiKey

    def _holder(self, scope: Scope) -> Key:
        shown = header(scope, b"authorization")
        if shown is None:
            # Anthropic's clients show it so.
            scheme, presented = "bearer", header(scope, b"x-api-key") or ""
        else:
            scheme, _, presented = shown.partition(" ")
        if scheme.lower() != "bearer" or not (presented := presented.strip()):
            raise InvalidApiKey
        try:
            key = self._keys.lookup(presented)
        except Exception as error:
            _LOG.exception("keys cannot be looked up")
            raise IdentityUnavailable from error
        if key is None:
            raise InvalidApiKey
        return key

    async def _admitted(self, wire: Wire, key: Key, dialect: Dialect) -> None:
        if self._is_draining:
            raise ShuttingDown
        if self._running >= self._limits.concurrent:
            raise AtCapacity(self._limits.concurrent)
        self._running += 1
        self._idle.clear()
        try:
            await self._life.serve(wire, key, dialect)
            if wire.first_at is not None:
                self.metrics.first_byte(wire.first_at - wire.arrived_at, is_stream=wire.is_stream)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def _models(self, model: str, wire: Wire) -> None:
        models = await self._upstream.models()
        if not model:
            await wire.json(200, {"object": "list", "data": models})
            return
        for entry in models:
            if entry["id"] == model:
                await wire.json(200, entry)
                return
        raise ModelNotFound(model[:64])

    async def _readiness(self, wire: Wire) -> None:
        checks = {
            "accepting": not self._is_draining,
            "plan": _works(self._plan),
            "rules": _works(self._rules),
            "ledger": self._evidence.is_healthy,
        }
        is_ready = all(checks.values())
        await wire.json(
            200 if is_ready else 503,
            {
                "status": "ready" if is_ready else "not ready",
                "checks": checks,
                "upstream_reachable": await self._upstream.is_reachable(),
                "running": self._running,
            },
        )

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.startup()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.drain(self._limits.drain_s)
                await send({"type": "lifespan.shutdown.complete"})
                return


def _works(source: Callable[[], object]) -> bool:
    try:
        source()
    except Exception:  # noqa: BLE001 - whatever it was, it is not there
        _LOG.warning("not ready", exc_info=True)
        return False
    return True
