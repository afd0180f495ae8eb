"""Deadlines: what falls due when, what comes back, and what waits for an event."""

from __future__ import annotations

__all__: list[str] = []
