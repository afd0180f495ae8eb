"""Checking a file for labels: one page for the public, one with all details for staff."""

from __future__ import annotations

__all__: list[str] = []
