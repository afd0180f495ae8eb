"""The committer: one thread that takes what waits, commits it at once, then tells.

    append ──┐
    append ──┼─► queue ─► one transaction ─► fsync ─► receipts, one wake-up per event loop
    append ──┘

While a commit is on its way to the disk the next batch gathers by itself, so
the number of fsyncs falls as the load rises. An append that comes alone is
committed at once. Under load commits start at least `pace_s` apart unless
`FULL_BATCH` drafts wait: a commit costs some 0.2 ms of processor however few
rows it holds.

Nobody is told before the commit has returned. After an error nobody is told
anything good again: everyone who waits gets `LedgerUnavailable`, and so does
everyone who comes (an fsync that failed once may "succeed" later without the
bytes, so there is no second try in this process).
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, TypeAlias

from hegui import clock
from hegui.errors import LedgerError, LedgerUnavailable
from hegui.ledger.entry import Receipt
from hegui.ledger.sequencer import Draft, Sequencer
from hegui.ledger.stores.sqlite import StoreError

__all__ = ["FULL_BATCH", "LARGEST_BATCH", "SIGN_S", "Committer", "Waiting"]

FULL_BATCH: Final = 32
"""Waiting drafts that start a commit before its pace is over."""

LARGEST_BATCH: Final = 1024
"""Drafts in one transaction, so that the first of them does not wait for all."""

SIGN_S: Final = 1.0
"""A checkpoint covers an entry after this time, and one commit, at the latest."""

_LOG: Final = logging.getLogger(__name__)

Outcome: TypeAlias = Receipt | LedgerError


@dataclass(slots=True)
class Waiting:
    """A draft and whom to tell. `loop` is None for a thread that blocks on its future."""

    draft: Draft
    future: asyncio.Future[Receipt] | Future[Receipt]
    loop: asyncio.AbstractEventLoop | None


def _settle(told: list[tuple[Waiting, Outcome]]) -> None:
    for waiting, outcome in told:
        if waiting.future.done():
            continue  # a request that was cancelled: its entry is there all the same
        if isinstance(outcome, Receipt):
            waiting.future.set_result(outcome)
        else:
            waiting.future.set_exception(outcome)


def _tell(told: list[tuple[Waiting, Outcome]]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop | None, list[tuple[Waiting, Outcome]]] = {}
    for pair in told:
        by_loop.setdefault(pair[0].loop, []).append(pair)
    for loop, pairs in by_loop.items():
        if loop is None:
            _settle(pairs)
            continue
        try:
            loop.call_soon_threadsafe(_settle, pairs)
        except RuntimeError:
            _LOG.info("%d entries are committed; their event loop has closed", len(pairs))


class Committer(threading.Thread):
    """The thread. `start` it once; `finish` ends it after the last draft."""

    def __init__(self, sequencer: Sequencer, *, pace_s: float) -> None:
        super().__init__(name="hegui-ledger", daemon=True)
        self._sequencer = sequencer
        self._pace_s = pace_s
        self._queue: deque[Waiting] = deque()
        self._batch: list[Waiting] = []
        self._gate = threading.Lock()  # between "is it open?" and the queue
        self._refusal: str | None = None
        self._is_finishing = False
        self._wake = threading.Event()
        self._full = threading.Event()
        self._sign_at: float | None = None

    @property
    def refusal(self) -> str | None:
        """Why nothing is taken any more, or None."""
        return self._refusal

    @property
    def waiting(self) -> int:
        """Drafts that are not committed yet."""
        return len(self._queue) + len(self._batch)

    @property
    def unsigned_s(self) -> float:
        """Age in seconds of the oldest commit that no checkpoint covers; 0 when all are covered."""
        sign_at = self._sign_at
        return 0.0 if sign_at is None else max(0.0, time.monotonic() - (sign_at - SIGN_S))

    def submit(self, waiting: Waiting) -> None:
        """Queue a draft; the future of `waiting` will be told. About 1 µs.

        Raises:
            LedgerUnavailable: closed, or failed before.
        """
        with self._gate:
            if self._refusal is not None:
                raise LedgerUnavailable(self._refusal)
            self._queue.append(waiting)
            waiting_now = len(self._queue)
        if not self._wake.is_set():
            self._wake.set()
        if waiting_now >= FULL_BATCH and not self._full.is_set():
            self._full.set()

    def finish(self) -> None:
        """Take no more, commit what waits, sign it, and end the thread."""
        with self._gate:
            self._refusal = self._refusal or "it is closed"
            self._is_finishing = True
        self._wake.set()
        self._full.set()
        self.join()

    def run(self) -> None:
        """Commit until finished or failed. Whoever waits is told in either case."""
        try:
            self._work()
        except StoreError as error:
            self._refuse(f"{type(error).__name__}: {error}")
            _LOG.critical("the ledger failed; nothing is acknowledged any more: %s", error)
        except Exception as error:
            self._refuse(f"{type(error).__name__}: {error}")
            raise

    def _work(self) -> None:
        started = float("-inf")
        while True:
            self._wake.wait(self._patience())
            self._wake.clear()
            if self._queue:
                self._full.clear()
                rest = started + self._pace_s - time.monotonic()
                if rest > 0 and len(self._queue) < FULL_BATCH and not self._is_finishing:
                    self._full.wait(rest)
                started = time.monotonic()
                self._commit()
            elif self._is_finishing:
                self._sign()
                return
            if self._is_due():
                self._sign()

    def _patience(self) -> float | None:
        if self._queue or self._is_finishing:
            return 0
        return None if self._sign_at is None else max(0, self._sign_at - time.monotonic())

    def _is_due(self) -> bool:
        return self._sign_at is not None and time.monotonic() >= self._sign_at

    def _commit(self) -> None:
        take = self._queue.popleft
        batch = self._batch = [take() for _ in range(min(len(self._queue), LARGEST_BATCH))]
        outcomes = self._sequencer.commit([waiting.draft for waiting in batch], clock.now())
        # INVARIANT: until here the batch is in `_batch`, where `_refuse` finds it.
        self._batch = []
        _tell(list(zip(batch, outcomes, strict=True)))
        if self._sign_at is None:
            self._sign_at = time.monotonic() + SIGN_S

    def _sign(self) -> None:
        self._sign_at = None
        if self._sequencer.unsigned:
            self._sequencer.sign(clock.now())

    def _refuse(self, reason: str) -> None:
        with self._gate:
            self._refusal = reason
            rest = [*self._batch, *self._queue]
            self._batch = []
            self._queue.clear()
        _tell([(waiting, LedgerUnavailable(reason)) for waiting in rest])
