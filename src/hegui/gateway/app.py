"""The gateway as an ASGI application: who is let in, and to what.

    POST /v1/chat/completions    judged, stream or not
    GET  /v1/models, /v1/models/{id}
    GET  /healthz                the process answers; no key
    GET  /readyz                 it can serve; no key
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
    ShuttingDown,
    UnknownRoute,
)
from hegui.gateway.chat import Chat
from hegui.gateway.deadline import Deadlines
from hegui.gateway.evidence import EvidenceWriter
from hegui.gateway.keys import Key, Keys
from hegui.gateway.limits import Limits
from hegui.gateway.upstream import Upstream
from hegui.gateway.wire import Receive, Scope, Send, Wire, header
from hegui.ledger import Ledger
from hegui.moderation import RuleSet

__all__ = ["Gateway"]

_LOG: Final = logging.getLogger(__name__)
_CHAT: Final = "/v1/chat/completions"
_MODELS: Final = "/v1/models"
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
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts it is made of
        self,
        plan: Callable[[], Plan],
        rules: Callable[[], RuleSet],
        ledger: Ledger,
        keys: Keys,
        upstream: Upstream,
        limits: Limits | None = None,
    ) -> None:
        self._plan = plan
        self._rules = rules
        self._keys = keys
        self._upstream = upstream
        self._limits = limits or Limits()
        self._evidence = EvidenceWriter(ledger, within_s=self._limits.evidence_s)
        self._deadlines = Deadlines()
        self._chat = Chat(
            plan=plan,
            rules=rules,
            upstream=upstream,
            evidence=self._evidence,
            deadlines=self._deadlines,
            limits=self._limits,
        )
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._is_draining = False

    async def startup(self) -> None:
        """Open the upstream's pool and begin to keep deadlines. Needs the serving loop."""
        await self._upstream.open(self._limits)
        self._deadlines.start()
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
        try:
            await self._route(scope["method"], scope["path"], scope, wire)
        except MethodNotAllowed as error:
            await wire.error(error, ((b"allow", error.allow.encode()),))
        except GatewayError as error:
            await wire.error(error)
        except Exception:
            _LOG.exception("%s %s failed", scope["method"], scope["path"])
            if wire.has_started:
                raise
            await wire.error(InternalFailure())

    async def _route(self, method: str, path: str, scope: Scope, wire: Wire) -> None:
        if path == _CHAT:
            _allow(method, "POST", path)
            await self._admitted(wire, self._holder(scope))
        elif path == _MODELS or path.startswith(f"{_MODELS}/"):
            _allow(method, "GET", path)
            self._holder(scope)
            await self._models(path.removeprefix(_MODELS).removeprefix("/"), wire)
        elif path == "/healthz":
            _allow(method, "GET", path)
            await wire.json(200, {"status": "ok"})
        elif path == "/readyz":
            _allow(method, "GET", path)
            await self._readiness(wire)
        else:
            self._holder(scope)
            raise UnknownRoute(method, path[:128])

    def _holder(self, scope: Scope) -> Key:
        scheme, _, presented = (header(scope, b"authorization") or "").partition(" ")
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

    async def _admitted(self, wire: Wire, key: Key) -> None:
        if self._is_draining:
            raise ShuttingDown
        if self._running >= self._limits.concurrent:
            raise AtCapacity(self._limits.concurrent)
        self._running += 1
        self._idle.clear()
        try:
            await self._chat.serve(wire, key)
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


def _allow(method: str, allowed: str, path: str) -> None:
    if method != allowed:
        raise MethodNotAllowed(method, path[:128], allow=allowed)


def _works(source: Callable[[], object]) -> bool:
    try:
        source()
    except Exception:  # noqa: BLE001 - whatever it was, it is not there
        _LOG.warning("not ready", exc_info=True)
        return False
    return True
