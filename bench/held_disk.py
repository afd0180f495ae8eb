"""One round of appends on a disk whose every sync takes at least so long.

A ledger that keeps up with 200 syncs a second need not with 2,000, where the
processor is the limit. So the same measurement is made on this disk as it is,
and in a process of its own with each sync held by `held_sync.c`, for the ledger
and for the plain file alike. Linux, since it stands on LD_PRELOAD.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["HeldRound", "build", "held_round"]

_SOURCE: Final = Path(__file__).with_name("held_sync.c")


class HeldRound(NamedTuple):
    """What one round on the held disk gave."""

    commits: float
    """Of the ledger, a second."""

    raw: float
    """Appends with fdatasync of as many bytes, a second."""

    batch: float
    """Mean entries in a commit."""


def build(folder: Path) -> Path:
    """Compile the library that holds syncs into `folder` and return its path."""
    library = folder / "held_sync.so"
    subprocess.run(
        ["cc", "-O2", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"],
        check=True,
    )
    return library


def held_round(library: Path, folder: Path, *, held_s: float) -> HeldRound:
    """Run one round in a process whose syncs take at least `held_s`."""
    env = {**os.environ, "LD_PRELOAD": str(library), "HELD_SYNC_NS": str(round(held_s * 1e9))}
    said = subprocess.run(
        [sys.executable, "-m", "bench.held_turn", folder],
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return HeldRound(*json.loads(said.stdout))
