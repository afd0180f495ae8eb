"""Deadlines of running requests, kept by one task.

Every request is in one phase at a time, and each phase has its limit. Setting
a deadline is one attribute; a single task looks at all of them fifty times a
second, less often when there are thousands, and cancels what is late. That
costs nothing per streamed chunk, where a timer for each wait would cost more
than the moderation.

A request is ended for one *cause*: the phase it was late in, ``gone`` (its
client left) or ``shutdown``. The task that serves it turns the cancellation
into an answer and an entry; a cancellation without a cause is not ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic, thread_time
from typing import Final

__all__ = ["EVIDENCE", "Deadlines", "Watch"]

EVIDENCE: Final = "evidence"
"""The phase in which an answer's last bytes wait for their entry."""

_RESOLUTION_S: Final = 0.02
"""How often the task looks, and so how late a deadline or a client's leaving is seen."""

_REST: Final = 30
"""It rests so many times as long as its look took, since thousands of clients that do nothing
are to cost next to nothing: at most a thirtieth of a processor."""


class Watch:
    """One request being served: the task, its phase and when that ends."""

    __slots__ = (
        "cause",
        "due",
        "has_left",
        "is_sealed",
        "limit_s",
        "phase",
        "task",
        "until",
        "when_long",
    )

    def __init__(self, *, total_s: float) -> None:
        task = asyncio.current_task()
        if task is None:
            raise AssertionError("a request is served by a task")
        self.task = task
        self.until = monotonic() + total_s
        self.phase = "total"
        self.limit_s = total_s
        self.due = self.until
        self.cause: str | None = None
        self.is_sealed = False
        self.has_left: Callable[[], bool] | None = None
        """Tells whether the client has left; asked at each tick when the server can say."""
        self.when_long: Callable[[], None] | None = None
        """Called once when the request has lasted longer than a tick. What only a long request
        needs, such as a task that waits for its client to leave, costs a short one nothing."""

    def enter(self, phase: str, limit_s: float) -> None:
        """Begin a phase; the former one's deadline is dropped."""
        self.phase = phase
        self.limit_s = limit_s
        self.due = monotonic() + limit_s

    def seal(self, limit_s: float) -> None:
        """Begin the last phase, the entry's: nothing but its own limit ends the request now."""
        self.is_sealed = True
        self.when_long = None
        self.enter(EVIDENCE, limit_s)

    def end(self, cause: str) -> None:
        """Cancel the request for `cause`; the first cause stands."""
        if self.cause is None and (not self.is_sealed or cause == EVIDENCE):
            self.cause = cause
            self.task.cancel()

    def settle(self) -> str | None:
        """Take a cancellation back and return its cause; None when it is not ours."""
        if self.cause is not None:
            self.task.uncancel()
        return self.cause


class Deadlines:
    """All running requests."""

    def __init__(self) -> None:
        self.running: set[Watch] = set()
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look. Needs a running loop; a second call changes nothing."""
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.get_running_loop().create_task(self._sweep())

    async def stop(self) -> None:
        """End the task that looks."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.wait((self._sweeper,))
            self._sweeper = None

    async def _sweep(self) -> None:
        pause_s = _RESOLUTION_S
        while True:
            await asyncio.sleep(pause_s)
            spent = thread_time()
            now = monotonic()
            for watch in tuple(self.running):
                if watch.when_long is not None:
                    act, watch.when_long = watch.when_long, None
                    act()
                if watch.has_left is not None and watch.has_left():
                    watch.end("gone")
                elif now >= watch.due:
                    watch.end(watch.phase)
                elif now >= watch.until and not watch.is_sealed:
                    watch.end("total")
            pause_s = max(_RESOLUTION_S, (thread_time() - spent) * _REST)
