"""Where and how the upstream takes the requests of one protocol."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Endpoint"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of the upstream. Hashable, so that its request head is written once."""

    path: str
    """Below the base address, for example ``chat/completions``."""

    key_header: str = "authorization: Bearer "
    """What stands before the operator's key."""

    headers: tuple[str, ...] = ()
    """Further header lines that the protocol demands."""
