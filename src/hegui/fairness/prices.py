"""Price gap: on equal conditions, does one group pay more than another?

A *cell* holds offers that ought to cost the same: same goods, same minute, same
city, same stated rule. Only differences within a cell count, so a group that
buys dearer goods is no worse off for it. Prices are compared by their logarithm,
so the gap is a ratio.

What it shows: an unexplained gap, with a p by permuting the groups within each
cell. What it does not show: that the cells were really equal; why there is a
gap; that it is unlawful. A lawful reason (stock, a first-order discount with a
published rule) belongs into the cell. Replaying the pricing function with only
the group changed is stronger proof: feed that to `counterfactual`.

>>> offers = [Offer(cell=c, group=g, price=p) for c in 'ab' for g, p in (('old', 11), ('new', 10))]
>>> round(price_gap(offers, 'old', 'new').gap, 6)
0.1
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hegui.errors import InvalidSample

__all__ = ["EXACT_PATTERNS", "Gap", "Offer", "price_gap"]

EXACT_PATTERNS: Final = 20_000
"""Ways to deal the groups out up to which all are enumerated; beyond, they are drawn."""

_FLOATS: Final = 2**20
"""Shuffled prices held at once: eight megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One price that one account was shown or paid."""

    cell: str
    """What has to be equal, joined into one key, for example ``sku|minute|city|rule``."""

    group: str
    price: float
    """In any one currency, > 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How much more `group` pays than `reference` on equal conditions."""

    group: str
    reference: str

    gap: float | None
    """Ratio of geometric means minus one: 0.1 is ten per cent dearer.

    None when the groups never met in a cell."""

    p: float | None
    """Two-sided, by permutation within cells."""

    is_exact: bool
    """Whether all permutations were enumerated."""

    cells: int
    """Cells in which both groups met."""

    offers: int
    """Offers of either group in those cells."""

    skipped: int
    """Offers of either group in cells where the other one is missing: not compared."""


def price_gap(
    offers: Iterable[Offer],
    group: str,
    reference: str,
    *,
    resamples: int = 20_000,
    seed: int = 0,
) -> Gap:
    """Compare two groups within equal cells.

    The gap is the mean of the cells' differences of mean log price, each cell
    weighted by n1 * n2 / (n1 + n2), the weight that a fixed-effects regression
    gives it.

    Args:
        offers: any order; offers of further groups are ignored.
        group: the one asked about.
        reference: the one compared with.
        resamples: permutations drawn when there are too many to enumerate, >= 1.
        seed: of the drawing.

    Raises:
        InvalidSample: a price is not a finite number above zero, the two groups
            are one, or no resamples.

    Notes:
        O(resamples * offers).
    """
    if group == reference:
        raise InvalidSample(expected="two different groups", found=repr(group))
    if resamples < 1:
        raise InvalidSample(expected="resamples >= 1", found=str(resamples))
    cells: dict[str, tuple[list[float], list[float]]] = {}
    for offer in offers:
        if not 0 < offer.price < float("inf"):
            raise InvalidSample(
                expected="prices above zero", found=f"{offer.price} in cell {offer.cell}"
            )
        if offer.group in {group, reference}:
            cells.setdefault(offer.cell, ([], []))[offer.group == reference].append(
                float(np.log(offer.price))
            )
    common = [_Cell.of(*cells[name]) for name in sorted(cells) if all(cells[name])]
    total = sum(len(ours) + len(theirs) for ours, theirs in cells.values())
    used = sum(cell.logs.size for cell in common)
    is_exact = bool(common) and _are_few(common)
    p: float | None = None
    gap: float | None = None
    if common:
        weight = sum(cell.weight for cell in common)
        observed = sum(cell.score(np.arange(cell.ours)) for cell in common)
        gap = float(np.expm1(observed / weight))
        p = (
            _exact(common, observed)
            if is_exact
            else _drawn(common, observed, resamples, np.random.default_rng(seed))
        )
    return Gap(
        group=group,
        reference=reference,
        gap=gap,
        p=p,
        is_exact=is_exact,
        cells=len(common),
        offers=used,
        skipped=total - used,
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """The log prices of both groups in one cell, ours first."""

    logs: NDArray[np.float64]
    ours: int
    weight: float

    @classmethod
    def of(cls, ours: list[float], theirs: list[float]) -> _Cell:
        n, m = len(ours), len(theirs)
        return cls(np.array([*sorted(ours), *sorted(theirs)]), n, n * m / (n + m))

    def score(self, chosen: NDArray[np.int64]) -> float:
        """Return weight times difference of means, were `chosen` the offers of our group.

        That is the sum of our log prices, less what the cell's mean lets expect.
        """
        return float(self.logs[chosen].sum() - chosen.size * self.logs.mean())


def _are_few(cells: list[_Cell]) -> bool:
    """Tell whether at most `EXACT_PATTERNS` deals exist, without multiplying giants."""
    patterns = 1
    for cell in cells:
        # A cell has at least as many deals as offers, so comb() stays small.
        if cell.logs.size > EXACT_PATTERNS:
            return False
        patterns *= comb(cell.logs.size, cell.ours)
        if patterns > EXACT_PATTERNS:
            return False
    return True


def _exact(cells: list[_Cell], observed: float) -> float:
    """Return p over all ways to deal groups within cells, by adding the cells' scores."""
    sums = np.zeros(1)
    for cell in cells:
        scores = np.array(
            [
                cell.score(np.array(chosen))
                for chosen in combinations(range(cell.logs.size), cell.ours)
            ]
        )
        sums = np.add.outer(sums, scores).ravel()
    # Equal sums that were added in another order may differ in the last digits.
    return float((np.abs(sums) >= abs(observed) - 1e-9).mean())


def _drawn(cells: list[_Cell], observed: float, resamples: int, draw: np.random.Generator) -> float:
    """Return p over seeded random deals; never zero."""
    sums = np.zeros(resamples)
    for cell in cells:
        rows = max(1, _FLOATS // cell.logs.size)
        for start in range(0, resamples, rows):
            part = sums[start : start + rows]
            shuffled = draw.permuted(np.tile(cell.logs, (part.size, 1)), axis=1)
            part += shuffled[:, : cell.ours].sum(axis=1) - cell.ours * cell.logs.mean()
    hits = int((np.abs(sums) >= abs(observed) - 1e-9).sum())
    return (hits + 1) / (resamples + 1)
