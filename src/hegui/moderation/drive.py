"""Drive a sentence lane with real classifiers in an event loop.

    async for text in judged(pieces, SentenceLane(plan), {c.name: c for c in classifiers}):
        await send(text)

Each question runs in a thread, so classifiers stay plain and synchronous. One
that may hang has to be a `Bounded`, which always answers in time; the lane's own
limit counts beside it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any

from hegui.moderation.classifiers.base import Classifier, Judgement, Unjudged, judge_one
from hegui.moderation.lane import Ask, SentenceLane

__all__ = ["judged"]


async def judged(
    pieces: AsyncIterable[str], lane: SentenceLane, classifiers: Mapping[str, Classifier]
) -> AsyncIterator[str]:
    """Yield what the lane releases, and return when it is done.

    Args:
        pieces: text that the exact lane has passed.
        lane: a fresh one; `lane.stopped`, `gaps` and `noted` tell the outcome afterwards.
        classifiers: by the names of the lane's seats.

    Raises:
        KeyError: a seat without a classifier.
        Exception: whatever `pieces` raises.

    Notes:
        Reads on while judges think, so that they work at the same time as the
        model; what is read and not released is bounded by the lane's plan.
    """
    source = aiter(pieces)
    reading: asyncio.Task[str | None] | None = asyncio.create_task(_next(source))
    asking: dict[asyncio.Task[Judgement], Ask] = {}
    try:
        while True:
            for ask in lane.due():
                task = asyncio.create_task(_ask(classifiers[ask.seat.name], ask))
                asking[task] = ask
            if text := lane.release():
                yield text
            if lane.is_done:
                return
            done, _ = await asyncio.wait(
                _under_way(asking, reading),
                timeout=lane.patience_s,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for answered in done & asking.keys():
                lane.told(asking.pop(answered), answered.result())
            lane.expire()
            if reading is not None and reading in done:
                piece = reading.result()
                if piece is None:
                    lane.finish()
                    reading = None
                else:
                    lane.push(piece)
                    reading = asyncio.create_task(_next(source))
    finally:
        for left in _under_way(asking, reading):
            left.cancel()


def _under_way(
    asking: Mapping[asyncio.Task[Judgement], Ask], reading: asyncio.Task[str | None] | None
) -> set[asyncio.Task[Any]]:
    return {*asking, *(() if reading is None else (reading,))}


async def _next(source: AsyncIterator[str]) -> str | None:
    return await anext(source, None)


async def _ask(classifier: Classifier, ask: Ask) -> Judgement:
    try:
        return await asyncio.to_thread(judge_one, classifier, ask.passage)
    except Exception:  # noqa: BLE001 - whatever it was, the sentence is unjudged and the policy decides
        return Judgement(classifier=ask.seat.name, unjudged=Unjudged.FAILED)
