"""Obligations: the list, and one page each."""

from __future__ import annotations

__all__: list[str] = []
