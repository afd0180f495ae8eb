"""Leave the entry of a batch run in the service's ledger, if there is one to write to.

A ledger has one writer. While the service runs it is the writer, so a batch run
then leaves its record in the ledger's inbox and the service appends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hegui.errors import LedgerLocked

if TYPE_CHECKING:
    from hegui.ledger import Receipt

__all__ = ["record"]


def record(
    var: Path, kind: str, payload: Mapping[str, str | float], *, refs: tuple[str, ...] = ()
) -> tuple[Receipt | None, str]:
    """Append one entry and return its receipt, with a line that says what happened.

    Args:
        var: the var folder.
        kind: ``corpus-scan``, ``assessment`` …
        payload: digests and figures; no text of a corpus, prompt or answer.
        refs: index words.

    Returns:
        None and the reason when nothing was appended yet: no ledger, or the
        running service will.

    Raises:
        LedgerError: the ledger is there, free, and broken.
    """
    folder = var / "ledger"
    if not (folder / "ledger.sqlite3").is_file():
        return None, f"not on record: no ledger in {folder}; start the service once to have one"
    from hegui.ledger import Ledger  # noqa: PLC0415 - needs the extra
    from hegui.ledger.inbox import deposit  # noqa: PLC0415

    try:
        ledger = Ledger.open(folder)
    except LedgerLocked:
        waiting = deposit(folder, kind, payload, refs=refs)
        return None, f"handed to the running service, which records it as {waiting}"
    try:
        receipt = ledger.append_sync(kind, payload, refs=refs)
    finally:
        ledger.close()
    return receipt, f"on record: entry {receipt.seq}, receipt {receipt.id}"
