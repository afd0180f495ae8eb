"""Who has much to do takes turns; who has little is not kept waiting by many of them.

Judging is work of the one event loop. A chunk as a model writes it takes microseconds, but
an upstream that pours brings text for milliseconds, and fifty of those at once would take
every other request, readiness included, that many milliseconds for each step it makes. So
each time the loop goes round, one of them takes a turn; the others stand in line.

    await turns.next()      at most one such wait ends in each round of the loop
"""

from __future__ import annotations

import asyncio
from collections import deque

__all__ = ["Turns"]


class Turns:
    """A line of tasks on one event loop; first come, first served."""

    __slots__ = ("_is_moving", "_line")

    def __init__(self) -> None:
        self._line: deque[asyncio.Future[None]] = deque()
        self._is_moving = False

    async def next(self) -> None:
        """Return when it is the caller's turn; also alone, it lets others go before."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._line.append(turn)
        if not self._is_moving:
            self._is_moving = True
            loop.call_soon(self._move, loop)
        await turn

    def _move(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._line:
            turn = self._line.popleft()
            if not turn.done():  # whoever was cancelled has left the line
                turn.set_result(None)
                break
        self._is_moving = bool(self._line)
        if self._is_moving:
            loop.call_soon(self._move, loop)
