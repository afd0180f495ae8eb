"""Fairness audits, for any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.fairness import Attribute, Pair, adjust, compare, sign_flip, sign_test
from hegui.proportion import Proportion

DIFFERENCES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=25)


@given(DIFFERENCES)
def test_direction_does_not_change_p(differences: list[float]) -> None:
    """Swapping base and changed flips the difference and keeps the evidence."""
    opposite = [-d for d in differences]

    assert sign_test(differences) == sign_test(opposite)
    assert pytest.approx(sign_flip(differences, resamples=200), abs=0.2) == sign_flip(
        opposite, resamples=200
    )


@given(DIFFERENCES)
def test_p_is_a_probability(differences: list[float]) -> None:
    assert 0 < sign_flip(differences, resamples=50) <= 1
    assert 0 < sign_test(differences) <= 1


@given(DIFFERENCES)
def test_the_median_lies_in_its_interval(differences: list[float]) -> None:
    found = compare(
        [
            Pair(item=str(i), attribute=Attribute.SEX, base=0.0, changed=d)
            for i, d in enumerate(differences)
        ]
    )

    if found.interval is not None:
        assert found.interval[0] <= found.median <= found.interval[1]


@given(st.lists(st.floats(0, 1)))
def test_adjusting_never_makes_evidence_stronger(ps: list[float]) -> None:
    """Each adjusted p is at least the p, at most 1, and the order stays."""
    adjusted = adjust(ps)

    assert all(before <= after <= 1 for before, after in zip(ps, adjusted, strict=True))
    ranked = [after for _, after in sorted(zip(ps, adjusted, strict=True))]
    assert ranked == sorted(ranked)


@given(st.integers(0, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_rate_lies_in_its_interval(counts: tuple[int, int]) -> None:
    """And the interval is mirrored when hits and misses change places."""
    hits, total = counts
    share = Proportion(hits=hits, total=total)
    low, high = share.interval()
    mirrored = Proportion(hits=total - hits, total=total).interval()

    assert 0 <= low <= (share.rate or 0) <= high <= 1
    assert pytest.approx((1 - high, 1 - low), abs=1e-9) == mirrored
