"""A whole gateway for tests: uvicorn in a thread, demo model, real plan, rules and ledger."""

from __future__ import annotations

import asyncio
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import uvicorn
from tests.starter import starter_rules

from hegui import clock
from hegui.controls.plan import Plan, make_plan
from hegui.errors import NotCovered
from hegui.gateway import Gateway, Key, KeyRing, Limits, Upstream
from hegui.gateway.demo import DemoModel
from hegui.law import load, load_profile
from hegui.ledger import Entry, Ledger, Proof, Reader
from hegui.moderation import RuleSet

KEY: Final = "hegui-test-key"
CLIENT_LABELS_KEY: Final = "hegui-client-labels-key"
KEYS: Final = {
    KEY: Key(id="k-test", name="test", client_labels=False),
    CLIENT_LABELS_KEY: Key(id="k-own", name="labels itself", client_labels=True),
}


def the_plan(folder: Path) -> Plan:
    """Return the plan of a service that has answered no question: every duty may bind it."""
    law = load()
    profile = folder / "hegui.toml"
    profile.write_text('[service]\nname = { zh = "测试", en = "test" }\n', encoding="utf-8")
    return make_plan(law, load_profile(profile, law), clock.today())


def b64(text: str) -> str:
    """Return a text as the demo model's ``-b64`` instructions take it."""
    return b64encode(text.encode()).decode()


@dataclass
class Served:
    """A gateway that is being served."""

    url: str
    """Without a path."""

    gateway: Gateway
    demo: DemoModel
    ledger: Ledger
    reader: Reader
    plan: Plan
    rules: RuleSet
    loop: asyncio.AbstractEventLoop
    server: uvicorn.Server
    thread: threading.Thread = field(repr=False)

    @property
    def base_url(self) -> str:
        """What an OpenAI client is given."""
        return f"{self.url}/v1"

    def entry(self, receipt: str) -> Entry:
        """Return the entry of a receipt."""
        found = self.reader.by_receipt(receipt)
        if found is None:
            raise AssertionError(f"the ledger has no entry of receipt {receipt}")
        return found

    def proof(self, seq: int) -> Proof:
        """Return the proof of an entry; the next checkpoint is at most a second away."""
        for _ in range(50):
            try:
                return self.reader.proof(seq)
            except NotCovered:
                time.sleep(0.1)
        raise AssertionError(f"no checkpoint covers entry {seq} after 5 s")

    def drain(self, timeout_s: float) -> None:
        """Drain the gateway as the program does when it is told to stop."""
        asyncio.run_coroutine_threadsafe(self.gateway.drain(timeout_s), self.loop).result(30)


@contextmanager
def serving(
    folder: Path,
    *,
    limits: Limits | None = None,
    upstream: str | None = None,
    keys: Mapping[str, Key] = KEYS,
    plan: Callable[[Plan], Callable[[], Plan]] = lambda plan: lambda: plan,
    rules: RuleSet | None = None,
    parts: Callable[[Ledger, Plan], Mapping[str, Any]] = lambda _ledger, _plan: {},
) -> Iterator[Served]:
    """Serve a gateway until the end of the ``with``.

    Args:
        folder: for the ledger.
        limits: of the gateway.
        upstream: another base address than the demo model's.
        keys: who is let in.
        plan: makes the plan's source from the plan.
        rules: others than the starter lexicon.
        parts: makes further parts of the gateway, by name.
    """
    real_plan = the_plan(folder)
    chosen = rules or starter_rules()
    ready: threading.Event = threading.Event()
    box: list[Served] = []
    failures: list[BaseException] = []

    async def main(ledger: Ledger) -> None:
        demo = DemoModel()
        base_url = await demo.start()
        gateway = Gateway(
            plan(real_plan),
            lambda: chosen,
            ledger,
            KeyRing(keys),
            Upstream(upstream or base_url),
            limits or Limits(),
            **parts(ledger, real_plan),
        )
        config = uvicorn.Config(
            gateway, host="127.0.0.1", port=0, log_level="error", access_log=False, loop="none"
        )
        server = uvicorn.Server(config)
        serve = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
            if serve.done():
                serve.result()
        port = server.servers[0].sockets[0].getsockname()[1]
        box.append(
            Served(
                url=f"http://127.0.0.1:{port}",
                gateway=gateway,
                demo=demo,
                ledger=ledger,
                reader=Reader.open(folder),
                plan=real_plan,
                rules=chosen,
                loop=asyncio.get_running_loop(),
                server=server,
                thread=threading.current_thread(),
            )
        )
        ready.set()
        await serve
        await demo.stop()

    def run() -> None:
        try:
            with Ledger.open(folder) as ledger:
                asyncio.run(main(ledger))
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)
            ready.set()

    thread = threading.Thread(target=run, name="gateway")
    thread.start()
    ready.wait(30)
    if failures or not box:
        thread.join(10)
        raise failures[0] if failures else AssertionError("the gateway did not start in 30 s")
    served = box[0]
    try:
        yield served
    finally:
        served.reader.close()
        served.server.should_exit = True
        thread.join(30)
    if failures:
        raise failures[0]
