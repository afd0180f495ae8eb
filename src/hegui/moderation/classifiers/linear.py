"""A linear model over hashed n-grams: its numbers, and the sums over them.

Row 0 of the weights is the *gate*: should this text be flagged at all? The
other rows tell which risk it would be, if it is. Weights are one signed byte
each with one scale per row, so a default model fits in the wheel, and their sum
is one of integers, the same in any order and on every machine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from hegui.finding import Stage
from hegui.moderation.categories import categories
from hegui.moderation.classifiers.calibration import Calibration
from hegui.moderation.classifiers.ngrams import BITS, ORDERS, Grams, damping

__all__ = ["LinearModel", "quantised"]

_RISKS: Final = 31


@dataclass(frozen=True, kw_only=True, eq=False)
class LinearModel:
    """A trained model, ready to be asked."""

    name: str
    """For example ``zh-prompts``."""

    version: str
    """For example ``2026.11``."""

    trained: date

    stages: frozenset[Stage]
    """The kinds of text that it was trained on, and so may judge."""

    languages: frozenset[str]
    """The languages of those texts, as ``zh``."""

    bits: int
    """Two to this power is the number of buckets."""

    orders: tuple[int, ...]
    """Lengths of its n-grams; always those of `ngrams.ORDERS`."""

    fold: str
    """Digest of the fold table at training. Another table shifts scores a little."""

    risks: tuple[str, ...]
    """Risk of each row of `weights` after the first."""

    weights: npt.NDArray[np.int8]
    """Shape ``(1 + len(risks), 2 ** bits)``, C order."""

    scales: npt.NDArray[np.float64]
    """One for each row: what one unit of weight is worth."""

    biases: npt.NDArray[np.float64]
    """One for each row."""

    calibration: Calibration
    """From the gate's margin to a probability."""

    threshold: float
    """The gate's margin from which a text is flagged."""

    over_block: float
    """The share of innocent texts of an unseen source for which the threshold was chosen."""

    sources: tuple[str, ...]
    """What it was trained on, by name."""

    def __post_init__(self) -> None:
        """Refuse numbers that do not fit together."""
        rows = 1 + len(self.risks)
        faults = (
            (self.bits not in BITS, f"bits within {BITS.start}-{BITS.stop - 1}"),
            (self.orders != ORDERS, f"n-grams of {ORDERS} characters"),
            (not 1 <= len(self.risks) <= _RISKS, "1 to 31 risks"),
            (len(set(self.risks)) != len(self.risks), "each risk once"),
            (not set(self.risks) <= categories().keys(), "risks of categories.toml"),
            (self.weights.dtype != np.int8, "weights of one signed byte"),
            (self.weights.shape != (rows, 1 << self.bits), "a row of weights for each risk"),
            (self.scales.shape != (rows,) or self.biases.shape != (rows,), "a scale for each row"),
            (not np.isfinite(self.scales).all() or not (self.scales > 0).all(), "scales above 0"),
            (not np.isfinite(self.biases).all(), "finite biases"),
            (not math.isfinite(self.threshold), "a finite threshold"),
            (not 0 <= self.over_block < 1, "0 <= over_block < 1"),
            (not self.stages, "a stage"),
            (not self.languages, "a language"),
        )
        for is_wrong, expected in faults:
            if is_wrong:
                raise ValueError(f"expected {expected}")

    @cached_property
    def _by_bucket(self) -> npt.NDArray[np.int8]:
        """The weights of the risks, those of one bucket side by side."""
        return np.ascontiguousarray(self.weights[1:].T)

    def gate(self, grams: Grams) -> float:
        """Return the gate's margin: at or above `threshold`, the text is flagged.

        Notes:
            O(n-grams); the sum is over integers and so exact.
        """
        total = int(self.weights[0].take(grams.buckets).sum(dtype=np.int64))
        return float(total * self.scales[0] / damping(len(grams.buckets)) + self.biases[0])

    def attribution(self, grams: Grams) -> npt.NDArray[np.float64]:
        """Return one margin per risk, in the order of `risks`; comparable with each other only."""
        sums = self._by_bucket.take(grams.buckets, axis=0).sum(axis=0, dtype=np.int64)
        margins: npt.NDArray[np.float64] = (
            sums * self.scales[1:] / damping(len(grams.buckets)) + self.biases[1:]
        )
        return margins

    def weigh(self, grams: Grams) -> npt.NDArray[np.float64]:
        """Return how much each folded letter adds to the gate: an n-gram's share spread evenly."""
        letters = np.zeros(len(grams.kept.text))
        at = 0
        for order, count in zip(ORDERS, grams.counts, strict=False):
            share = self.weights[0].take(grams.buckets[at : at + count]) * self.scales[0] / order
            for step in range(order):
                letters[step : step + count] += share
            at += count
        weights: npt.NDArray[np.float64] = letters / damping(len(grams.buckets))
        return weights


def quantised(
    weights: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
    """Return rows of weights as signed bytes with one scale each; off by half a scale at most."""
    scales = np.abs(weights).max(axis=1) / 127.0
    scales[scales == 0] = 1.0
    return np.rint(weights / scales[:, None]).astype(np.int8), scales
