"""Expressions that nobody compared with their source for a while.

`checked` is the day on which a person last did. That a day has passed breaks
nothing: this is a list to work through, never a failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from hegui.law.instrument import Article, Expression, Instrument
from hegui.law.load import Law

__all__ = ["LIMIT_DAYS", "Stale", "stale"]

LIMIT_DAYS: Final = 90
"""Our own habit, not a rule's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """One expression, and for how long nobody looked."""

    instrument: Instrument
    article: Article
    expression: Expression
    age_days: int

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "provision": f"{self.instrument.id}/{self.article.stem}",
            "from": self.expression.start.isoformat(),
            "checked": self.expression.checked.isoformat(),
            "age_days": self.age_days,
            "source": self.expression.source,
            "confidence": self.expression.confidence,
            "file": f"{self.article.file.as_posix()}:{self.expression.line}",
        }


def stale(law: Law, on: date, *, days: int = LIMIT_DAYS) -> tuple[Stale, ...]:
    """Return the expressions whose check is more than `days` old on a day, oldest first.

    An expression that ended before that day is history and is left out.
    """
    found = [
        Stale(instrument=instrument, article=article, expression=text, age_days=age)
        for instrument in law.instruments.values()
        for article in instrument.articles
        for text in article.expressions
        if (age := (on - text.checked).days) > days and (text.end is None or on < text.end)
    ]
    return tuple(sorted(found, key=lambda each: -each.age_days))
