"""The ledger: entries, checkpoints and inclusion proofs."""

from __future__ import annotations

__all__: list[str] = []
