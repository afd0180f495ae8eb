"""The interview: the facts of the service, asked in the order in which they matter."""

from __future__ import annotations

__all__: list[str] = []
