"""The ledger as its one writer sees it: open, append, close.

    with Ledger.open(folder) as ledger:
        receipt = await ledger.append("exchange", {...}, refs=["moment/prompt"])

`append` returns when the entry is on disk, and raises when it is not; there is
no third outcome. A receipt may be made before (`new_receipt`) and given along,
so that it can be sent ahead in a header; the same receipt twice is refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from hegui import clock
from hegui.errors import LedgerTampered, LedgerUnavailable
from hegui.ledger.chance import random_piece
from hegui.ledger.committer import Committer, Waiting
from hegui.ledger.entry import (
    JSON,
    Receipt,
    canonical_refs,
    check_kind,
    check_receipt,
    encode_payload,
    new_receipt,
)
from hegui.ledger.keys import create_signer, load_signer
from hegui.ledger.lock import WriterLock
from hegui.ledger.note import Signer
from hegui.ledger.recovery import restore
from hegui.ledger.sequencer import Draft, Sequencer
from hegui.ledger.stores.sqlite import Store, StoreError

__all__ = ["ORIGIN", "PACE_S", "Ledger"]

ORIGIN = "hegui.local/ledger"
"""Name of a ledger whose operator gave none."""

PACE_S = 0.01
"""Least time between the starts of two commits while fewer than a full batch wait.

Under load an answer's last bytes wait 5 ms for it on average. At 1,300 requests
a second it halves the number of commits against a pace of 5 ms, which saves a
tenth of a millisecond of processor a request; 20 ms would save little more."""


def _draft(
    kind: str, payload: Mapping[str, JSON], refs: Sequence[str], receipt: str | None
) -> Draft:
    raw = encode_payload(payload)
    salt = random_piece()
    return Draft(
        check_kind(kind),
        canonical_refs(tuple(refs)),
        new_receipt() if receipt is None else check_receipt(receipt),
        salt,
        sha256(salt + raw).hexdigest(),
        raw,
    )


class Ledger:
    """The one writer of a folder. Every method may be called from any thread."""

    def __init__(
        self, folder: Path, lock: WriterLock, store: Store, committer: Committer, recovered: int
    ) -> None:
        self.folder = folder
        self.recovered = recovered
        """Entries found at opening that no checkpoint covered: 0 after a clean close."""
        self._lock: WriterLock | None = lock
        self._store = store
        self._committer = committer

    @classmethod
    def open(cls, folder: Path, *, origin: str = ORIGIN, pace_s: float = PACE_S) -> Ledger:
        """Open the ledger of a folder, and create it when there is none.

        Args:
            folder: holds ``ledger.sqlite3``, ``ledger.lock`` and ``keys/``.
            origin: the ledger's name, for life: a path-like word without spaces.
            pace_s: see `hegui.ledger.committer`.

        Raises:
            LedgerLocked: another process writes it.
            LedgerTampered: what is stored is not what was signed.
            LedgerKeyUnusable: the key is missing, malformed or of another origin.
            LedgerUnavailable: the disk does not take it.
            InvalidNote: `origin` cannot be the name of a key.
        """
        folder.mkdir(parents=True, exist_ok=True)
        lock = WriterLock.take(folder)
        try:
            return cls._open(folder, lock, origin, pace_s)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open(cls, folder: Path, lock: WriterLock, origin: str, pace_s: float) -> Ledger:
        signer = load_signer(folder, origin)
        try:
            store = Store.open(folder)
        except StoreError as error:
            raise LedgerUnavailable(f"{type(error).__name__}: {error}") from error
        try:
            if signer is None:
                signer = cls._first_signer(folder, origin, is_begun=store.is_begun())
            tree, checkpoint = restore(store.connection, folder, signer.verifier)
            signed = 0 if checkpoint is None else checkpoint.size
            sequencer = Sequencer(store, tree, signer, signed)
            recovered = sequencer.unsigned
            if checkpoint is None or recovered:
                sequencer.sign(clock.now())
        except StoreError as error:
            store.close()
            raise LedgerTampered(folder, f"{type(error).__name__}: {error}") from error
        except BaseException:
            store.close()
            raise
        committer = Committer(sequencer, pace_s=pace_s)
        committer.start()
        return cls(folder, lock, store, committer, recovered)

    @staticmethod
    def _first_signer(folder: Path, origin: str, *, is_begun: bool) -> Signer:
        if is_begun:
            raise LedgerTampered(folder, "there is a ledger, but its signing key is gone")
        return create_signer(folder, origin)

    @property
    def failure(self) -> str | None:
        """Why entries are refused, or None. Closing is a reason, too."""
        return self._committer.refusal

    @property
    def is_healthy(self) -> bool:
        """Whether entries are taken. When not, whoever must record must stop acting."""
        return self.failure is None

    @property
    def waiting(self) -> int:
        """Entries handed in and not committed yet."""
        return self._committer.waiting

    @property
    def unsigned_s(self) -> float:
        """How far the newest checkpoint lags behind, in seconds; 0 when it covers everything."""
        return self._committer.unsigned_s

    async def append(
        self,
        kind: str,
        payload: Mapping[str, JSON],
        *,
        refs: Sequence[str] = (),
        receipt: str | None = None,
    ) -> Receipt:
        """Record an act; returns when the entry is on disk.

        Args:
            kind: what happened, a lower-case word: ``exchange``, ``publication`` …
            payload: the act as JSON. No text of a prompt or an answer.
            refs: public index words; sorted and told once. Nothing personal.
            receipt: from `new_receipt`, if it had to be known before.

        Raises:
            MalformedEntry: a part breaks the grammar; nothing was queued.
            DuplicateReceipt: an entry has this receipt; nothing was written.
            LedgerUnavailable: the entry is not committed.

        Notes:
            Hashing and encoding run in the caller, 5 to 10 µs. A cancelled
            caller does not take its entry back.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Receipt] = loop.create_future()
        self._committer.submit(Waiting(_draft(kind, payload, refs, receipt), future, loop))
        return await future

    def append_sync(
        self,
        kind: str,
        payload: Mapping[str, JSON],
        *,
        refs: Sequence[str] = (),
        receipt: str | None = None,
    ) -> Receipt:
        """Record an act from a thread without an event loop. See `append`."""
        future: Future[Receipt] = Future()
        self._committer.submit(Waiting(_draft(kind, payload, refs, receipt), future, None))
        return future.result()

    def close(self) -> None:
        """Commit what waits, sign the final checkpoint, free the folder. Twice is fine."""
        self._committer.finish()
        lock, self._lock = self._lock, None
        if lock is not None:
            self._store.close()
            lock.release()

    def __enter__(self) -> Self:
        """Return the ledger."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()
