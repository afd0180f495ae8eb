"""Tests by permutation and sign: no distribution is assumed.

All take paired differences. A small sample is enumerated, so its p is exact; a
larger one is drawn with a seed, so its p is the same on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hegui.errors import InvalidSample

__all__ = ["EXACT_UP_TO", "adjust", "median_interval", "sign_flip", "sign_test", "vector"]

EXACT_UP_TO: Final = 16
"""Differences other than zero up to which all sign patterns are enumerated (65,536)."""

_CHUNK: Final = 1_024
"""Sign patterns held at once, so that memory stays at this many times n floats."""


def vector(values: ArrayLike, *, name: str) -> NDArray[np.float64]:
    """Return `values` as a fresh vector of floats.

    Raises:
        InvalidSample: it has another shape, is empty or holds NaN or infinity.
    """
    array = np.array(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise InvalidSample(expected=f"{name} of shape (n,) with n >= 1", found=str(array.shape))
    if not np.isfinite(array).all():
        bad = int(np.flatnonzero(~np.isfinite(array))[0])
        raise InvalidSample(expected=f"finite {name}", found=f"{array[bad]} at index {bad}")
    return array


def sign_flip(differences: ArrayLike, *, resamples: int = 20_000, seed: int = 0) -> float:
    """Return the two-sided p of "the mean difference is zero" by flipping signs.

    Exact for up to `EXACT_UP_TO` differences other than zero; else by seeded
    resampling with ``(b + 1) / (m + 1)``, which is never zero and never too
    small on average.

    Args:
        differences: shape (n,), n >= 1; one for each pair. Zeros change nothing.
        resamples: sign patterns drawn for a large sample, >= 1.
        seed: of the drawing.

    Returns:
        p in (0, 1]; 1.0 when every difference is zero.

    Raises:
        InvalidSample: wrong shape, not finite, or no resamples.

    Notes:
        O(resamples * n) time, a few megabytes. It assumes that under the null a
        difference is as likely as its opposite; pairs must be independent.

    >>> sign_flip([1, 2, 3])
    0.25
    """
    if resamples < 1:
        raise InvalidSample(expected="resamples >= 1", found=str(resamples))
    all_differences = vector(differences, name="differences")
    moved = all_differences[all_differences != 0]
    if moved.size == 0:
        return 1.0
    # Scaled, so that the largest is 1 and sums of denormals or giants stay exact enough.
    scaled = moved / np.abs(moved).max()
    observed = abs(scaled.sum())
    slack = 1e-9 * np.abs(scaled).sum()
    if scaled.size <= EXACT_UP_TO:
        codes = np.arange(2**scaled.size, dtype=np.int64)
        hits = 0
        for start in range(0, codes.size, _CHUNK):
            bits = (codes[start : start + _CHUNK, None] >> np.arange(scaled.size)) & 1
            hits += int((np.abs((1 - 2 * bits) @ scaled) >= observed - slack).sum())
        return hits / codes.size
    draw = np.random.default_rng(seed)
    hits = 0
    for start in range(0, resamples, _CHUNK):
        rows = min(_CHUNK, resamples - start)
        signs = draw.integers(0, 2, size=(rows, scaled.size), dtype=np.int8) * 2 - 1
        hits += int((np.abs(signs @ scaled) >= observed - slack).sum())
    return (hits + 1) / (resamples + 1)


def sign_test(differences: ArrayLike) -> float:
    """Return the exact two-sided p of "up is as likely as down".

    Args:
        differences: shape (n,), n >= 1. Zeros are left out.

    Returns:
        p in (0, 1]; 1.0 when every difference is zero.

    Raises:
        InvalidSample: wrong shape or not finite.

    >>> sign_test([1, 2, 3, 4, 5, 0])
    0.0625
    """
    array = vector(differences, name="differences")
    up, down = int((array > 0).sum()), int((array < 0).sum())
    n = up + down
    ways = tail = 1
    for k in range(min(up, down)):
        ways = ways * (n - k) // (k + 1)
        tail += ways
    # Python's integers divide exactly, whatever their size.
    return float(min(1.0, 2 * tail / 2**n))


def median_interval(
    differences: ArrayLike, *, confidence: float = 0.95
) -> tuple[float, float] | None:
    """Return a closed interval for the median difference by the sign test.

    Distribution-free and conservative: the k-th smallest and the k-th largest
    difference, with the largest k that still covers.

    Returns:
        None when the sample is too small to reach the confidence at all (below
        six pairs at 95 %).

    Raises:
        InvalidSample: wrong shape or not finite, or the confidence is not in (0, 1).

    >>> median_interval([1, 2, 3, 4, 5, 6])
    (1.0, 6.0)
    >>> median_interval([1, 2, 3, 4, 5]) is None
    True
    """
    if not 0 < confidence < 1:
        raise InvalidSample(expected="a confidence in (0, 1)", found=str(confidence))
    array = np.sort(vector(differences, name="differences"))
    n = int(array.size)
    most = floor(Fraction(1 - confidence + 1e-12) * 2**n)
    k, ways, tail = 0, 1, 1
    while 2 * tail <= most:
        ways = ways * (n - k) // (k + 1)
        tail += ways
        k += 1
    return (float(array[k - 1]), float(array[n - k])) if k else None


def adjust(ps: Sequence[float]) -> tuple[float, ...]:
    """Return p values adjusted for their number, by Holm, in the order given.

    Testing eight attributes at 5 % finds something in a fair service once in
    three audits; an adjusted p keeps that at 5 % for all of them together.

    >>> adjust([0.01, 0.5, 0.02])
    (0.03, 0.5, 0.04)
    """
    order = sorted(range(len(ps)), key=lambda index: ps[index])
    adjusted = [0.0] * len(ps)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[index]))
        adjusted[index] = highest
    return tuple(adjusted)
