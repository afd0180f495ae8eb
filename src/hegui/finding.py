"""What every engine reports: a finding, with its place in the original text.

An engine reports facts and decides nothing. What to do about a finding is a
control's business (`hegui.controls`), and the thresholds are there too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Span", "Stage"]


class Stage(StrEnum):
    """Which text is looked at."""

    PROMPT = "prompt"
    """What a user sent."""

    OUTPUT = "output"
    """What the model answered, before the user sees it."""

    CORPUS = "corpus"
    """Training data."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``[start, end)``.

    Code points, not bytes and not UTF-16 units: ``text[span.start:span.end]``
    is always the matched text.

    >>> len(Span(2, 5))
    3
    >>> Span(3, 1)
    Traceback (most recent call last):
        ...
    ValueError: span must satisfy 0 <= start <= end; got [3, 1)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span must satisfy 0 <= start <= end; got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def shifted(self, by: int) -> Span:
        """Return the same range, `by` code points further right."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact that one detector reports about one piece of content."""

    detector: str
    """Dotted name of the detector, for example ``moderation.lexicon``."""

    category: str
    """A key of ``moderation/categories.toml``, for example ``a1.subversion``."""

    span: Span | None
    """Where in the original text, or None when the finding is about the whole."""

    score: float
    """Confidence in [0, 1]. A rule that cannot be unsure reports 1.0."""

    rule: str
    """What matched, so that a person can look it up: ``starter/fraud#017``, ``resident-id``."""
