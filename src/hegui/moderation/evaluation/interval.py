"""A share with Wilson's interval.

For tables of many shares, some of few texts: closer to what is promised on the
average than the exact interval of `hegui.proportion`, which promises at least
and so is wider. Both hold for texts drawn at random from what they stand for,
and a collection of test questions is not that; the interval tells how much
chance there is in a figure, and not how far it carries.

>>> share = Share(hits=5, total=100)
>>> [round(bound, 3) for bound in share.interval()]
[0.022, 0.112]
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

__all__ = ["Share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`hits` of `total`."""

    hits: int
    total: int

    def __post_init__(self) -> None:
        """Refuse counts that are no share."""
        if not 0 <= self.hits <= self.total:
            raise ValueError(f"expected 0 <= hits <= total; got {self.hits} of {self.total}")

    @property
    def rate(self) -> float | None:
        """The observed share; None when nothing was looked at."""
        return self.hits / self.total if self.total else None

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return Wilson's interval; ``(0.0, 1.0)`` when nothing was looked at.

        Raises:
            ValueError: `confidence` does not lie strictly between 0 and 1.

        Source:
            Wilson, Journal of the American Statistical Association 22 (1927).
        """
        if not 0 < confidence < 1:
            raise ValueError(f"expected a confidence strictly between 0 and 1; got {confidence}")
        if not self.total:
            return 0.0, 1.0
        z = NormalDist().inv_cdf(0.5 + confidence / 2)
        n, p = self.total, self.hits / self.total
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low = 0.0 if self.hits == 0 else max(0.0, middle - half)
        high = 1.0 if self.hits == n else min(1.0, middle + half)
        return low, high

    def as_dict(self) -> dict[str, object]:
        """Return counts, rate and interval for JSON."""
        low, high = self.interval()
        return {
            "hits": self.hits,
            "total": self.total,
            "rate": None if self.rate is None else round(self.rate, 6),
            "interval": [round(low, 6), round(high, 6)],
        }

    def __str__(self) -> str:
        """Return it for a person: ``4.8 % (3.0-7.6 %, 17 of 353)``."""
        if self.rate is None:
            return "none looked at"
        low, high = self.interval()
        return f"{self.rate:.1%} ({low:.1%}-{high:.1%}, {self.hits} of {self.total})"
