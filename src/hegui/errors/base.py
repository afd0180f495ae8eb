"""The root of all errors, and how near names are told."""

from __future__ import annotations

__all__ = ["HeguiError", "nearest"]


class HeguiError(Exception):
    """The root. Catch it at an edge, never in an engine."""

    hint: str = ""
    """One imperative sentence: what to do next. Empty when the message says it."""

    @property
    def code(self) -> str:
        """The stable name that machines read."""
        return type(self).__name__

    def explain(self) -> str:
        """Return message and hint as one line for people."""
        return f"{self}. {self.hint}" if self.hint else str(self)


def nearest(names: tuple[str, ...]) -> str:
    """Return "Did you mean …?" for near names, or an empty string."""
    return f"Did you mean {' or '.join(names)}?" if names else ""
