"""The baseline of the ledger: a plain file with group commit, and nothing else.

It promises one thing that the ledger promises too (an acknowledgement comes
after the bytes are on disk) and none of the others: no order that can be
proved, no index, no tree, no reader beside it.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from queue import SimpleQueue

import orjson

from hegui.ledger import JSON

__all__ = ["PlainLog"]

_Waiter = tuple[bytes, asyncio.Future[None]]


class PlainLog:
    """Appends JSON lines from one event loop; a thread writes and syncs all that waits."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._waiting: SimpleQueue[_Waiter | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.commits = 0

    async def append(self, payload: Mapping[str, JSON]) -> None:
        """Append one line; returns when it is on disk."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.put((orjson.dumps(payload, option=orjson.OPT_APPEND_NEWLINE), done))
        await done

    def close(self) -> None:
        """Stop the thread and close the file."""
        self._waiting.put(None)
        self._thread.join()
        os.close(self._descriptor)

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            while not self._waiting.empty():
                if (more := self._waiting.get()) is None:
                    self._waiting.put(None)
                    break
                batch.append(more)
            os.write(self._descriptor, b"".join(line for line, _ in batch))
            os.fdatasync(self._descriptor)
            self.commits += 1
            batch[0][1].get_loop().call_soon_threadsafe(_acknowledge, batch)


def _acknowledge(batch: list[_Waiter]) -> None:
    for _, done in batch:
        done.set_result(None)
