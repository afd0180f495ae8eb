"""Tests by permutation and sign, against brute force."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest

from hegui.errors import InvalidSample
from hegui.fairness import adjust, sign_flip, sign_test
from hegui.fairness.permutation import EXACT_UP_TO, median_interval


def brute_sign_flip(differences: list[float]) -> float:
    """Every sign pattern, one by one, zeros included."""
    observed = abs(sum(differences))
    sums = [
        abs(sum(s * d for s, d in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(one >= observed * (1 - 1e-9) for one in sums) / len(sums)


@pytest.mark.parametrize(
    "differences",
    [
        [1.0],
        [1.0, -1.0],
        [1.0, 2.0, 3.0],
        [0.0, 1.0, 2.0, 0.0, 4.0],
        [0.5, -0.25, 3.0, 1.0, 1.0, -2.0, 0.125],
        [1e-6, 2e-6, 3e-6],
        [5.0] * 11,
    ],
)
def test_small_samples_are_exact(differences: list[float]) -> None:
    assert brute_sign_flip(differences) == sign_flip(differences)


def test_large_samples_come_near_the_exact_value() -> None:
    """One above the limit is drawn; three standard errors from the enumeration."""
    differences = [0.6, 0.9, -0.3, 1.2, 0.1, -0.8, 0.4, 0.7, -0.2, 1.1, 0.3, -0.5, 0.9, 0.2, 0.6]
    padded = [*differences, 0.05, -0.05]
    exact = brute_sign_flip(padded)

    assert EXACT_UP_TO + 1 == len(padded)
    assert pytest.approx(exact, abs=3 * (exact / 20_000) ** 0.5) == sign_flip(padded)


def test_the_seed_decides_and_p_is_never_zero() -> None:
    huge = [1.0] * 100

    assert 1 / 501 == sign_flip(huge, resamples=500, seed=1)
    noisy = list(np.random.default_rng(5).normal(0.1, 1, 40))
    assert sign_flip(noisy, seed=7) == sign_flip(noisy, seed=7)
    assert sign_flip(noisy, seed=7) != sign_flip(noisy, seed=8)


def test_no_difference_is_no_evidence() -> None:
    assert 1.0 == sign_flip([0.0, 0.0])
    assert 1.0 == sign_test([0.0, 0.0])


@pytest.mark.parametrize(("up", "down"), [(1, 0), (3, 3), (7, 1), (0, 9), (5, 12)])
def test_sign_test_is_the_binomial_tail(up: int, down: int) -> None:
    n = up + down
    tail = sum(comb(n, k) for k in range(min(up, down) + 1)) / 2**n

    assert min(1.0, 2 * tail) == sign_test([1.0] * up + [-2.0] * down + [0.0] * 4)


def test_sign_test_of_many_pairs_does_not_overflow() -> None:
    assert 1.0 == sign_test([1.0, -1.0] * 5_000)
    assert 0.0 <= sign_test([1.0] * 5_000) < 1e-300


def test_median_interval_covers_by_brute_force() -> None:
    """Over all sign patterns of ten pairs the interval misses zero in at most 5 %."""
    sizes = np.arange(1.0, 11.0)
    misses = 0
    for signs in product((1, -1), repeat=10):
        interval = median_interval(sizes * np.array(signs))
        assert interval is not None
        misses += not interval[0] <= 0 <= interval[1]

    assert 0 < misses / 2**10 <= 0.05


def test_median_interval_takes_the_tightest_that_covers() -> None:
    """Textbook: for n = 10 at 95 % the second smallest and the second largest."""
    assert (2.0, 9.0) == median_interval(np.arange(1.0, 11.0))
    assert (3.0, 8.0) == median_interval(np.arange(1.0, 11.0), confidence=0.85)


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(InvalidSample, match="a confidence in"):
        median_interval([1.0], confidence=confidence)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], r"\(0,\)"),
        ([[1.0]], r"\(1, 1\)"),
        ([1.0, float("nan")], "nan at index 1"),
        ([float("inf")], "inf at index 0"),
    ],
)
def test_what_is_no_sample_is_refused(values: list[float], found: str) -> None:
    for test in (sign_flip, sign_test, median_interval):
        with pytest.raises(InvalidSample, match=f"found {found}"):
            test(values)


def test_no_resamples_is_refused() -> None:
    with pytest.raises(InvalidSample, match="resamples >= 1"):
        sign_flip([1.0], resamples=0)


def test_holm_by_hand() -> None:
    """Smallest times three, then times two but not less than before, then as it is."""
    assert (0.03, 0.04, 0.04) == pytest.approx(adjust([0.01, 0.02, 0.04]))
    assert () == adjust([])
    assert (1.0, 1.0) == adjust([0.9, 0.8])
