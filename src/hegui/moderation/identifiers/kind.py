"""What a kind of identifier is, apart from how it is recognised."""

from __future__ import annotations

from dataclasses import dataclass

from hegui.finding import Stage

__all__ = ["EVERYWHERE", "NOWHERE", "Kind"]

EVERYWHERE = frozenset(Stage)
NOWHERE: frozenset[Stage] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of identifier."""

    rule: str
    """The rule id in findings, for example ``resident-id``."""

    category: str = "a4.personal-information"
    """A key of ``categories.toml``."""

    score: float = 1.0
    """In (0, 1]. Below 1 it is a hint: it is shown to people and decides nothing by itself."""

    stages: frozenset[Stage] = NOWHERE
    """Where it is looked for unless the operator chooses. Kinds that ordinary text is full of, and
    that are as often public as private, are looked for only when they are asked for."""

    shown: tuple[int, int] = (0, 0)
    """Letters and digits that stay readable at the beginning and at the end when it is masked."""
