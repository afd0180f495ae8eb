"""Findings that no lexicon makes: identifiers and hidden runs."""

from __future__ import annotations

from typing import Final

from hegui.finding import Finding, Span
from hegui.moderation.hidden import HOLD_LIMIT
from hegui.moderation.identifiers.kind import Kind

__all__ = ["FOLD", "IDENTIFIERS", "PERSONAL", "hidden", "number"]

IDENTIFIERS: Final = "moderation.identifiers"
FOLD: Final = "moderation.fold"
PERSONAL: Final = "a4.personal-information"


def number(span: Span, kind: Kind) -> Finding:
    """Return the finding of an identifier."""
    return Finding(
        detector=IDENTIFIERS,
        category=kind.category,
        span=span,
        score=kind.score,
        rule=kind.rule,
    )


def hidden(span: Span) -> Finding:
    """Return the finding of a run of invisible characters.

    The category is the widest of the first group: what is hidden cannot be
    read, so it is treated as content that may not be shown.
    """
    return Finding(detector=FOLD, category="a1.other-banned", span=span, score=1.0, rule=HOLD_LIMIT)
