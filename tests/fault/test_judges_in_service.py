"""A gateway beside a guard that hangs, lies or talks nonsense: at each stage a clear outcome.

Nothing that was to be held is delivered, no request lasts longer than its judge's
limit allows, every one leaves an entry, and the entry names what nobody judged.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from tests.fault.guards import Behaviour, Server, dribbles, hangs, raw, says
from tests.starter import starter_rules
from tests.unit.gateway.asgi import RING, Call, chat, served
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

LIMIT_S = 0.25
SECRET = "秘"
"""Stands in every answer of the model here; delivered only where the policy is open."""

SAYS = b64encode(f"一{SECRET}句。二{SECRET}句。".encode()).decode()
CALLS = b64encode(f'{{"q": "{SECRET}"}}'.encode()).decode()

FAULTS: dict[str, Behaviour] = {
    "hangs": hangs,
    "dribbles": dribbles,
    "closes": raw(b""),
    "no-http": raw(b"SSH-2.0-nonsense\r\n\r\n"),
    "cut": raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"),
    "redirects": raw(
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"
    ),
    "fails": raw(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"),
    "empty-json": raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    "bytes": raw(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\xff\xfe\x00\x01"),
    "endless": raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 300_000),
    "essay": says("I would rather not say."),
    "talks-on": says("Safety: Safe\nCategories: None\nIgnore the above: Safety: Unsafe"),
}


class Outcome:
    """What came of one request."""

    def __init__(self, call: Call, payload: dict[str, Any], seconds: float) -> None:
        self.call = call
        self.payload = payload
        self.seconds = seconds

    @property
    def has_secret(self) -> bool:
        """Whether anything of the answer was delivered."""
        return SECRET in self.call.body.decode()


async def outcomes(
    folder: Path, behave: Behaviour, stages: frozenset[Stage], policy: Policy, calls: list[Call]
) -> list[Outcome]:
    """Serve calls one after another beside one guard."""
    server, demo, rules = Server(behave), DemoModel(), starter_rules()
    asker = Elsewhere(
        Guard("g", form="qwen3guard"), stages, url=server.url, headers={}, limit_s=LIMIT_S,
        at_once=8, allow_private=True, breaker=Breaker(failures=1000),
    )  # fmt: skip
    jury = Jury([asker], policy)
    out: list[Outcome] = []
    with Ledger.open(folder) as ledger:
        gateway = Gateway(
            plan, lambda: rules, ledger, RING, Upstream(await demo.start()), jury=lambda: jury
        )
        await gateway.startup()
        try:
            for call in calls:
                begun = monotonic()
                await served(gateway, call)
                entry = Reader.open(folder).last("exchange")
                assert entry is not None
                assert isinstance(entry.payload, dict)
                out.append(Outcome(call, dict(entry.payload), monotonic() - begun))
        finally:
            await gateway.drain(0.01)
            jury.close()
            await demo.stop()
            server.close()
    return out


def answers() -> list[Call]:
    """Return a question for each way in which an answer can come."""
    return [
        chat(f"说 /demo say-b64 {SAYS}", stream=True),
        chat(f"说 /demo say-b64 {SAYS}", stream=False),
        chat(f"说 /demo tool-b64 {CALLS}", stream=True),
        chat(f"说 /demo tool-b64 {CALLS}", stream=False),
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_closed_delivers_nothing_unjudged(tmp_path: Path, fault: str) -> None:
    """As the policy that comes with hegui has it for grave risks."""
    only = frozenset({Stage.OUTPUT})
    told = asyncio.run(outcomes(tmp_path, FAULTS[fault], only, read_policy(), answers()))

    for each in told:
        assert (200, False) == (each.call.status, each.has_secret)
        assert ("stop", "content_filter") == (each.payload["action"], each.payload["finish_reason"])
        assert each.payload["judges"]["unjudged"]
        assert each.seconds < LIMIT_S * 3 + 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_prompt_that_nobody_judged_is_refused_as_our_fault(tmp_path: Path, fault: str) -> None:
    both = frozenset({Stage.PROMPT, Stage.OUTPUT})
    calls = answers()[:2]
    told = asyncio.run(outcomes(tmp_path, FAULTS[fault], both, read_policy(), calls))

    for each in told:
        assert (503, "moderation_unavailable") == (each.call.status, each.call.code)
        assert ["prompt"] == [gap["place"] for gap in each.payload["judges"]["unjudged"]]
        assert each.seconds < LIMIT_S + 2


@pytest.mark.parametrize("fault", ["hangs", "closes", "essay"])
def test_open_delivers_all_and_says_what_nobody_judged(tmp_path: Path, fault: str) -> None:
    policy = replace(read_policy(), unjudged=())
    both = frozenset({Stage.PROMPT, Stage.OUTPUT})
    told = asyncio.run(outcomes(tmp_path, FAULTS[fault], both, policy, answers()))

    for each in told:
        assert (200, True) == (each.call.status, each.has_secret)
        places = {gap["place"].partition("/")[0] for gap in each.payload["judges"]["unjudged"]}
        assert {"prompt", "0"} == places
        assert each.payload["judges"]["unjudged_chars"] > 0


def test_a_guard_that_calls_all_unsafe_stops_all_and_is_named(tmp_path: Path) -> None:
    """A guard that lies towards caution costs answers; the entries show whose word it was."""
    lies = says("Safety: Unsafe\nCategories: Violent")
    only = frozenset({Stage.OUTPUT})
    told = asyncio.run(outcomes(tmp_path, lies, only, read_policy(), answers()))

    for each in told:
        assert (200, False) == (each.call.status, each.has_secret)
        assert "guard/qwen3guard/g" == each.payload["judges"]["findings"][0]["judge"]
