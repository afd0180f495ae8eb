"""One writer: an advisory lock on ``ledger.lock``, which the system frees when the writer dies.

The lock is of the whole file (``flock``) and holds the writer's process id as
text, for the message to whoever comes second. A file left by a dead process
locks nothing.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hegui.errors import LedgerLocked

__all__ = ["FILE", "WriterLock"]

FILE: Final = "ledger.lock"


@dataclass(slots=True)
class WriterLock:
    """The held lock of a folder."""

    descriptor: int

    @classmethod
    def take(cls, folder: Path) -> WriterLock:
        """Lock a folder for writing.

        Raises:
            LedgerLocked: another process, or another ledger of this one, holds it.
        """
        descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise LedgerLocked(folder, int(holder) if holder.isdecimal() else None) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return cls(descriptor)

    def release(self) -> None:
        """Free the lock. The file stays: removing it would let two hold "the" lock."""
        os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)
