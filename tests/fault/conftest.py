"""A gateway before a scripted upstream, and somebody who asks it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.openai.serving import Served, serving
from tests.fault.heard import Heard, listen
from tests.fault.scripted import Move, Scripted

from hegui.finding import Stage
from hegui.ledger import Entry


@dataclass
class Pair:
    """A gateway and the model behind it."""

    served: Served
    upstream: Scripted

    def ask(self, question: str = "你好", *, stream: bool = True, **more: Any) -> Heard:
        """Ask while the upstream plays what it was told."""
        return listen(self.served.url, question, stream=stream, **more)

    def hear(self, *moves: Move, stream: bool = True, **more: Any) -> Heard:
        """Let the upstream play these moves, and ask."""
        self.upstream.play(*moves)
        return self.ask(stream=stream, **more)

    def entry(self, heard: Heard) -> Entry:
        """Return the entry of an answer."""
        return self.served.entry(heard.headers["x-hegui-receipt"])

    def is_clean(self, heard: Heard) -> bool:
        """Tell whether no rule finds anything in what a client puts together."""
        return not any(self.served.rules.scan(text, Stage.OUTPUT) for text in heard.texts.values())

    def tasks(self) -> int:
        """Return how many tasks the gateway's loop runs."""

        async def count() -> int:
            return len(asyncio.all_tasks())

        return asyncio.run_coroutine_threadsafe(count(), self.served.loop).result(10)


@contextmanager
def pairing(folder: Path, **more: Any) -> Iterator[Pair]:
    """Serve a gateway before a scripted upstream; `more` is for `serving`."""
    with Scripted() as upstream, serving(folder, upstream=upstream.base_url, **more) as served:
        yield Pair(served, upstream)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """One gateway with default limits for all peers' bugs."""
    with pairing(tmp_path_factory.mktemp("paired")) as found:
        yield found
