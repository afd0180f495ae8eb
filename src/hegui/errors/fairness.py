"""Errors about audits of outcomes."""

from __future__ import annotations

from hegui.errors.base import HeguiError

__all__ = ["FairnessError", "InvalidSample"]


class FairnessError(HeguiError):
    """Audits of outcomes."""


class InvalidSample(FairnessError, ValueError):
    """Numbers cannot be compared as they stand: a wrong shape, or no numbers at all."""

    def __init__(self, *, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"expected {expected}; found {found}")
