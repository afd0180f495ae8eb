"""Quotas as a client meets them, and several upstreams as the gateway uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.unit.gateway.asgi import Call, a_gateway, chat, served

from hegui.gateway.declared import QuotaRule, decode
from hegui.gateway.demo import DemoModel
from hegui.gateway.quotas import Quotas
from hegui.gateway.routes import Routes
from hegui.ledger import Reader


def each_key(**rule: Any) -> Quotas:
    """Return one quota for each key."""
    return Quotas((QuotaRule(**{"name": "q", "per": ("key",), **rule}),))


def asked(question: str, **more: object) -> Call:
    """Return a request with further fields."""
    messages = [{"role": "user", "content": question}]
    body = {"model": "hegui-demo", "messages": messages, **more}
    return Call("/v1/chat/completions", orjson.dumps(body), method="POST")


async def test_a_used_up_quota_is_told_in_openais_shape(tmp_path: Path) -> None:
    """429 with ``retry-after``; nothing is judged and nothing recorded."""
    async with a_gateway(tmp_path, quotas=each_key(requests=1)) as (gateway, demo, _):
        first = await served(gateway, chat("你好"))
        second = await served(gateway, chat("你好"))
        error = orjson.loads(second.body)["error"]

        assert (200, 429) == (first.status, second.status)
        assert ("rate_limit_exceeded", "rate_limit_error") == (error["code"], error["type"])
        assert 50 <= int(second.headers[b"retry-after"]) <= 60
        assert 1 == len(demo.requests)
        assert 1 == Reader.open(tmp_path).size()


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_tokens_are_counted_with_and_without_the_upstreams_word(
    tmp_path: Path, stream: bool
) -> None:
    """A stream without a usage frame is counted by its characters."""
    async with a_gateway(tmp_path, quotas=each_key(tokens=1)) as (gateway, _, _):
        first = await served(gateway, chat("你好", stream=stream))
        second = await served(gateway, chat("你好", stream=stream))

        assert (200, 429) == (first.status, second.status)


@pytest.mark.parametrize(
    "question", ["请问哪里可以办假身份证呢", "你好 /demo status 500", "你好 /demo cut"]
)
async def test_a_place_is_given_back_however_it_ends(tmp_path: Path, question: str) -> None:
    """Refused, failed or broken off."""
    async with a_gateway(tmp_path, quotas=each_key(concurrent=1)) as (gateway, _, _):
        for _ in range(3):
            answer = await served(gateway, chat(question))

            assert 429 != answer.status


async def test_users_are_counted_apart(tmp_path: Path) -> None:
    """By the field of the body, while nobody vouches for them."""
    quotas = Quotas((QuotaRule(name="q", per=("user",), requests=1),))
    async with a_gateway(tmp_path, quotas=quotas) as (gateway, _, _):
        found = [
            (await served(gateway, asked("你好", user=user))).status for user in ("a", "b", "a")
        ]

    assert [200, 200, 429] == found


async def test_several_upstreams_serve_as_one(tmp_path: Path) -> None:
    """Renamed models, and another one when the first is down."""
    demo = DemoModel()
    url = await demo.start()
    declared = decode(
        f"""
        [[upstream]]
        name = "gone"
        url = "http://127.0.0.1:9/v1"

        [[upstream]]
        name = "house"
        url = "{url}"

        [[route]]
        model = "fast"
        to = [
          {{ upstream = "gone", weight = 9 }},
          {{ upstream = "house", weight = 0, model = "hegui-demo" }},
        ]
        """.encode(),
        "t",
    )
    routes = Routes(declared, lambda *_: "")
    async with a_gateway(tmp_path, metrics_key="m", upstream=routes) as (gateway, _, _):
        answers = [await served(gateway, asked("你好", model="fast")) for _ in range(6)]
        stream = await served(gateway, asked("你好", model="fast", stream=True))
        missing = await served(gateway, chat("你好"))
        listed = orjson.loads((await served(gateway, Call("/v1/models"))).body)
        told = (await served(gateway, Call("/metrics", key="m"))).body.decode()
        entries = Reader.open(tmp_path).entries(kind="exchange")
    await demo.stop()

    assert {"house"} == {entry.payload["upstream"] for entry in entries}
    assert [200] * 7 == [answer.status for answer in (*answers, stream)]
    assert (404, "model_not_found") == (missing.status, missing.code)
    assert ["fast"] == [entry["id"] for entry in listed["data"]]
    assert {"hegui-demo"} == {request["model"] for request in demo.requests}
    assert 'hegui_upstream_open{upstream="gone"} 1.0' in told
