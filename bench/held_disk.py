"""A disk whose every sync takes at least so long, for the ledger and for its baseline alike.

The speed of a disk's sync swings more than tenfold between machines, and within
minutes on a shared one. A ledger that keeps up with 200 syncs a second need not
with 2,000, where the processor is the limit. So the same measurement is made on
this disk as it is, and with each sync held until a given time has passed.

    with held(0.006):            # about 166 syncs a second
        …                        # every SQLite database that is opened meanwhile
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

__all__ = ["held", "hold"]


def hold(began: float, period_s: float) -> None:
    """Return when `period_s` has passed since `began`."""
    rest = began + period_s - time.perf_counter()
    if rest > 0:
        time.sleep(rest)


class _File(apsw.VFSFile):
    def __init__(
        self, base: str, name: apsw.URIFilename | str | None, flags: list[int], period_s: float
    ) -> None:
        super().__init__(base, name, flags)
        self._period_s = period_s

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        """Sync, and hold."""
        began = time.perf_counter()
        super().xSync(flags)
        hold(began, self._period_s)


class _Disk(apsw.VFS):
    def __init__(self, base: str, period_s: float) -> None:
        self._base = base
        self._period_s = period_s
        super().__init__("hegui-held", base, makedefault=True)

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: apsw.URIFilename | str | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open a file that holds its syncs."""
        return _File(self._base, name, flags, self._period_s)


@contextmanager
def held(period_s: float) -> Iterator[None]:
    """Hold each sync of every database opened meanwhile until `period_s` has passed."""
    base = apsw.vfs_names()[0]
    disk = _Disk(base, period_s)
    try:
        yield
    finally:
        disk.unregister()
