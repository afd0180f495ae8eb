"""The first page: how things stand, and what waits for a person."""

from __future__ import annotations

__all__: list[str] = []
