"""Background work: midnight in Beijing, changed files, and a daily verification.

Each is small and done in a thread, so that no request waits for it. A failure
is logged and tried again; it never takes the service down.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import date
from pathlib import Path

from hegui import clock
from hegui.cli.service.live import Live
from hegui.cli.service.operated import Operated
from hegui.ledger import Ledger, inbox, verify

__all__ = ["keep_current", "keep_verified"]

_log = logging.getLogger(__name__)

_LOOK_S = 2.0
"""Seconds between looks at files and the calendar."""


async def keep_current(
    live: Live, operated: Operated, ledger: Ledger, hurry: asyncio.Event
) -> None:
    """Take up a new day, changed files and waiting records within two seconds, until cancelled.

    `hurry` is set by a signal: then at once.
    """
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(hurry.wait(), _LOOK_S)
        hurry.clear()
        try:
            await asyncio.to_thread(live.refresh, ledger)
            await operated.refresh(ledger)
            await asyncio.to_thread(inbox.take_in, ledger)
        except Exception:  # noqa: BLE001 - a bug here must be seen, not end the watch
            _log.exception("could not take up what changed")


async def keep_verified(ledger: Ledger, folder: Path) -> None:
    """Verify the whole ledger at the start and once each Beijing day, until cancelled.

    Leaves a ``verification`` entry, also when the ledger is found damaged.
    """
    done: date | None = None
    while True:
        if done != clock.today():
            done = clock.today()
            try:
                await asyncio.to_thread(_verify, ledger, folder)
            except Exception:  # noqa: BLE001 - the same
                _log.exception("could not verify the ledger")
        await asyncio.sleep(_LOOK_S)


def _verify(ledger: Ledger, folder: Path) -> None:
    report = verify(folder)
    for problem in report.problems:
        _log.error("ledger entry %s: %s", problem.seq, problem.what)
    ledger.append_sync(
        "verification",
        {
            "is_intact": report.is_intact,
            "size": report.size,
            "root": report.root,
            "problems": len(report.problems),
        },
    )
