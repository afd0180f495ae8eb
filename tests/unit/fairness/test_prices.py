"""Price gap on equal conditions, against brute force."""

from __future__ import annotations

from itertools import combinations, product
from math import exp, log

import numpy as np
import pytest

from hegui.errors import InvalidSample
from hegui.fairness import Offer, price_gap

Cells = list[tuple[list[float], list[float]]]


def offers(cells: Cells) -> list[Offer]:
    """Old customers' and new customers' prices, cell by cell."""
    return [
        Offer(cell=f"c{number}", group=group, price=price)
        for number, prices in enumerate(cells)
        for group, some in zip(("old", "new"), prices, strict=True)
        for price in some
    ]


def brute(cells: Cells) -> tuple[float, float]:
    """Gap and p by writing out every deal of prices in every cell."""

    def statistic(dealt: Cells) -> float:
        weights = [len(a) * len(b) / (len(a) + len(b)) for a, b in dealt]
        gaps = [sum(map(log, a)) / len(a) - sum(map(log, b)) / len(b) for a, b in dealt]
        return sum(w * g for w, g in zip(weights, gaps, strict=True)) / sum(weights)

    deals = []
    for ours, theirs in cells:
        every = [*ours, *theirs]
        deals.append(
            [
                (
                    [every[i] for i in chosen],
                    [every[i] for i in range(len(every)) if i not in chosen],
                )
                for chosen in combinations(range(len(every)), len(ours))
            ]
        )
    observed = statistic(cells)
    all_deals = [statistic(list(dealt)) for dealt in product(*deals)]
    p = sum(abs(one) >= abs(observed) - 1e-9 for one in all_deals) / len(all_deals)
    return exp(observed) - 1, p


@pytest.mark.parametrize(
    "cells",
    [
        [([11.0], [10.0])],
        [([11.0, 12.0], [10.0]), ([5.0], [5.0, 4.0, 6.0])],
        [([3.0, 3.0], [3.0, 3.0])],
        [([9.0], [10.0]), ([99.0], [100.0]), ([50.0], [49.0])],
    ],
)
def test_gap_and_p_are_those_of_brute_force(cells: Cells) -> None:
    found = price_gap(offers(cells), "old", "new")
    gap, p = brute(cells)

    assert pytest.approx(gap) == found.gap
    assert pytest.approx(p) == found.p
    assert found.is_exact


def test_buying_dearer_goods_is_no_gap() -> None:
    """Old customers buy what costs ten times as much, and pay for it as others do."""
    cells: Cells = [([100.0] * 5, [100.0]), ([10.0], [10.0] * 5)]

    assert pytest.approx(0.0) == price_gap(offers(cells), "old", "new").gap


def test_cells_without_both_groups_are_counted_as_skipped() -> None:
    cells: Cells = [([11.0], [10.0]), ([8.0, 9.0], []), ([], [7.0])]
    found = price_gap(offers(cells), "old", "new")

    assert (1, 2, 3) == (found.cells, found.offers, found.skipped)


def test_groups_that_never_meet_are_not_compared() -> None:
    """No common cell: no gap and no p, rather than zero."""
    found = price_gap(offers([([11.0], []), ([], [10.0])]), "old", "new")

    assert (None, None, False) == (found.gap, found.p, found.is_exact)


def test_other_groups_are_ignored() -> None:
    some = [*offers([([11.0], [10.0])]), Offer(cell="c0", group="staff", price=1.0)]

    assert pytest.approx(0.1) == price_gap(some, "old", "new").gap


@pytest.mark.parametrize("size", [60, 20_001])
def test_a_large_sample_is_drawn_by_seed(size: int) -> None:
    """Ten per cent dearer under five per cent noise is seen, twice the same."""
    noise = np.random.default_rng(3).normal(0, 0.05, (2, size))
    cells: Cells = [
        (list(11 * np.exp(noise[0])), list(10 * np.exp(noise[1][: max(60, size // 1000)])))
    ]
    found = price_gap(offers(cells), "old", "new", resamples=200, seed=4)

    assert pytest.approx(0.1, abs=0.03) == found.gap
    assert 1 / 201 == found.p
    assert not found.is_exact
    assert found == price_gap(offers(cells), "old", "new", resamples=200, seed=4)


def test_drawn_p_comes_near_the_exact_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cells by enumeration and by drawing."""
    cells: Cells = [([11.0, 10.5, 12.0], [10.0, 10.7]), ([5.0, 5.5], [5.2, 4.9, 5.1])]
    exact = price_gap(offers(cells), "old", "new").p
    monkeypatch.setattr("hegui.fairness.prices.EXACT_PATTERNS", 50)
    drawn = price_gap(offers(cells), "old", "new", resamples=20_000).p

    assert exact is not None
    assert pytest.approx(exact, abs=0.015) == drawn


@pytest.mark.parametrize("price", [0.0, -1.0, float("nan"), float("inf")])
def test_a_price_is_a_number_above_zero(price: float) -> None:
    with pytest.raises(InvalidSample, match="prices above zero"):
        price_gap([Offer(cell="c", group="old", price=price)], "old", "new")


def test_senseless_settings_are_refused() -> None:
    with pytest.raises(InvalidSample, match="two different groups"):
        price_gap([], "old", "old")
    with pytest.raises(InvalidSample, match="resamples >= 1"):
        price_gap([], "old", "new", resamples=0)
