"""A breaker opens after failures in a row, and lets one try through after its pause."""

from __future__ import annotations

import pytest

from hegui.moderation.classifiers.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(failures=2)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()

    assert "closed" == breaker.state
    breaker.failed()
    assert "open" == breaker.state
    assert not breaker.allows()


def test_after_the_pause_one_try_goes_through_and_decides() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, pause_s=10, now=clock)
    breaker.failed()
    clock.now = 9.9

    assert not breaker.allows()
    clock.now = 10.0
    assert "half-open" == breaker.state
    assert breaker.allows()
    assert not breaker.allows()
    breaker.failed()
    assert "open" == breaker.state
    clock.now = 20.0
    assert breaker.allows()
    breaker.succeeded()
    assert "closed" == breaker.state


@pytest.mark.parametrize(("failures", "pause_s"), [(0, 1.0), (1, -1.0)])
def test_bounds_that_are_none_are_refused(failures: int, pause_s: float) -> None:
    with pytest.raises(ValueError, match="failures"):
        Breaker(failures=failures, pause_s=pause_s)


def test_who_leaves_gives_the_try_back() -> None:
    """Nothing is known then, so the next one may try; it counts for nothing."""
    breaker = Breaker(failures=1, pause_s=0)
    breaker.failed()
    first, second = breaker.allows(), breaker.allows()
    breaker.left()

    assert (True, False, True) == (first, second, breaker.allows())
    assert "half-open" == breaker.state
