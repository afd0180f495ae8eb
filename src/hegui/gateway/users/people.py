"""End users in memory, written behind: reading is free, writing is one thread a second.

A person's row is loaded at their first request, changed here, and written
within `PAUSE_S`. What a measure changed is written before the user is told.
Rows that staff or the users themselves changed are taken up within `PAUSE_S`:
theirs wins over counts of the same second.

A restart after a clean stop knows everything; after a power cut the counts of
the last second may be lost, a measure never.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from hegui import clock
from hegui.errors import UsersUnavailable
from hegui.gateway.users.store import Store
from hegui.records.end_user import EndUser
from hegui.records.measure import Taken

__all__ = ["People"]

PAUSE_S: Final = 1.0
_KEPT: Final = 50_000
"""Users in memory; the one not seen for longest goes first."""

_BATCH: Final = 500
_OVERLAP: Final = timedelta(seconds=5)
"""How far back a look at acts goes again: clocks of two processes differ a little."""

_LOG: Final = logging.getLogger(__name__)


class People:
    """The users that are known to this process. Lives on one event loop."""

    def __init__(self, store: Store, *, kept: int = _KEPT, pause_s: float = PAUSE_S) -> None:
        self._store = store
        self._limit = kept
        self._pause_s = pause_s
        self._users: OrderedDict[str, EndUser] = OrderedDict()
        self._changed: set[str] = set()
        self._loading: dict[str, asyncio.Task[EndUser | None]] = {}
        self._writing = asyncio.Lock()
        self._looked = clock.now()
        self._task: asyncio.Task[None] | None = None
        self.is_healthy = True
        """Whether the last write went through."""

    async def open(self) -> None:
        """Begin to write behind."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Stop, and write what waits."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await self.write()

    def known(self, digest: str) -> EndUser | None:
        """Return a user in memory, or None. O(1)."""
        return self._users.get(digest)

    async def find(self, digest: str) -> EndUser | None:
        """Return a user from memory or from the records, or None for a new one.

        Many requests of one person at once read the row once.

        Raises:
            UsersUnavailable: the records cannot be read.
        """
        user = self._users.get(digest)
        if user is not None:
            self._users.move_to_end(digest)
            return user
        task = self._loading.get(digest)
        if task is None:
            task = asyncio.get_running_loop().create_task(
                asyncio.to_thread(self._store.load, digest)
            )
            self._loading[digest] = task
            task.add_done_callback(lambda _: self._loading.pop(digest, None))
        try:
            loaded = await asyncio.shield(task)
        except Exception as error:
            _LOG.exception("an end user's row cannot be read")
            raise UsersUnavailable("the records do not answer") from error
        # Whoever waited for the same row may have put it here, and changed it, already.
        return self._users.get(digest) or loaded

    def put(self, user: EndUser) -> None:
        """Take a user as they stand now; written within the pause."""
        users = self._users
        users[user.digest] = user
        users.move_to_end(user.digest)
        self._changed.add(user.digest)
        if len(users) > self._limit:
            self._evict()

    async def measured(self, user: EndUser, taken: Taken) -> None:
        """Keep a measure; returns when it is in the records.

        Raises:
            UsersUnavailable: it is not.
        """
        self.put(user)
        try:
            await asyncio.to_thread(self._store.record, user, taken)
        except Exception as error:
            _LOG.exception("a measure against %s was not kept", user.ref)
            raise UsersUnavailable("the records do not answer") from error

    async def seal(self, ref: str, receipt: str, texts: tuple[str, ...], at: datetime) -> None:
        """Keep unlawful inputs, encrypted. A failure is logged: the measure stands without."""
        try:
            await asyncio.to_thread(self._store.seal, ref, receipt, texts, at)
        except Exception:  # noqa: BLE001 - logged whole; the measure must not fall with it
            _LOG.exception("the inputs of %s were not kept", ref)

    async def write(self) -> None:
        """Write every change, and take up what others changed."""
        async with self._writing:
            waiting = [
                user for digest in self._changed if (user := self._users.get(digest)) is not None
            ]
            self._changed.clear()
            since, now = self._looked - _OVERLAP, clock.now()
            try:
                theirs: list[EndUser] = []
                for begin in range(0, len(waiting), _BATCH):
                    batch = waiting[begin : begin + _BATCH]
                    theirs += await asyncio.to_thread(self._store.save, batch)
                theirs += await asyncio.to_thread(self._store.acted, since)
                erased = await asyncio.to_thread(self._store.erased, since)
            except Exception:  # noqa: BLE001 - logged whole, and tried again
                _LOG.exception("end users were not written")
                self._changed.update(user.digest for user in waiting)
                self.is_healthy = False
                return
            self.is_healthy = True
            self._looked = now
            for user in theirs:
                mine = self._users.get(user.digest)
                if mine is not None and user.revision > mine.revision:
                    self._users[user.digest] = user
                    self._changed.discard(user.digest)
            if erased:
                gone = frozenset(erased)
                for digest in [d for d, user in self._users.items() if user.ref in gone]:
                    self.drop(digest)

    def drop(self, digest: str) -> None:
        """Forget a user who was erased; what is left of them is read again when they come."""
        self._users.pop(digest, None)
        self._changed.discard(digest)

    def _evict(self) -> None:
        # The oldest that is written already; when all wait, memory grows until they are.
        for digest in self._users:
            if digest not in self._changed:
                del self._users[digest]
                return

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._pause_s)
            await self.write()
