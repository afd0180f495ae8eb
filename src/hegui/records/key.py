"""What the gateway learns about a key."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that is let in."""

    id: str
    """Public name, for example ``k-3f9c2a7d10``; safe to record."""

    name: str
    """What its holder is called."""

    client_labels: bool
    """The holder's client shows the explicit label itself."""
