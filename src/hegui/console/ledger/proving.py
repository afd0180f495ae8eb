"""Verify an entry's inclusion on the spot, and say in one sentence what that proves."""

from __future__ import annotations

from dataclasses import dataclass

from hegui.errors import LedgerError
from hegui.ledger import Entry, Proof, Reader

__all__ = ["Proved", "prove"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """How the verification of one entry went."""

    proof: Proof | None
    size: int
    """Entries under the checkpoint used; 0 without one."""

    problem: str
    """Empty when the proof holds."""

    @property
    def holds(self) -> bool:
        """Whether the entry is proved to be in the ledger."""
        return self.proof is not None and not self.problem


def prove(reader: Reader, entry: Entry) -> Proved:
    """Make the proof for an entry and verify it, signature included.

    An entry newer than the newest checkpoint cannot be proved yet: that is
    told as a problem, never as a success.
    """
    size = 0
    try:
        size = reader.checkpoint().size
        if size <= entry.seq:
            return Proved(proof=None, size=size, problem="")
        made = reader.proof(entry.seq)
        made.verify()
    except LedgerError as error:
        return Proved(proof=None, size=size, problem=str(error))
    if made.env != entry.env:
        return Proved(proof=None, size=size, problem="the proof is of another envelope")
    return Proved(proof=made, size=size, problem="")
