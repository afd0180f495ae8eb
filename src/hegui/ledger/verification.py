"""Asking the stand-alone verifier, in a process of its own.

Two reasons for the process: a verification keeps a processor busy for seconds
per million entries, which a gateway cannot spare; and the verifier reads with
the standard library's SQLite, which must not touch the file in a process that
writes it with another copy (see `hegui.ledger.stores.sqlite`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from hegui.errors import LedgerMissing, LedgerUnavailable
from hegui.ledger.verify import FILE, Problem, Report

__all__ = ["read_report", "verify"]

_STANDALONE: Final = Path(__file__).with_name("verify.py")


def verify(
    folder: Path, public_key: str | None = None, checkpoint: Path | str | None = None
) -> Report:
    """Return what the verifier finds in a folder. Blocks; some 6 s per million entries.

    Args:
        folder: holds ``ledger.sqlite3``; or the database itself.
        public_key: the verifier key to trust; None trusts the one in the folder.
        checkpoint: an older checkpoint that somebody kept, as a file or as text.

    Raises:
        LedgerMissing: there is no ledger.
        LedgerUnavailable: it cannot be read, or key or checkpoint are not such.
    """
    folder = folder.parent if folder.is_file() else folder
    if not (folder / FILE).is_file():
        raise LedgerMissing(folder)
    command = [sys.executable, "-I", str(_STANDALONE), str(folder), "--json"]
    if public_key is not None:
        command += ["--vkey", public_key]
    if checkpoint is not None:
        command += ["--checkpoint", str(checkpoint)]
    # A session of its own: Ctrl-C in a terminal is for the program, which stops in order, and
    # would otherwise end the verifier in mid-sentence, too.
    done = subprocess.run(  # noqa: S603 - our own file
        command, capture_output=True, check=False, text=True, start_new_session=True
    )
    if done.returncode not in {0, 1}:
        raise LedgerUnavailable(done.stderr.strip())
    return read_report(done.stdout)


def read_report(text: str) -> Report:
    """Return the report that the verifier printed as JSON."""
    raw = json.loads(text)
    return Report(
        origin=raw["origin"],
        size=raw["size"],
        root=raw["root"],
        signed=raw["signed"],
        uncovered=raw["uncovered"],
        problems=[Problem(each["seq"], each["what"]) for each in raw["problems"]],
        dropped=raw["dropped"],
    )
