"""Errors about evidence: writing, reading, verifying."""

from __future__ import annotations

from pathlib import Path

from hegui.errors.base import HeguiError

__all__ = [
    "DuplicateReceipt",
    "InvalidNote",
    "InvalidProof",
    "LedgerError",
    "LedgerKeyUnusable",
    "LedgerLocked",
    "LedgerMissing",
    "LedgerTampered",
    "LedgerUnavailable",
    "MalformedEntry",
    "NotCovered",
    "UnknownEntry",
]


class LedgerError(HeguiError):
    """Evidence: writing, reading, verifying."""


class LedgerMissing(LedgerError):
    """A folder holds no ledger to read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hint = "Start the server once, or name the folder that holds ledger.sqlite3."
        super().__init__(f"expected ledger.sqlite3 in {folder}; found none")


class LedgerLocked(LedgerError):
    """Another process writes this ledger; a ledger has one writer."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        self.folder = folder
        self.pid = pid
        self.hint = "Stop that process, or read the ledger with Reader, which needs no lock."
        holder = "another process" if pid is None else f"process {pid}"
        super().__init__(f"the ledger in {folder} is being written by {holder}")


class LedgerTampered(LedgerError):
    """What is stored is not what was signed or hashed. Nothing more is written to it."""

    def __init__(self, where: Path, what: str, *, seq: int | None = None) -> None:
        self.where = where
        self.what = what
        self.seq = seq
        self.hint = "Keep a copy of the folder and say `hegui ledger verify` for the whole list."
        place = "" if seq is None else f", entry {seq}"
        super().__init__(f"the ledger in {where}{place}: {what}")


class LedgerKeyUnusable(LedgerError):
    """The signing key of a ledger is missing, malformed or of another ledger."""

    def __init__(self, file: Path, what: str) -> None:
        self.file = file
        self.what = what
        self.hint = (
            "Put back the key file that belongs to this ledger; a new one cannot continue it."
        )
        super().__init__(f"{file}: {what}")


class LedgerUnavailable(LedgerError):
    """An entry was not committed, so nobody may act as if it were."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.hint = (
            "Mend the cause (disk space, permissions) and start again; nothing committed is lost."
        )
        super().__init__(f"the ledger takes no entries: {reason}")


class MalformedEntry(LedgerError, ValueError):
    """Something to be recorded breaks the grammar of an entry."""

    def __init__(self, part: str, *, expected: str, found: str) -> None:
        self.part = part
        self.expected = expected
        self.found = found
        super().__init__(f"{part} of a ledger entry: expected {expected}; found {found}")


class DuplicateReceipt(LedgerError):
    """An entry with this receipt is in the ledger already; it stays as it is."""

    def __init__(self, receipt: str, seq: int) -> None:
        self.receipt = receipt
        self.seq = seq
        super().__init__(f"receipt {receipt} belongs to entry {seq} already")


class UnknownEntry(LedgerError, LookupError):
    """A sequence number or receipt names no entry."""

    def __init__(self, wanted: int | str, size: int) -> None:
        self.wanted = wanted
        self.size = size
        self.hint = f"Ask for 0 to {size - 1}." if size else "The ledger is empty so far."
        super().__init__(f"no entry {wanted} in a ledger of {size}")


class NotCovered(LedgerError):
    """An entry is committed, but no checkpoint covers it so far."""

    def __init__(self, seq: int, size: int) -> None:
        self.seq = seq
        self.size = size
        self.hint = "Ask again in a second: the writer signs at least that often."
        super().__init__(f"entry {seq} is not covered by the last checkpoint, of size {size}")


class InvalidNote(LedgerError, ValueError):
    """A signed note, checkpoint or verifier key does not hold."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class InvalidProof(LedgerError, ValueError):
    """A proof does not prove what it claims."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)
