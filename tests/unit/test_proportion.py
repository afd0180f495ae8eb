"""A share with its interval."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from hegui.proportion import Proportion


@pytest.mark.parametrize(
    ("hits", "total", "confidence", "low", "high"),
    [
        (15, 300, 0.95, 0.0283, 0.0811),
        (0, 10, 0.95, 0.0, 0.3085),
        (10, 10, 0.95, 0.6915, 1.0),
        (1, 1, 0.95, 0.025, 1.0),
        (50, 100, 0.95, 0.3983, 0.6017),
        (0, 0, 0.95, 0.0, 1.0),
    ],
)
def test_published_values(
    hits: int, total: int, confidence: float, low: float, high: float
) -> None:
    """Values from printed tables, to four digits."""
    found = Proportion(hits=hits, total=total).interval(confidence)

    assert (low, high) == tuple(round(bound, 4) for bound in found)


@pytest.mark.parametrize(
    ("most", "total", "limit"),
    [(139, 4000, 0.04), (84, 1000, 0.10), (8, 300, 0.05), (4, 200, 0.05), (0, 59, 0.05)],
)
def test_acceptance_numbers(most: int, total: int, limit: float) -> None:
    """The largest count whose one-sided 95 % bound meets the limit; one more does not."""
    assert Proportion(hits=most, total=total).interval(0.90)[1] <= limit
    assert Proportion(hits=most + 1, total=total).interval(0.90)[1] > limit


@pytest.mark.parametrize("total", [1, 2, 7, 20])
def test_bounds_are_where_the_exact_tail_is_the_error(total: int) -> None:
    """Brute force: the binomial tail at each bound is 2.5 %, in whole fractions."""
    for hits in range(total + 1):
        low, high = Proportion(hits=hits, total=total).interval()

        if hits:
            assert pytest.approx(0.025, rel=1e-9) == _tail(low, hits, total)
        if hits < total:
            assert pytest.approx(0.975, rel=1e-9) == _tail(high, hits + 1, total)


def _tail(p: float, hits: int, total: int) -> float:
    """P(X >= hits) for X binomial, exactly."""
    share = Fraction(p)
    return float(
        sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(hits, total + 1))
    )


def test_large_counts_give_small_intervals() -> None:
    """A million documents are no problem, and the interval is as narrow as it should be."""
    low, high = Proportion(hits=500_000, total=1_000_000).interval()

    assert pytest.approx(2 * 1.96 * 0.0005, rel=1e-3) == high - low
    assert low < 0.5 < high


@pytest.mark.parametrize(("hits", "total"), [(-1, 3), (4, 3), (0, -1)])
def test_counts_that_are_no_share_are_refused(hits: int, total: int) -> None:
    with pytest.raises(ValueError, match=f"got {hits} of {total}"):
        Proportion(hits=hits, total=total)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, -0.1])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        Proportion(hits=1, total=2).interval(confidence)


def test_json_says_what_was_counted() -> None:
    assert {
        "hits": 15,
        "total": 300,
        "rate": 0.05,
        "interval": [0.028251202, 0.081127357],
        "confidence": 0.95,
    } == Proportion(hits=15, total=300).as_dict()


def test_nothing_looked_at_has_no_rate() -> None:
    """Zero of zero is not zero per cent."""
    nothing = Proportion(hits=0, total=0)

    assert nothing.rate is None
    assert [0.0, 1.0] == nothing.as_dict()["interval"]
    assert nothing.as_dict()["rate"] is None
