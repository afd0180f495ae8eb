"""The ledger: entries that are on disk before anybody is told, and that nobody can change unseen.

    append ─► envelope + salted commitment ─► leaf ─► Merkle tree ─► signed checkpoint ─► proof

* `Ledger` writes; one process at a time. `append` returns after the commit.
* `Reader` reads, in any process, while the writer goes on; it makes proofs.
* `verify` says whether what is stored is what was signed, and which entry is
  not. It runs ``verify.py``, one file that shares no code with the writer.

What it promises, and what not: an entry that was acknowledged survives the
program's death and the machine's; any later change is found by whoever holds
the verifier key and an older checkpoint. It cannot show that everything which
happened was recorded, and whoever holds the signing key can write a second
history, which an older checkpoint kept elsewhere unmasks.

Writing and reading need `apsw`, from the ``server`` extra; `verify`, proofs
and checkpoints do not, so that an auditor's install stays small.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from hegui.ledger.checkpoint import Checkpoint
from hegui.ledger.entry import JSON, Entry, Receipt, new_receipt
from hegui.ledger.proof import Proof
from hegui.ledger.verification import verify
from hegui.ledger.verify import Problem, Report

if TYPE_CHECKING:
    from hegui.ledger.reader import Reader
    from hegui.ledger.writer import Ledger

__all__ = [
    "JSON",
    "Checkpoint",
    "Entry",
    "Ledger",
    "Problem",
    "Proof",
    "Reader",
    "Receipt",
    "Report",
    "new_receipt",
    "verify",
]


def __getattr__(name: str) -> object:
    """Import the writer and the reader when they are asked for: they need `apsw`."""
    homes = {"Ledger": "hegui.ledger.writer", "Reader": "hegui.ledger.reader"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(homes[name]), name)
