"""What people's verdicts on a sample say."""

from __future__ import annotations

import pytest

from hegui.corpus import judge


@pytest.mark.parametrize(
    ("bad", "judged", "limit", "is_within", "is_proven"),
    [
        (139, 4_000, 0.04, True, True),
        (140, 4_000, 0.04, True, False),
        (160, 4_000, 0.04, True, False),
        (161, 4_000, 0.04, False, False),
        (0, 59, 0.05, True, True),
        (0, 58, 0.05, True, False),
        (0, 0, 0.05, False, False),
        (0, 0, 1.0, False, True),
    ],
)
def test_within_is_not_proven(
    *, bad: int, judged: int, limit: float, is_within: bool, is_proven: bool
) -> None:
    """A sample may meet a limit and be too small to prove that the source does."""
    found = judge(bad=bad, judged=judged, limit=limit)

    assert (is_within, is_proven) == (found.is_within, found.is_proven)


@pytest.mark.parametrize("limit", [-0.1, 5.0])
def test_a_limit_is_a_share(limit: float) -> None:
    with pytest.raises(ValueError, match=f"got {limit}"):
        judge(bad=0, judged=1, limit=limit)
