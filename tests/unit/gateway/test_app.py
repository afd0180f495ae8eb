"""Who is let in and to what, when one may come, and how it starts and stops."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.unit.gateway.asgi import Call, a_gateway, chat, served

from hegui.errors import KeysUnavailable
from hegui.gateway.keys import Key
from hegui.gateway.limits import Limits
from hegui.gateway.upstream import Upstream
from hegui.ledger import Reader


class Unreadable:
    """Keys that cannot be looked up."""

    def lookup(self, presented: str) -> Key | None:
        """Raise what a table that went away raises."""
        raise KeysUnavailable(f"no answer in time about {len(presented)} characters")


@pytest.mark.parametrize("call", [lambda: chat("你好"), lambda: Call("/v1/models")])
async def test_keys_that_cannot_be_looked_up_are_not_called_wrong(
    tmp_path: Path, call: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """503 and come again; nobody is let in, nothing is judged, and the log says why."""
    async with a_gateway(tmp_path, keys=Unreadable()) as (gateway, demo, _):
        answer = await served(gateway, call())

        assert (503, "identity_unavailable") == (answer.status, answer.code)
        assert b"5" == answer.headers[b"retry-after"]
        assert b"x-hegui-receipt" not in answer.headers
        assert [] == demo.requests
        assert "no answer in time" in caplog.text
        assert 0 == Reader.open(tmp_path).size()


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_an_answer_that_a_control_finds_unfit_is_withheld(
    tmp_path: Path, stream: bool
) -> None:
    """A finished answer without its label does not end well; the entry names the control."""
    async with a_gateway(tmp_path, is_unlabelled=True) as (gateway, _, _):
        answer = await served(gateway, chat("你好", stream=stream))
        entry = Reader.open(tmp_path).by_receipt(answer.headers[b"x-hegui-receipt"].decode())

        if stream:
            assert b'"code":"answer_withheld"' in answer.body
            assert b'"finish_reason":"stop"' not in answer.body
            assert b"[DONE]" not in answer.body
        else:
            assert (502, "answer_withheld") == (answer.status, answer.code)
            assert "演示模型" not in answer.body.decode()
        assert entry is not None
        assert ("failed", "answer_withheld") == (entry.payload["outcome"], entry.payload["error"])
        assert entry.payload["finish_reason"] is None
        assert "control/labels/text_has_explicit_label" in entry.refs


async def test_a_wrong_method_names_the_right_one(tmp_path: Path) -> None:
    """405 with ``allow``."""
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, Call("/v1/chat/completions"))

        assert (405, b"POST") == (answer.status, answer.headers[b"allow"])


async def test_a_fault_of_ours_is_told_as_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """500 without the reason, which is for the log."""
    async with a_gateway(tmp_path) as (gateway, _, _):
        assert isinstance(gateway._upstream, Upstream)
        gateway._upstream._models = ({"no id": "a bug"},)
        gateway._upstream._asked_at = float("inf")
        answer = await served(gateway, Call("/v1/models/x"))

        assert (500, "internal_failure") == (answer.status, answer.code)
        assert b"KeyError" not in answer.body
        assert "KeyError" in caplog.text


async def test_readiness_tells_each_part(tmp_path: Path) -> None:
    """Ready with a model that is down; not ready with a ledger that is closed."""
    async with a_gateway(tmp_path) as (gateway, demo, ledger):
        ready = orjson.loads((await served(gateway, Call("/readyz"))).body)
        await demo.stop()
        assert isinstance(gateway._upstream, Upstream)
        gateway._upstream._models = None
        gateway._upstream._asked_at = float("-inf")
        alone = await served(gateway, Call("/readyz"))
        ledger.close()
        closed = await served(gateway, Call("/readyz"))

        assert ("ready", True) == (ready["status"], ready["upstream_reachable"])
        assert 200 == alone.status
        assert orjson.loads(alone.body)["upstream_reachable"] is False
        assert 503 == closed.status
        assert orjson.loads(closed.body)["checks"]["ledger"] is False


async def test_served_alone_the_drain_has_its_own_limit(tmp_path: Path) -> None:
    """`Limits.drain_s`: what still runs then is cut off, told and recorded."""
    begun, stop = asyncio.Event(), asyncio.Event()
    told: list[str] = []

    async def receive() -> MutableMapping[str, Any]:
        if not begun.is_set():
            return {"type": "lifespan.startup"}
        await stop.wait()
        return {"type": "lifespan.shutdown"}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message["type"])
        begun.set()

    async with a_gateway(tmp_path, limits=Limits(drain_s=0.2)) as (gateway, _, _):
        lifespan = asyncio.create_task(gateway({"type": "lifespan"}, receive, send))
        await begun.wait()
        call = chat("你好 /demo stall 2", stream=True)
        running = asyncio.create_task(served(gateway, call))
        await asyncio.wait_for(call.has_text.wait(), 5)
        at = asyncio.get_running_loop().time()
        stop.set()
        await asyncio.wait_for(asyncio.gather(lifespan, running), 5)
        took = asyncio.get_running_loop().time() - at

        assert ["lifespan.startup.complete", "lifespan.shutdown.complete"] == told
        assert b"shutting_down" in call.body
        assert 0.2 <= took < 2
        assert "shutting_down" == Reader.open(tmp_path).entry(0).payload["error"]


async def test_a_websocket_is_closed(tmp_path: Path) -> None:
    """Nobody judges what would come over it."""
    async with a_gateway(tmp_path) as (gateway, _, _):
        call = Call("/v1/realtime")
        call.scope["type"] = "websocket"
        await served(gateway, call)

        assert [{"type": "websocket.close", "code": 1003}] == call.sent


@pytest.mark.parametrize("n", [3, 8])
async def test_more_answers_than_allowed_are_refused(tmp_path: Path, n: int) -> None:
    """`Limits.choices`."""
    async with a_gateway(tmp_path, limits=Limits(choices=2)) as (gateway, demo, _):
        messages = [{"role": "user", "content": "你好"}]
        body = orjson.dumps({"model": "hegui-demo", "messages": messages, "n": n})
        answer = await served(gateway, Call("/v1/chat/completions", body, method="POST"))

        assert (400, "invalid_value") == (answer.status, answer.code)
        assert [] == demo.requests
