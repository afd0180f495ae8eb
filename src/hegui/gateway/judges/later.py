"""What passed unjudged is judged when its judge answers again, and the ledger says how.

    gap that the policy let pass ─▶ `put` ─▶ bounded queue ─▶ asked anew ─▶ entry ``late-verdict``

An exchange names its gaps in its own entry. The late entry names the exchange by its
receipt and tells what the judge says now; a flagged one is for a person to follow up.
Texts wait in memory only. What does not fit, grows too old or is still waiting when
the service stops is counted in an entry of the same kind, so that nothing is taken
for judged.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from hegui.errors import LedgerError
from hegui.ledger import JSON, Ledger
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged, findings

if TYPE_CHECKING:
    from hegui.gateway.judges.asking import Asker

__all__ = ["Later"]

_LOG: Final = logging.getLogger(__name__)

_NOT_AGAIN: Final = frozenset({Unjudged.TOO_LONG, Unjudged.LANGUAGE})
"""Reasons that asking anew would not change."""


class _Waiting(NamedTuple):
    receipt: str
    asker: Asker
    passage: Passage
    since: float


class Later:
    """The queue and the task that works on it.

    Args:
        ledger: where late verdicts go.
        most: texts that wait.
        pause_s: between two rounds, and after a judge that is still silent.
        keep_s: how long a text waits.
    """

    def __init__(
        self, ledger: Ledger, *, most: int = 1000, pause_s: float = 15.0, keep_s: float = 3600.0
    ) -> None:
        self._ledger = ledger
        self._most = most
        self._pause_s = pause_s
        self._keep_s = keep_s
        self._waiting: deque[_Waiting] = deque()
        self._lost = 0
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, receipt: str, asker: Asker, passage: Passage, reason: Unjudged) -> None:
        """Take a text that nobody judged; one that does not fit is counted as lost."""
        if reason in _NOT_AGAIN:
            return
        if len(self._waiting) >= self._most:
            self._lost += 1
            return
        self._waiting.append(_Waiting(receipt, asker, passage, monotonic()))

    def start(self) -> None:
        """Begin to ask anew. Needs the serving loop; a second call changes nothing."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """End, and leave an entry about what was never judged."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait((self._task,))
            self._task = None
        self._lost += len(self._waiting)
        self._waiting.clear()
        await self._tell_lost()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._pause_s)
            try:
                await self.round()
            except Exception:  # noqa: BLE001 - a bug here must be seen, not end the watch
                _LOG.exception("late judging failed")

    async def round(self) -> None:
        """Ask about each text that waits once; a judge that is still silent is left alone."""
        silent: set[str] = set()
        for _ in range(len(self._waiting)):
            each = self._waiting[0]
            if monotonic() - each.since > self._keep_s:
                self._waiting.popleft()
                self._lost += 1
                continue
            if each.asker.name in silent:
                self._waiting.rotate(-1)
                continue
            judgement = await each.asker.ask(each.passage)
            if judgement.unjudged is None:
                await self._tell(each, judgement)
                self._waiting.popleft()
            else:
                silent.add(each.asker.name)
                self._waiting.rotate(-1)
        await self._tell_lost()

    async def _tell(self, each: _Waiting, judgement: Judgement) -> None:
        found = findings(judgement)
        await self._append(
            {
                "receipt": each.receipt,
                "judge": judgement.classifier,
                "stage": each.passage.stage.value,
                "chars": len(each.passage.text),
                "findings": [
                    {"category": finding.category, "score": round(finding.score, 4)}
                    for finding in found
                ],
            },
            ("late/flagged" if found else "late/clean",),
        )

    async def _tell_lost(self) -> None:
        if self._lost:
            await self._append({"never_judged": self._lost}, ("late/lost",))
            self._lost = 0

    async def _append(self, payload: dict[str, object], refs: tuple[str, ...]) -> None:
        try:
            await self._ledger.append("late-verdict", cast("dict[str, JSON]", payload), refs=refs)
        except LedgerError as error:
            _LOG.error("a late verdict was not written: %s", error.explain())
