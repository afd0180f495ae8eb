"""From a model's margin to a probability, and to a threshold at a chosen over-block rate.

A margin says which of two texts is worse and nothing about how often the worse
one should be flagged. Platt's line does: ``1 / (1 + exp(-(slope * margin +
offset)))``, fitted on margins of texts that the model has not seen.

A threshold is not picked for a score; it is picked for what it costs. The cost
is the share of innocent texts that it stops, per source, and the worst source
decides.

>>> line = Calibration(slope=2.0, offset=0.0)
>>> line.probability(0.0)
0.5
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Calibration", "fit_calibration", "threshold_at"]

_STEPS: Final = 100
_RIDGE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A rising line on the scale of log odds."""

    slope: float
    """Above 0, so that a higher margin never gives a lower probability."""

    offset: float

    def __post_init__(self) -> None:
        """Refuse a line that does not rise."""
        if not (self.slope > 0 and math.isfinite(self.slope) and math.isfinite(self.offset)):
            raise ValueError(
                f"expected a finite rising line; got slope {self.slope}, offset {self.offset}"
            )

    def probability(self, margin: float) -> float:
        """Return the probability, in [0, 1], that a text with this margin should be flagged."""
        odds = self.slope * margin + self.offset
        if odds >= 0:
            return 1.0 / (1.0 + math.exp(-odds))
        growth = math.exp(max(odds, -700.0))
        return growth / (1.0 + growth)


def fit_calibration(margins: npt.NDArray[np.float64], labels: npt.NDArray[np.int_]) -> Calibration:
    """Fit the line on margins of texts that the model has not been trained on.

    Both classes count alike, whatever their numbers: how many bad texts a
    collection holds says nothing about a service's traffic. So 0.5 means "as
    usual among the bad as among the good".

    Args:
        margins: one for each text.
        labels: 1 for flagged, 0 for not; both must occur.

    Raises:
        ValueError: one class is missing, or higher margins are not the worse ones.

    Source:
        Platt, "Probabilistic outputs for support vector machines" (1999), with
        its smoothed targets; Newton's method as in Lin, Lin and Weng (2007).
    """
    bad, good = int((labels == 1).sum()), int((labels == 0).sum())
    if not bad or not good:
        raise ValueError("expected flagged and unflagged texts to calibrate on; found one kind")
    if margins[labels == 1].mean() <= margins[labels == 0].mean():
        raise ValueError("expected flagged texts to have higher margins; the model tells nothing")
    target = np.where(labels == 1, (bad + 1.0) / (bad + 2.0), 1.0 / (good + 2.0))
    weight = np.where(labels == 1, 0.5 / bad, 0.5 / good)
    spread = float(margins.std()) or 1.0
    scaled = np.column_stack((margins / spread, np.ones(len(margins))))
    line = np.array([1.0, 0.0])
    loss = _loss(scaled @ line, target, weight)
    for _ in range(_STEPS):
        odds = scaled @ line
        chance = 1.0 / (1.0 + np.exp(-np.clip(odds, -500, 500)))
        gradient = scaled.T @ (weight * (chance - target)) + _RIDGE * line
        curvature = (scaled * (weight * chance * (1 - chance))[:, None]).T @ scaled
        step = np.linalg.solve(curvature + _RIDGE * np.eye(2), gradient)
        size = 1.0
        while size > 1e-8 and _loss(scaled @ (line - size * step), target, weight) > loss:
            size /= 2
        line = line - size * step
        loss = _loss(scaled @ line, target, weight)
        if float(np.abs(size * step).max()) < 1e-9:
            break
    return Calibration(slope=float(line[0]) / spread, offset=float(line[1]))


def _loss(
    odds: npt.NDArray[np.float64],
    target: npt.NDArray[np.float64],
    weight: npt.NDArray[np.float64],
) -> float:
    return float((weight * (np.logaddexp(0.0, odds) - target * odds)).sum())


def threshold_at(margins: Mapping[str, Sequence[float]], *, over_block: float) -> float:
    """Return the lowest margin that flags at most this share of the innocent texts of any source.

    Args:
        margins: source → margins of its innocent texts, from a model that has
            not seen the source. A text is flagged when its margin is at least
            the threshold.
        over_block: the share that may be stopped, in [0, 1).

    Raises:
        ValueError: no source, a source without texts, or no such share.

    >>> threshold_at({'a': [0.0, 1.0, 2.0, 3.0]}, over_block=0.25) == math.nextafter(2.0, 9)
    True
    """
    if not margins or not all(margins.values()) or not 0 <= over_block < 1:
        raise ValueError("expected sources with innocent texts, and 0 <= over_block < 1")
    highest = -math.inf
    for each in margins.values():
        ranked = sorted(each, reverse=True)
        # The first one that may not be flagged; the threshold lies right above it.
        highest = max(highest, ranked[math.floor(over_block * len(ranked))])
    return math.nextafter(highest, math.inf)
