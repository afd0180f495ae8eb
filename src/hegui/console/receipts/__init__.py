"""From a receipt to its entry, and the search box."""

from __future__ import annotations

__all__: list[str] = []
