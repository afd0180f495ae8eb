"""A guard model's server on a real socket, and a gateway that asks it."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from tests.starter import starter_rules
from tests.unit.gateway.asgi import RING
from tests.unit.gateway.judging import plan

from hegui.finding import Stage
from hegui.gateway.app import Gateway
from hegui.gateway.demo import DemoModel
from hegui.gateway.judges import Jury
from hegui.gateway.judges.asking import Elsewhere
from hegui.gateway.upstream import Upstream
from hegui.ledger import Ledger, Reader
from hegui.moderation.classifiers import Breaker, Guard
from hegui.moderation.policy import Policy, read_policy

SAFE = "Safety: Safe\nCategories: None"
UNSAFE = "Safety: Unsafe\nCategories: Violent"
BAD = "坏"
"""The guard calls what holds it unsafe; no rule knows it."""
SILENT = "默"
"""The guard never answers about what holds it."""
BABBLE = "胡"
"""The guard answers with no verdict about what holds it."""


class GuardModel:
    """An OpenAI-compatible guard on 127.0.0.1 that judges by one letter."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        """The messages of each question: what stood before, what is judged."""
        self.connections = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> str:
        """Begin to listen and return the base address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def stop(self) -> None:
        """Close everything."""
        if self._server is not None:
            self._server.close()
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._server.wait_closed()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                messages = orjson.loads(await reader.readexactly(length))["messages"]
                self.asked.append([each["content"] for each in messages])
                text = messages[-1]["content"]
                if SILENT in text:
                    await asyncio.sleep(60)
                said = "Well." if BABBLE in text else UNSAFE if BAD in text else SAFE
                body = orjson.dumps({"choices": [{"message": {"content": said}}]})
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()


def asker(url: str, *, limit_s: float = 5.0, breaker: Breaker | None = None) -> Elsewhere:
    """Return one that asks the guard at an address."""
    return Elsewhere(
        Guard("g", form="qwen3guard"),
        frozenset({Stage.PROMPT, Stage.OUTPUT}),
        url=url,
        headers={"authorization": "Bearer k"},
        limit_s=limit_s,
        at_once=8,
        allow_private=True,
        breaker=breaker,
    )


class Served:
    """Everything that runs in one test."""

    def __init__(
        self, gateway: Gateway, demo: DemoModel, guard: GuardModel, ledger: Ledger, folder: Path
    ) -> None:
        self.gateway = gateway
        self.demo = demo
        self.guard = guard
        self._ledger = ledger
        self._folder = folder

    def entry(self) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Return payload and index words of the newest entry."""
        newest = Reader.open(self._folder).last("exchange")
        if newest is None or not isinstance(newest.payload, dict):
            raise AssertionError("expected an entry of an exchange")
        return dict(newest.payload), tuple(newest.refs)


@asynccontextmanager
async def judged_gateway(
    folder: Path,
    *,
    policy: Policy | None = None,
    limit_s: float = 5.0,
    is_there: bool = True,
    more: Callable[[str], dict[str, Any]] = lambda _url: {},
) -> AsyncIterator[Served]:
    """Yield a gateway whose prompts and answers a guard judges."""
    demo, guard = DemoModel(), GuardModel()
    base_url, guard_url = await demo.start(), await guard.start()
    if not is_there:
        await guard.stop()
    rules = starter_rules()
    jury = Jury([asker(guard_url, limit_s=limit_s)], policy or read_policy(), **more(guard_url))
    with Ledger.open(folder) as ledger:
        gateway = Gateway(plan, lambda: rules, ledger, RING, Upstream(base_url), jury=lambda: jury)
        await gateway.startup()
        try:
            yield Served(gateway, demo, guard, ledger, folder)
        finally:
            await gateway.drain(0.01)
            jury.close()
            await demo.stop()
            if is_there:
                await guard.stop()
