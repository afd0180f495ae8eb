"""API keys: make, revoke, note who labels."""

from __future__ import annotations

__all__: list[str] = []
