"""End users as staff see them: found by id, how they stand, what was done, and doing it."""

from __future__ import annotations

__all__: list[str] = []
