"""One judge: in time, not too often at once, and left alone while it is down."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from threading import Event
from time import monotonic

import pytest
from tests.unit.gateway.judges.guarding import BABBLE, BAD, SILENT, GuardModel, asker

from hegui.errors import UpstreamForbidden
from hegui.finding import Stage
from hegui.gateway.judges.asking import Elsewhere, Here, InThreads
from hegui.moderation.classifiers import Breaker, Guard, Judgement, Passage, Unjudged

BOTH = frozenset({Stage.PROMPT, Stage.OUTPUT})


def passage(text: str) -> Passage:
    return Passage(text=text, stage=Stage.OUTPUT)


class Toy:
    """A classifier in this process."""

    name = "toy/1"
    risks = frozenset({"a2.sex"})
    stages = BOTH

    def __init__(self, until: Event | None = None) -> None:
        self.until = until

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        if self.until is not None:
            self.until.wait(10)
        if passages[0].text == BABBLE:
            raise RuntimeError("broken")
        return tuple(Judgement(classifier=self.name, scores={"a2.sex": 0.0}) for _ in passages)


def test_a_guard_is_heard_over_one_kept_connection() -> None:
    async def run() -> None:
        guard = GuardModel()
        asked = asker(await guard.start())
        bad, good = await asked.ask(passage(BAD)), await asked.ask(passage("好"))
        asked.close()
        await guard.stop()

        assert (("a1.violence-obscenity",), ()) == (bad.flagged, good.flagged)
        assert 1 == guard.connections

    asyncio.run(run())


def test_a_silent_guard_is_late_and_then_left_alone() -> None:
    async def run() -> None:
        guard = GuardModel()
        breaker = Breaker(failures=2, pause_s=60)
        asked = asker(await guard.start(), limit_s=0.1, breaker=breaker)
        begun = monotonic()
        reasons = [(await asked.ask(passage(SILENT))).unjudged for _ in range(3)]
        asked.close()
        await guard.stop()

        assert [Unjudged.TIMEOUT, Unjudged.TIMEOUT, Unjudged.BREAKER_OPEN] == reasons
        assert monotonic() - begun < 1

    asyncio.run(run())


def test_more_questions_than_turns_are_late_and_not_a_growing_queue() -> None:
    async def run() -> None:
        guard = GuardModel()
        asked = asker(await guard.start(), limit_s=0.3, breaker=Breaker(failures=100))
        begun = monotonic()
        answers = await asyncio.gather(*(asked.ask(passage(SILENT)) for _ in range(24)))
        asked.close()
        await guard.stop()

        assert [Unjudged.TIMEOUT] * 24 == [answer.unjudged for answer in answers]
        assert monotonic() - begun < 1

    asyncio.run(run())


def test_who_leaves_frees_the_try_of_a_breaker() -> None:
    """A client that is gone says nothing about the guard, and must not keep its one try."""

    async def run() -> None:
        guard = GuardModel()
        breaker = Breaker(failures=1, pause_s=0)
        asked = asker(await guard.start(), breaker=breaker)
        breaker.failed()
        leaving = asyncio.ensure_future(asked.ask(passage(SILENT)))
        await asyncio.sleep(0.05)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        answer = await asked.ask(passage("好"))
        asked.close()
        await guard.stop()

        assert (True, "closed") == (answer.is_judged, breaker.state)

    asyncio.run(run())


def test_nobody_there_is_unreachable() -> None:
    async def run() -> None:
        guard = GuardModel()
        asked = asker(await guard.start())
        await guard.stop()

        assert Unjudged.UNREACHABLE == (await asked.ask(passage("好"))).unjudged

    asyncio.run(run())


@pytest.mark.parametrize("url", ["http://169.254.169.254/v1", "ftp://a", "http://u:p@a/v1"])
def test_an_address_never_to_be_called_is_refused(url: str) -> None:
    with pytest.raises(UpstreamForbidden):
        Elsewhere(
            Guard("g", form="qwen3guard"), BOTH, url=url, headers={}, limit_s=1, at_once=1,
            allow_private=True,
        )  # fmt: skip


def test_a_judge_here_that_raises_is_unjudged() -> None:
    async def run() -> None:
        here, threads = Here(Toy(), BOTH), InThreads(Toy(), BOTH, limit_s=5, at_once=1)
        reasons = [
            (await each.ask(passage(text))).unjudged
            for each in (here, threads)
            for text in (BABBLE, "好")
        ]
        here.close()
        threads.close()

        assert [Unjudged.FAILED, None, Unjudged.FAILED, None] == reasons

    asyncio.run(run())


def test_a_judge_in_threads_that_hangs_is_late() -> None:
    async def run() -> None:
        until = Event()
        threads = InThreads(Toy(until), BOTH, limit_s=0.1, at_once=1)
        first = await threads.ask(passage("好"))
        second = await threads.ask(passage("好"))
        until.set()
        threads.close()

        assert [Unjudged.TIMEOUT] * 2 == [first.unjudged, second.unjudged]

    asyncio.run(run())
