"""Wilson's interval, held against published figures."""

from __future__ import annotations

import pytest

from hegui.moderation.evaluation import Share


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, method 3
        (15, 148, 0.0624, 0.1605),  # the same
        (1, 29, 0.0061, 0.1718),  # the same
    ],
)
def test_the_interval_is_wilsons(hits: int, total: int, low: float, high: float) -> None:
    assert (low, high) == pytest.approx(Share(hits=hits, total=total).interval(), abs=5e-5)


def test_nothing_looked_at_says_nothing() -> None:
    share = Share(hits=0, total=0)

    assert (None, (0.0, 1.0), "none looked at") == (share.rate, share.interval(), str(share))


def test_a_share_is_told_with_its_interval_and_counts() -> None:
    assert "5.0% (2.2%-11.2%, 5 of 100)" == str(Share(hits=5, total=100))
    assert [0.021544, 0.11175] == Share(hits=5, total=100).as_dict()["interval"]


def test_counts_that_are_no_share_are_refused() -> None:
    with pytest.raises(ValueError, match="hits"):
        Share(hits=2, total=1)
    with pytest.raises(ValueError, match="confidence"):
        Share(hits=1, total=1).interval(1.0)
