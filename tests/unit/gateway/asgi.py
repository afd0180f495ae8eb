"""A gateway as an ASGI application with real parts, and one call of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from tests.starter import starter_rules
from tests.unit.gateway.judging import plan

from hegui.gateway.app import Gateway
from hegui.gateway.demo import DemoModel
from hegui.gateway.keys import Key, KeyRing, Keys
from hegui.gateway.limits import Limits
from hegui.gateway.quotas import Quotas
from hegui.gateway.routes import Routes
from hegui.gateway.upstream import Upstream
from hegui.ledger import Ledger

KEY = "hegui-test-key"
RING = KeyRing({KEY: Key(id="k-test", name="test", client_labels=False)})


class Call:
    """One request as a server would hand it in, and what came back."""

    def __init__(
        self, path: str, body: bytes = b"", *, method: str = "GET", key: str = KEY
    ) -> None:
        self.scope: MutableMapping[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(b"authorization", f"Bearer {key}".encode())],
        }
        self._body = [body]
        self.left = asyncio.Event()
        """Set it, and the client is gone."""
        self.has_text = asyncio.Event()
        """Set when some of the body was sent."""
        self.sent: list[MutableMapping[str, Any]] = []

    async def receive(self) -> MutableMapping[str, Any]:
        """Give the body once, then wait for the client to leave."""
        if self._body:
            return {"type": "http.request", "body": self._body.pop()}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Keep what is sent."""
        self.sent.append(message)
        if message.get("body"):
            self.has_text.set()

    @property
    def status(self) -> int:
        """The status that was sent."""
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        """The headers that were sent."""
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        """All bytes that were sent."""
        return b"".join(message.get("body", b"") for message in self.sent)

    @property
    def code(self) -> str:
        """OpenAI's code of the error that was sent."""
        return str(orjson.loads(self.body)["error"]["code"])


def chat(question: str, *, stream: bool = False, key: str = KEY) -> Call:
    """Return a request for a completion."""
    messages = [{"role": "user", "content": question}]
    body = {"model": "hegui-demo", "messages": messages, "stream": stream}
    return Call("/v1/chat/completions", orjson.dumps(body), method="POST", key=key)


async def served(gateway: Gateway, call: Call) -> Call:
    """Serve one call to its end."""
    await gateway(call.scope, call.receive, call.send)
    return call


@asynccontextmanager
async def a_gateway(
    folder: Path,
    *,
    limits: Limits | None = None,
    keys: Keys = RING,
    is_unlabelled: bool = False,
    quotas: Quotas | None = None,
    metrics_key: str = "",
    upstream: Routes | None = None,
    refuses_unjudged: bool = False,
) -> AsyncIterator[tuple[Gateway, DemoModel, Ledger]]:
    """Yield a gateway that is up, its model and its ledger.

    Args:
        folder: for the ledger.
        limits: every bound.
        keys: who is let in.
        is_unlabelled: the plan forgets the label that its controls ask for.
        quotas: how much may be asked for.
        metrics_key: opens the metrics.
        upstream: in place of the demo model.
        refuses_unjudged: files in a prompt do not pass.
    """
    in_force = replace(plan(), text_label=None) if is_unlabelled else plan()
    rules = starter_rules()
    demo = DemoModel()
    base_url = await demo.start()
    with Ledger.open(folder) as ledger:
        gateway = Gateway(
            lambda: in_force,
            lambda: rules,
            ledger,
            keys,
            upstream or Upstream(base_url),
            limits,
            quotas=quotas,
            metrics_key=metrics_key,
            refuses_unjudged=lambda: refuses_unjudged,
        )
        await gateway.startup()
        try:
            yield gateway, demo, ledger
        finally:
            await gateway.drain(0.01)
            await demo.stop()
