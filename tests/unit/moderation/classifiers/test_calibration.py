"""Calibration rises, and a threshold costs what it was chosen for."""

from __future__ import annotations

import numpy as np
import pytest

from hegui.moderation.classifiers.calibration import Calibration, fit_calibration, threshold_at


def test_a_fitted_line_gives_half_between_the_kinds() -> None:
    margins = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])
    line = fit_calibration(margins, np.array([0, 0, 0, 1, 1, 1]))

    assert 0.5 == pytest.approx(line.probability(0.0), abs=1e-6)
    assert line.probability(-3.0) < 0.25
    assert line.probability(3.0) > 0.75


def test_numbers_of_each_kind_do_not_move_the_line() -> None:
    """Many good texts beside few bad ones must not make a bad one look good."""
    few = np.array([-1.0, 0.5] * 50)
    many = np.array([-1.0, 0.5] * 5000)
    bad = np.array([1.0, -0.5] * 50)
    even = fit_calibration(np.concatenate([few, bad]), np.array([0] * 100 + [1] * 100))
    odd = fit_calibration(np.concatenate([many, bad]), np.array([0] * 10_000 + [1] * 100))

    assert 0.5 == pytest.approx(even.probability(0.0), abs=0.01)
    assert 0.5 == pytest.approx(odd.probability(0.0), abs=0.01)


@pytest.mark.parametrize(
    ("margins", "labels"),
    [([1.0, 2.0], [1, 1]), ([1.0, 2.0], [0, 0]), ([2.0, 1.0], [0, 1]), ([1.0, 1.0], [0, 1])],
)
def test_a_model_that_tells_nothing_is_refused(margins: list[float], labels: list[int]) -> None:
    with pytest.raises(ValueError, match="expected flagged"):
        fit_calibration(np.array(margins), np.array(labels))


@pytest.mark.parametrize("slope", [0.0, -1.0, float("inf"), float("nan")])
def test_a_line_rises(slope: float) -> None:
    with pytest.raises(ValueError, match="rising"):
        Calibration(slope=slope, offset=0.0)


def test_probabilities_stay_within_bounds_far_out() -> None:
    line = Calibration(slope=1.0, offset=0.0)

    assert 0.0 <= line.probability(-1e9) < 1e-200
    assert 1.0 == line.probability(1e9)


def test_the_worst_source_sets_the_threshold() -> None:
    margins = {"mild": [0.0] * 20, "harsh": [float(at) for at in range(20)]}
    threshold = threshold_at(margins, over_block=0.05)

    assert 1 == sum(margin >= threshold for margin in margins["harsh"])
    assert 0 == sum(margin >= threshold for margin in margins["mild"])


def test_equal_margins_are_not_flagged_together() -> None:
    """Where the share cannot be met exactly, fewer are flagged and not more."""
    threshold = threshold_at({"a": [1.0] * 10}, over_block=0.5)

    assert threshold > 1.0


@pytest.mark.parametrize("margins", [{}, {"a": []}])
def test_nothing_to_choose_by_is_told(margins: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="sources"):
        threshold_at(margins, over_block=0.05)
