"""All sentence lanes of one answer, and the questions that are out.

    `say`, `finish` ─▶ fed bit by bit ─▶ lanes ─▶ questions ─▶ askers ─▶ answers ─▶ lanes
                                           │
                                `position`, `is_done`, `stops`

Lanes are fed only as fast as judges answer, so that a model that is faster than
its judges waits in the upstream's socket and not in memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from hegui.errors import UpstreamInvalid
from hegui.moderation.classifiers.base import Judgement
from hegui.moderation.lane import Ask, LanePlan, SentenceLane

__all__ = ["Lanes"]

_LANES: Final = 64
"""Most fields and tool calls of an answer, of all its choices."""

_HELD_CHARS: Final = 4096
"""Code points that lanes hold before they are fed no more."""

_BIT: Final = 1024
"""Code points fed at a time."""

_OUT: Final = 8
"""Most questions of one lane that are out."""

_Key = tuple[int, str]


class Lanes:
    """The lanes of one answer, by (choice, field).

    Args:
        plan: gives the plan for a field.
        question: what the answer is to.
        ask: asks a judge by its name; never raises.
        ended: told of each lane that was stopped or is done, once; returns why it was stopped.
    """

    def __init__(
        self,
        plan: Callable[[str], LanePlan],
        question: str,
        ask: Callable[[Ask], Awaitable[Judgement]],
        ended: Callable[[int, str, SentenceLane], tuple[str, ...] | None],
    ) -> None:
        self._plan = plan
        self._question = question
        self._ask = ask
        self._ended = ended
        self._lanes: dict[_Key, SentenceLane] = {}
        self._fed: dict[_Key, int] = {}
        self._said: dict[_Key, int] = {}
        self._to_feed: deque[tuple[_Key, str] | int] = deque()
        self._finished: set[int] = set()
        self._told: set[_Key] = set()
        self._out: dict[asyncio.Task[Judgement], tuple[SentenceLane, Ask]] = {}
        self.stops: dict[int, tuple[str, ...]] = {}
        """Choices that a judge has stopped, with the categories."""

    def say(self, choice: int, field: str, text: str) -> int:
        """Take text of a field, and return where it will have ended there.

        Raises:
            UpstreamInvalid: an answer of so many fields is broken.
        """
        key = (choice, field)
        if key not in self._lanes:
            if len(self._lanes) >= _LANES:
                raise UpstreamInvalid(f"at most {_LANES} fields in an answer", "more")
            self._lanes[key] = SentenceLane(self._plan(field), question=self._question)
            self._said[key] = 0
        if text:
            self._said[key] += len(text)
            self._to_feed.append((key, text))
        return self._said[key]

    def finish(self, choice: int) -> None:
        """Say that a choice has ended."""
        self._to_feed.append(choice)

    def finish_all(self) -> None:
        """Say that every choice has ended."""
        for choice in sorted({choice for choice, _ in self._lanes} - self._finished):
            self.finish(choice)

    def position(self, choice: int, field: str) -> int:
        """Return up to where a field may be delivered."""
        return self._lanes[choice, field].released

    def is_done(self, choice: int) -> bool:
        """Whether all of a choice was judged; a stopped one is."""
        if choice in self.stops:
            return True
        if choice not in self._finished:
            return not any(index == choice for index, _ in self._lanes)
        return all(lane.is_done for (index, _), lane in self._lanes.items() if index == choice)

    @property
    def is_full(self) -> bool:
        """Whether more text would only wait."""
        return bool(self._to_feed)

    @property
    def is_waiting(self) -> bool:
        """Whether a judge has still to answer."""
        return bool(self._out)

    def advance(self) -> None:
        """Feed the lanes, ask what is to be asked, and note what has ended."""
        self._feed()
        for (choice, field), lane in self._lanes.items():
            if choice in self.stops:
                continue
            lane.release()
            for ask in lane.due(_OUT):
                self._out[asyncio.ensure_future(self._ask(ask))] = (lane, ask)
            if lane.is_done:
                self._tell((choice, field), lane)
        self._forget_stopped()

    async def wait(self, also: asyncio.Future[bytes] | None = None) -> None:
        """Return when a judge has answered or is late, or something else was done."""
        waits: set[asyncio.Future[Judgement] | asyncio.Future[bytes]] = set(self._out)
        if also is not None:
            waits.add(also)
        if not waits:
            return
        patience = min(
            (lane.patience_s for lane, _ in self._out.values() if lane.patience_s is not None),
            default=None,
        )
        done, _ = await asyncio.wait(waits, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for task in [task for task in self._out if task in done]:
            lane, ask = self._out.pop(task)
            lane.told(ask, task.result())
        for lane in self._lanes.values():
            lane.expire()

    def sweep(self) -> None:
        """Tell of lanes that will not come to their end, so that the record has their gaps."""
        for key, lane in self._lanes.items():
            self._tell(key, lane)

    def close(self) -> None:
        """Leave every question that is out."""
        for task in self._out:
            task.cancel()
        self._out.clear()

    def _tell(self, key: _Key, lane: SentenceLane) -> None:
        if key not in self._told:
            self._told.add(key)
            if (categories := self._ended(*key, lane)) is not None:
                self.stops[key[0]] = categories

    def _forget_stopped(self) -> None:
        """Leave the questions about choices that were stopped."""
        stopped = {id(lane) for (choice, _), lane in self._lanes.items() if choice in self.stops}
        for task in [task for task, (lane, _) in self._out.items() if id(lane) in stopped]:
            del self._out[task]
            task.cancel()

    def _feed(self) -> None:
        while self._to_feed:
            item = self._to_feed[0]
            if isinstance(item, int):
                self._to_feed.popleft()
                self._finished.add(item)
                for (choice, _), lane in self._lanes.items():
                    if choice == item:
                        lane.finish()
                continue
            key, text = item
            if key[0] in self.stops:
                self._to_feed.popleft()
                continue
            if sum(lane.held for lane in self._lanes.values()) >= _HELD_CHARS:
                return
            self._to_feed.popleft()
            lane = self._lanes[key]
            lane.push(text[:_BIT])
            lane.release()
            if len(text) > _BIT:
                self._to_feed.appendleft((key, text[_BIT:]))
