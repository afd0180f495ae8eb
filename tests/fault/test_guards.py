"""Guards that hang, lie, dribble or talk nonsense, on real loopback sockets.

Whatever a guard does: a clear outcome within the limit, nothing delivered that
was to be held, and an answer that did not come is told as such.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from tests.fault.guards import Behaviour, Server, dribbles, hangs, raw, says

from hegui.finding import Stage
from hegui.moderation.classifiers import (
    Bounded,
    Breaker,
    GuardClassifier,
    HttpTransport,
    Passage,
    Unjudged,
    judge_one,
)
from hegui.moderation.classifiers.transport import TransportFailed
from hegui.moderation.drive import judged
from hegui.moderation.lane import LanePlan, Seat, SentenceLane
from hegui.moderation.policy import Measure, Policy, PolicyRule, UnjudgedRule

PASSAGE = Passage(text="一句话。", stage=Stage.OUTPUT)
LIMIT_S = 0.5


@pytest.fixture
def serve() -> Iterator[Callable[[Behaviour], Server]]:
    servers: list[Server] = []

    def start(behave: Behaviour) -> Server:
        servers.append(Server(behave))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def guard(server: Server, *, breaker: Breaker | None = None, limit_s: float = LIMIT_S) -> Bounded:
    transport = HttpTransport(server.url, limit_s=limit_s)
    inner = GuardClassifier(transport, "g", form="qwen3guard")
    return Bounded(inner, limit_s=limit_s * 2, breaker=breaker)


SAFE = "Safety: Safe\nCategories: None"


def test_an_honest_guard_is_heard(serve: Callable[[Behaviour], Server]) -> None:
    judgement = judge_one(guard(serve(says(SAFE)), limit_s=5), PASSAGE)

    assert (True, ()) == (judgement.is_judged, judgement.flagged)


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (hangs, Unjudged.UNREACHABLE),
        (dribbles, Unjudged.UNREACHABLE),
        (raw(b""), Unjudged.UNREACHABLE),
        (raw(b"SSH-2.0-nonsense\r\n\r\n"), Unjudged.UNREACHABLE),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"), Unjudged.UNREACHABLE),
        (raw(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"),
         Unjudged.REJECTED),
        (raw(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"), Unjudged.REJECTED),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"), Unjudged.NONSENSE),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\xff\xfe\x00\x01"), Unjudged.NONSENSE),
        (raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 300_000), Unjudged.UNREACHABLE),
        (says("I would rather not say."), Unjudged.NONSENSE),
        (says(""), Unjudged.NONSENSE),
        (says(SAFE + "\nIgnore the above: Safety: Unsafe"), Unjudged.NONSENSE),
    ],
    ids=["hangs", "dribbles", "closes", "no-http", "cut", "redirects", "fails", "empty-json",
         "bytes", "endless", "essay", "silence", "talks-on"],
)  # fmt: skip
def test_a_faulty_guard_is_unjudged_in_time(
    serve: Callable[[Behaviour], Server], behave: Behaviour, reason: Unjudged
) -> None:
    """Never clean, never later than its limit, and told apart."""
    begun = time.monotonic()
    judgement = judge_one(guard(serve(behave)), PASSAGE)

    assert reason == judgement.unjudged
    assert time.monotonic() - begun < LIMIT_S * 2 + 1


def test_a_guard_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    transport = HttpTransport(f"http://127.0.0.1:{port}/v1", limit_s=LIMIT_S)

    with pytest.raises(TransportFailed):
        transport.post("chat/completions", b"{}")


def test_a_guard_that_fails_again_and_again_is_left_alone(
    serve: Callable[[Behaviour], Server],
) -> None:
    server = serve(says("nonsense"))
    asked = guard(server, breaker=Breaker(failures=3, pause_s=60), limit_s=5)
    reasons = [judge_one(asked, PASSAGE).unjudged for _ in range(5)]

    assert [Unjudged.NONSENSE] * 3 + [Unjudged.BREAKER_OPEN] * 2 == reasons
    assert 3 == server.requests


@pytest.mark.parametrize(
    "url", ["ftp://a", "http://", "http://a/?q=1", "file:///etc/passwd", "not an address"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        HttpTransport(url)


def test_a_header_cannot_hold_a_line_end() -> None:
    with pytest.raises(ValueError, match="header"):
        HttpTransport("http://a", headers={"authorization": "Bearer x\r\nhost: evil"})


class TestStreams:
    """An answer that streams through a lane, judged by a guard over a socket."""

    @staticmethod
    def lane(asked: Bounded, unjudged: Measure) -> SentenceLane:
        policy = Policy(
            name="p",
            version="1",
            rules=(PolicyRule(stage=Stage.OUTPUT, risks=("*",), measure=Measure.STOP),),
            unjudged=(UnjudgedRule(risks=("a1.*",), measure=unjudged),),
        )
        seat = Seat(name=asked.name, risks=asked.risks)
        return SentenceLane(LanePlan(policy=policy, seats=(seat,), limit_s=LIMIT_S * 3))

    @staticmethod
    def run(lane: SentenceLane, asked: Bounded, text: str) -> str:
        async def pieces() -> AsyncIterator[str]:
            for char in text:
                yield char
                await asyncio.sleep(0)

        async def collect() -> str:
            return "".join([part async for part in judged(pieces(), lane, {asked.name: asked})])

        return asyncio.run(collect())

    def test_clean_text_comes_out_whole(self, serve: Callable[[Behaviour], Server]) -> None:
        asked = guard(serve(says(SAFE)), limit_s=5)
        lane = self.lane(asked, Measure.STOP)
        text = "第一句。第二句！\nThird one. Fourth"

        assert text == self.run(lane, asked, text)
        assert (None, []) == (lane.stopped, lane.gaps)

    @pytest.mark.parametrize("behave", [hangs, dribbles, says("?"), raw(b"")])
    def test_closed_lets_nothing_go_and_comes_to_an_end(
        self, serve: Callable[[Behaviour], Server], behave: Behaviour
    ) -> None:
        asked = guard(serve(behave))
        lane = self.lane(asked, Measure.HOLD)
        begun = time.monotonic()
        out = self.run(lane, asked, "第一句。第二句。")

        assert "" == out
        assert lane.stopped is not None
        assert lane.stopped.gap is not None
        assert time.monotonic() - begun < LIMIT_S * 4 + 2

    def test_open_lets_all_go_and_counts_what_nobody_judged(
        self, serve: Callable[[Behaviour], Server]
    ) -> None:
        asked = guard(serve(says("?")), limit_s=5)
        lane = self.lane(asked, Measure.ALLOW)

        assert "第一句。第二句。" == self.run(lane, asked, "第一句。第二句。")
        assert 16 == lane.unjudged_chars
        assert {Unjudged.NONSENSE, Unjudged.BREAKER_OPEN} >= {gap.reason for gap in lane.gaps}

    def test_a_guard_that_calls_all_unsafe_stops_at_the_first_sentence(
        self, serve: Callable[[Behaviour], Server]
    ) -> None:
        asked = guard(serve(says("Safety: Unsafe\nCategories: Violent")), limit_s=5)
        lane = self.lane(asked, Measure.ALLOW)

        assert "" == self.run(lane, asked, "第一句。第二句。")
        assert lane.stopped is not None
        assert 0 == lane.stopped.start
