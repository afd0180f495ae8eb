"""Driving a lane in an event loop: order, ends, and classifiers that raise."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

import pytest

from hegui.finding import Stage
from hegui.moderation.classifiers import Judgement, Passage, Unjudged
from hegui.moderation.drive import judged
from hegui.moderation.lane import LanePlan, Seat, SentenceLane
from hegui.moderation.policy import Policy

SEAT = Seat(name="slow/1", risks=frozenset({"a1.terrorism"}))
OPEN = Policy(name="p", version="1", rules=())


class Slow:
    """Answers after a while, earlier questions later."""

    name = "slow/1"
    risks = SEAT.risks
    stages = frozenset(Stage)

    def __init__(self, fault: Exception | None = None) -> None:
        self._left = 4
        self._fault = fault

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        self._left -= 1
        time.sleep(max(self._left, 0) * 0.01)
        if self._fault is not None:
            raise self._fault
        return tuple(
            Judgement(classifier=self.name, scores={"a1.terrorism": 0.0}) for _ in passages
        )


async def pieces(text: str, fault: Exception | None = None) -> AsyncIterator[str]:
    for char in text:
        yield char
        await asyncio.sleep(0)
    if fault is not None:
        raise fault


def lane() -> SentenceLane:
    return SentenceLane(LanePlan(policy=OPEN, seats=(SEAT,), limit_s=30))


async def test_text_comes_out_in_order_whoever_answers_first() -> None:
    text = "一。二。三。四"
    out = [part async for part in judged(pieces(text), lane(), {"slow/1": Slow()})]

    assert text == "".join(out)


async def test_a_classifier_that_raises_is_a_gap() -> None:
    field = lane()
    slow = Slow(RuntimeError("bug"))
    out = [part async for part in judged(pieces("一。二"), field, {"slow/1": slow})]

    assert "一。二" == "".join(out)
    assert {Unjudged.FAILED} == {gap.reason for gap in field.gaps}


async def test_what_the_source_raises_rises() -> None:
    with pytest.raises(RuntimeError, match="cut"):
        async for _ in judged(pieces("一。二", RuntimeError("cut")), lane(), {"slow/1": Slow()}):
            pass


async def test_a_seat_without_a_classifier_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        async for _ in judged(pieces("一。二"), lane(), {}):
            pass
