"""Putting in order: drafts become numbered, hashed, committed entries.

One thread calls this. State moves forward only after the commit has returned,
so that a failure leaves size and tree where the disk has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from hegui import clock
from hegui.errors import DuplicateReceipt
from hegui.ledger.checkpoint import Checkpoint
from hegui.ledger.entry import Receipt, encode_envelope
from hegui.ledger.merkle import leaf_hash
from hegui.ledger.note import Signer
from hegui.ledger.runs import runs
from hegui.ledger.stores.sqlite import Row, Store, StoreConflict
from hegui.ledger.tiles import Tree

__all__ = ["Draft", "Sequencer"]


class Draft(NamedTuple):
    """An entry before it has a place. Its parts have been checked."""

    kind: str
    refs: tuple[str, ...]
    receipt: str
    salt: bytes
    commit: str
    payload: bytes


@dataclass(slots=True)
class Sequencer:
    """The end of the ledger: what is stored, the tree over it, what is signed of it."""

    store: Store
    tree: Tree
    signer: Signer
    signed: int
    """Size of the newest checkpoint."""

    @property
    def unsigned(self) -> int:
        """Entries that no checkpoint covers yet."""
        return self.tree.size - self.signed

    def commit(
        self, drafts: Sequence[Draft], now: datetime
    ) -> tuple[Receipt | DuplicateReceipt, ...]:
        """Commit drafts in order; the entries are on disk on return.

        Returns:
            For each draft its receipt, or the error for a receipt that exists.

        Raises:
            StoreError: nothing was committed.
        """
        try:
            return self._commit(drafts, now)
        except StoreConflict:
            taken = self.store.receipts(draft.receipt for draft in drafts)
            fresh: dict[str, Draft] = {}
            for draft in drafts:
                if draft.receipt not in taken:
                    fresh.setdefault(draft.receipt, draft)
            if len(fresh) == len(drafts):
                raise  # not a receipt: somebody else has written
        made = dict(zip(fresh, self._commit(tuple(fresh.values()), now), strict=True))
        taken |= {receipt: entry.seq for receipt, entry in made.items()}
        return tuple(
            made[draft.receipt]
            if fresh.get(draft.receipt) is draft
            else DuplicateReceipt(draft.receipt, taken[draft.receipt])
            for draft in drafts
        )

    def _commit(self, drafts: Sequence[Draft], now: datetime) -> tuple[Receipt, ...]:
        at = clock.stamp(now)
        rows: list[Row] = []
        for seq, draft in enumerate(drafts, self.tree.size):
            env = encode_envelope(
                seq=seq,
                at=at,
                kind=draft.kind,
                receipt=draft.receipt,
                refs=draft.refs,
                commit=draft.commit,
            )
            leaf = leaf_hash(env)
            rows.append(
                Row(seq, at, draft.kind, draft.receipt, env, leaf, draft.salt, draft.payload)
            )
        if not rows:
            return ()
        tree = self.tree.copy()
        tiles = tree.extend([row.leaf for row in rows])
        self.store.insert(rows, runs(rows[0].seq, [draft.refs for draft in drafts]), tiles)
        self.tree = tree
        return tuple(Receipt(id=r.receipt, seq=r.seq, at=now, leaf=r.leaf) for r in rows)

    def sign(self, now: datetime) -> Checkpoint:
        """Sign and commit a checkpoint over everything committed.

        Raises:
            StoreError: it was not stored, and is not shown to anybody.
        """
        checkpoint = Checkpoint.sign(self.signer, self.tree.size, self.tree.root())
        self.store.put_checkpoint(checkpoint.size, clock.stamp(now), checkpoint.note)
        self.signed = checkpoint.size
        return checkpoint
