"""Cases as staff see them."""

from __future__ import annotations

__all__: list[str] = []
