"""A share with its interval: what a sample says about the whole it was drawn from.

Rates of findings in a corpus, refusals in an assessment and flips in a fairness
audit are all "k of n". A rate without an interval invites a wrong verdict, so
there is no way here to have one without the other.

The interval is Clopper and Pearson's: exact, so it covers the true share at
least as often as it says, at the price of being a little wide. It holds for a
simple random sample from a whole much larger than the sample; counts over a
whole have no sampling error, and drawing in clusters has more than it tells.

>>> share = Proportion(hits=15, total=300)
>>> share.rate
0.05
>>> [round(bound, 4) for bound in share.interval()]
[0.0283, 0.0811]
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import Final

__all__ = ["Proportion"]

_STEPS: Final = 60
"""Halvings of [0, 1]: the answer is closer than 1e-17, so exact in a float."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """`hits` of `total`, with 0 <= hits <= total."""

    hits: int
    total: int

    def __post_init__(self) -> None:
        """Refuse counts that are no share."""
        if not 0 <= self.hits <= self.total:
            raise ValueError(f"expected 0 <= hits <= total; got {self.hits} of {self.total}")

    @property
    def rate(self) -> float | None:
        """The observed share, in [0, 1]; None when nothing was looked at."""
        return self.hits / self.total if self.total else None

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the closed two-sided interval, each tail with half of the rest.

        Nothing looked at gives ``(0.0, 1.0)``: everything is possible. A one-sided
        95 % bound is the bound of the 90 % interval.

        Raises:
            ValueError: `confidence` does not lie strictly between 0 and 1.

        Notes:
            O(sqrt(`total`)) at worst: 15 ms at half of a million, mostly far less.

        Source:
            Clopper and Pearson, Biometrika 26 (1934), by the beta distribution.
        """
        if not 0 < confidence < 1:
            raise ValueError(f"expected a confidence strictly between 0 and 1; got {confidence}")
        tail = (1 - confidence) / 2
        k, n = self.hits, self.total
        lower = 0.0 if k == 0 else _quantile(tail, k, n - k + 1)
        upper = 1.0 if k == n else _quantile(1 - tail, k + 1, n - k)
        return lower, upper

    def as_dict(self, confidence: float = 0.95) -> dict[str, float | int | list[float] | None]:
        """Return counts, rate and interval for JSON, shares rounded to nine decimals."""
        low, high = self.interval(confidence)
        return {
            "hits": self.hits,
            "total": self.total,
            "rate": None if self.rate is None else round(self.rate, 9),
            "interval": [round(low, 9), round(high, 9)],
            "confidence": confidence,
        }


def _quantile(p: float, a: float, b: float) -> float:
    """Return x with P(Beta(a, b) <= x) = p, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for 0 < x < 1."""
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The fraction converges fast on this side only; the other is its mirror.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function.

    Source:
        Modified Lentz algorithm; Abramowitz and Stegun 26.5.8.
    """
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    result = d
    m = 0
    while True:
        m += 1
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / c
            c = c if abs(c) > tiny else tiny
            result *= c * d
        if abs(c * d - 1) < 1e-14:
            return result
