"""Records that wait for the one writer: a folder beside the ledger.

A ledger has one writer, and while the service runs it is the writer. A batch
run that ends meanwhile leaves its record here as a file; the service appends
it within seconds, or at its next start.

A file appears whole, by a rename. Its name is the receipt of the entry, so a
crash between appending and removing the file appends nothing twice: the second
try is refused as a known receipt, and the file goes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from hegui.errors import DuplicateReceipt, MalformedEntry
from hegui.ledger.entry import JSON, Receipt, new_receipt
from hegui.ledger.writer import Ledger

__all__ = ["FOLDER", "deposit", "take_in"]

FOLDER: Final = "inbox"


class _Waiting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One record as it lies in its file."""

    kind: str
    payload: dict[str, Any]  # any JSON; `append_sync` checks it
    refs: tuple[str, ...]


def deposit(
    folder: Path, kind: str, payload: Mapping[str, JSON], *, refs: Sequence[str] = ()
) -> str:
    """Leave one record for the writer of the ledger in `folder` and return its receipt."""
    inbox = folder / FOLDER
    inbox.mkdir(parents=True, exist_ok=True)
    receipt = new_receipt()
    draft = inbox / f".{receipt}"
    waiting = _Waiting(kind=kind, payload=dict(payload), refs=tuple(refs))
    with draft.open("xb") as file:
        file.write(msgspec.json.encode(waiting))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(inbox / f"{receipt}.json")
    return receipt


def take_in(ledger: Ledger) -> tuple[Receipt, ...]:
    """Append every waiting record, oldest first, and remove its file.

    A file that is no record is set aside as ``….rejected``, so that one bad
    file does not keep the others waiting and nothing is lost.

    Raises:
        LedgerError: the ledger took no more; what was not appended still waits.
    """
    taken: list[Receipt] = []
    for file in sorted((ledger.folder / FOLDER).glob("[!.]*.json")):
        try:
            waiting = msgspec.json.decode(file.read_bytes(), type=_Waiting)
            taken.append(
                ledger.append_sync(
                    waiting.kind, waiting.payload, refs=waiting.refs, receipt=file.stem
                )
            )
        except (msgspec.MsgspecError, MalformedEntry):
            file.replace(file.with_suffix(".rejected"))
            continue
        except DuplicateReceipt:
            pass  # appended before a crash; only the file was left
        file.unlink()
    return tuple(taken)
