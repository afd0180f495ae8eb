"""What the service tells the public."""

from __future__ import annotations

__all__: list[str] = []
