"""Hold upstream frames back until what stands in them was judged.

    upstream ─▶ frames ─▶ [ first in, first out ] ─▶ frames that may go on
                   └──▶ lanes ──────┘

A frame goes when every text in it may be delivered; one with a tool call, or that
ends a choice, when its whole choice was judged. The order is the upstream's. The
frames of a choice that a judge has stopped go on too, after the stop was told:
whoever writes the answer drops them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from hegui.errors import UpstreamCut, UpstreamTooLong
from hegui.gateway.judges.frames import END, Said
from hegui.gateway.judges.lanes import Lanes
from hegui.gateway.sse import Frames

__all__ = ["Gate", "Step"]

_QUEUE_BYTES: Final = 4 * 1024 * 1024
"""Most bytes of frames that wait, for example of a long tool call."""


class Step(NamedTuple):
    """What may happen next, in this order."""

    frames: list[bytes]
    """Data of frames that may go on."""

    stops: dict[int, tuple[str, ...]]
    """Choices that end here, with the categories for which they do."""

    is_end: bool
    """The answer is complete."""


class _Held(NamedTuple):
    raw: bytes
    said: Said
    ends: tuple[int, ...]
    """Where each of its texts ends in its field."""


class Gate:
    """The frames of one streamed answer. Close it.

    Args:
        read: gives the next bytes of the upstream; none at its end.
        frames: cuts them.
        lanes: judge what is said.
        said: tells what a frame says.
        moved: told when the upstream or a judge has answered: it goes on.
    """

    def __init__(
        self,
        read: Callable[[], Awaitable[bytes]],
        frames: Frames,
        lanes: Lanes,
        *,
        said: Callable[[bytes], Said],
        moved: Callable[[], None],
    ) -> None:
        self._said = said
        self._read = read
        self._frames = frames
        self._lanes = lanes
        self._moved = moved
        self._queue: deque[_Held] = deque()
        self._queued = 0
        self._reading: asyncio.Future[bytes] | None = None
        self._is_over = False
        self._open: set[int] = set()
        self._begun: set[int] = set()
        self._stopped: set[int] = set()

    async def next(self) -> Step:
        """Return what may happen next; waits until something may.

        Raises:
            GatewayError: the upstream failed.
        """
        while True:
            self._lanes.advance()
            frames = self._free()
            stops = {
                choice: categories
                for choice, categories in self._lanes.stops.items()
                if choice not in self._stopped
            }
            self._stopped |= stops.keys()
            is_end = self._is_over and not self._queue and not stops and self._all_done()
            if frames or stops or is_end:
                return Step(frames, stops, is_end)
            await self._wait()

    @property
    def stopped(self) -> frozenset[int]:
        """Choices that a judge has stopped, as told so far."""
        return frozenset(self._stopped)

    def close(self) -> None:
        """Leave everything that is under way."""
        if self._reading is not None:
            if not self._reading.cancel() and not self._reading.cancelled():
                self._reading.exception()  # nobody will ask for it any more
            self._reading = None
        self._lanes.close()

    def take(self, chunk: bytes) -> None:
        """Take bytes that were read already."""
        for raw in self._frames.push(chunk) if chunk else self._frames.finish():
            if self._is_over:
                return
            self._take_frame(raw)
        if not chunk and not self._is_over:
            if self._open or not self._begun:
                raise UpstreamCut
            self._end()

    def _take_frame(self, raw: bytes) -> None:
        if raw == END:
            self._end()
            return
        said = self._said(raw)
        if any(each.choice in self._begun - self._open for each in said.spoken):
            # Text after a choice's end is delivered by nobody, and so not judged either.
            said = said._replace(spoken=tuple(s for s in said.spoken if self._is_open(s.choice)))
        ends = tuple(self._lanes.say(*each) for each in said.spoken)
        new = set(said.began) - self._begun
        self._begun |= new
        self._open |= new
        for choice in said.finished:
            if choice in self._open:
                self._open.discard(choice)
                self._lanes.finish(choice)
        self._queue.append(_Held(raw, said, ends))
        self._queued += len(raw)
        if self._queued > _QUEUE_BYTES:
            raise UpstreamTooLong(_QUEUE_BYTES)

    def _is_open(self, choice: int) -> bool:
        return choice in self._open or choice not in self._begun

    def _end(self) -> None:
        self._is_over = True
        self._lanes.finish_all()

    def _all_done(self) -> bool:
        return all(self._lanes.is_done(choice) for choice in self._begun)

    def _free(self) -> list[bytes]:
        out: list[bytes] = []
        while self._queue and self._may_go(self._queue[0]):
            held = self._queue.popleft()
            self._queued -= len(held.raw)
            out.append(held.raw)
        return out

    def _may_go(self, held: _Held) -> bool:
        lanes = self._lanes
        for each, end in zip(held.said.spoken, held.ends, strict=True):
            if each.choice in self._stopped:
                continue
            if each.choice in lanes.stops:
                return False  # the stop goes first
            if each.is_call and not lanes.is_done(each.choice):
                return False
            if not each.is_call and lanes.position(each.choice, each.field) < end:
                return False
        return all(
            choice in self._stopped or (lanes.is_done(choice) and choice not in lanes.stops)
            for choice in held.said.finished
        )

    async def _wait(self) -> None:
        if self._reading is None and not self._is_over and not self._lanes.is_full:
            self._reading = asyncio.ensure_future(self._read())
        await self._lanes.wait(self._reading)
        if self._reading is not None and self._reading.done():
            reading, self._reading = self._reading, None
            chunk = reading.result()
            self.take(chunk)
        self._moved()
