"""One pattern of an operator, with what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hegui.finding import Stage

__all__ = ["WHOLE_TEXTS", "Expression"]

WHOLE_TEXTS: Final = frozenset({Stage.PROMPT, Stage.CORPUS})
"""A pattern may look arbitrarily far, so a stream would have to hold everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One entry."""

    name: str
    """Its rule is called ``expression/<name>``."""

    pattern: str
    """In RE2's syntax."""

    category: str
    """A key of ``categories.toml``."""

    severity: int
    """1 mild, 2 grave, 3 gravest."""

    stages: frozenset[Stage] = WHOLE_TEXTS

    @property
    def rule(self) -> str:
        """The rule id in findings."""
        return f"expression/{self.name}"
