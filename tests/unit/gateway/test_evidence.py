"""An entry that is late withholds its answer, and keeps others out for a while."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from tests.unit.gateway.asgi import a_gateway, chat, served

from hegui.gateway.limits import Limits
from hegui.ledger import Reader
from hegui.ledger.stores.sqlite import Store


@pytest.fixture
def _slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each commit takes a second."""
    insert = Store.insert

    def late(self: Store, *what: object) -> None:
        time.sleep(1)
        insert(self, *what)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(Store, "insert", late)


@pytest.mark.usefixtures("_slow_disk")
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_an_entry_that_is_late_withholds_the_answer(tmp_path: Path, stream: bool) -> None:
    """`Limits.evidence_s`; the next request is turned away at once, a later one is served."""
    async with a_gateway(tmp_path, limits=Limits(evidence_s=0.2)) as (gateway, demo, _):
        begun = time.monotonic()
        answer = await served(gateway, chat("你好", stream=stream))
        took = time.monotonic() - begun
        refused = await served(gateway, chat("你好"))
        asked = len(demo.requests)
        gateway._evidence._within_s = 5
        await asyncio.sleep(1.1)
        later = await served(gateway, chat("你好"))

        assert b'"code":"evidence_unavailable"' in answer.body
        assert b"[DONE]" not in answer.body
        assert (b"x-hegui-receipt" in answer.headers) is stream  # its head was on the way already
        assert 0.2 <= took < 1
        assert (503, "evidence_unavailable") == (refused.status, refused.code)
        assert 1 == asked
        assert 200 == later.status
        assert Reader.open(tmp_path).by_receipt(later.headers[b"x-hegui-receipt"].decode())


async def test_a_ledger_in_time_is_healthy(tmp_path: Path) -> None:
    """And stays so."""
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, chat("你好"))

        assert 200 == answer.status
        assert gateway._evidence.is_healthy
