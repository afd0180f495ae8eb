"""Controls: what each claims, what it was proved on, how it does."""

from __future__ import annotations

__all__: list[str] = []
