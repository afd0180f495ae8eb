"""Counterfactual audit: change one attribute, nothing else, and compare.

Somebody asks a service the same thing twice, once as it stands and once with
only a protected attribute changed, and scores both answers (a rating, a length,
a refusal as 0 or 1). This module compares the scores.

What it shows: whether scores differ by more than chance would, by how much, and
in how many pairs. What it does not show: why; whether the score measures what
matters; whether the two texts differed in the attribute alone; anything about
attributes or cases that nobody put in. A large p is no proof of fairness: look
at the interval.

>>> compare([Pair(item=str(i), attribute=Attribute.SEX, base=1.0, changed=1.0)
...          for i in range(30)]).same.rate
1.0
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from hegui.errors import InvalidSample
from hegui.fairness.attribute import Attribute
from hegui.fairness.permutation import adjust, median_interval, sign_flip, sign_test, vector
from hegui.proportion import Proportion

__all__ = ["LEAST_PAIRS", "Audit", "Comparison", "Pair", "audit", "compare"]

LEAST_PAIRS: Final = 30
"""Pairs below which a comparison is shown but not judged, unless the caller says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two scores of the same thing, apart in one attribute."""

    item: str
    """Which question or case; unique within its attribute."""

    attribute: Attribute

    base: float
    """Score as it stands. Any unit, the same in all pairs."""

    changed: float
    """Score with the attribute changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the pairs of one attribute show. Differences are changed minus base."""

    attribute: Attribute
    pairs: int

    same: Proportion
    """Pairs whose scores do not differ by more than the tolerance."""

    mean: float
    """Mean difference, in the unit of the score."""

    median: float
    interval: tuple[float, float] | None
    """For the median difference; None when there are too few pairs for any."""

    p: float
    """By sign flips, for the mean. Not adjusted."""

    p_sign: float
    """By signs alone: ignores how large the differences are."""

    p_adjusted: float
    """`p`, adjusted for the attributes audited together."""

    is_judged: bool
    """Whether there were enough pairs to say anything."""

    largest: tuple[str, ...]
    """Up to five items with the largest differences, largest first, for a person to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Comparisons of several attributes, judged together."""

    comparisons: tuple[Comparison, ...]
    """In the order of `Attribute`; attributes without pairs are missing."""

    missing: tuple[Attribute, ...]
    """Attributes that nobody put in. Not audited is not fair."""

    alpha: float

    @property
    def differing(self) -> tuple[Attribute, ...]:
        """Attributes with enough pairs and an adjusted p of at most alpha."""
        return tuple(
            one.attribute
            for one in self.comparisons
            if one.is_judged and one.p_adjusted <= self.alpha
        )


def compare(
    pairs: Sequence[Pair],
    *,
    tolerance: float = 0.0,
    least_pairs: int = LEAST_PAIRS,
    confidence: float = 0.95,
    seed: int = 0,
) -> Comparison:
    """Compare the pairs of one attribute.

    Args:
        pairs: at least one, all of one attribute, items unique; order does not matter.
        tolerance: differences up to this size count as the same, >= 0.
        least_pairs: fewer are shown but not judged.
        confidence: of the interval.
        seed: of the permutation test of a large sample.

    Raises:
        InvalidSample: no pairs, several attributes, an item twice, a score that
            is not finite, or a negative tolerance.

    Notes:
        Below 0.2 s for 1,000 pairs.
    """
    if tolerance < 0:
        raise InvalidSample(expected="a tolerance >= 0", found=str(tolerance))
    attributes = sorted({pair.attribute for pair in pairs})
    if len(attributes) != 1:
        found = ", ".join(attributes) or "no pairs"
        raise InvalidSample(expected="pairs of one attribute", found=found)
    ordered = sorted(pairs, key=lambda pair: pair.item)
    for before, after in pairwise(ordered):
        if before.item == after.item:
            raise InvalidSample(expected="each item once", found=f"{after.item} twice")
    base = vector([pair.base for pair in ordered], name="base scores")
    changed = vector([pair.changed for pair in ordered], name="changed scores")
    differences = changed - base
    moved = np.abs(differences) > tolerance
    by_size = np.argsort(-np.abs(differences), kind="stable")
    p = sign_flip(differences, seed=seed)
    return Comparison(
        attribute=attributes[0],
        pairs=len(ordered),
        same=Proportion(hits=int((~moved).sum()), total=len(ordered)),
        mean=float(differences.mean()),
        median=float(np.median(differences)),
        interval=median_interval(differences, confidence=confidence),
        p=p,
        p_sign=sign_test(differences),
        p_adjusted=p,
        is_judged=len(ordered) >= least_pairs,
        largest=tuple(ordered[index].item for index in by_size[:5] if moved[index]),
    )


def audit(
    pairs: Iterable[Pair],
    *,
    alpha: float = 0.05,
    tolerance: float = 0.0,
    least_pairs: int = LEAST_PAIRS,
    seed: int = 0,
) -> Audit:
    """Compare every attribute that has pairs, and adjust for their number.

    Only attributes with enough pairs count among the tests adjusted for, since
    the others are not judged.

    Raises:
        InvalidSample: as `compare`; or `alpha` is not in (0, 1).
    """
    if not 0 < alpha < 1:
        raise InvalidSample(expected="an alpha in (0, 1)", found=str(alpha))
    groups: dict[Attribute, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair.attribute, []).append(pair)
    single = [
        compare(
            groups[attribute],
            tolerance=tolerance,
            least_pairs=least_pairs,
            confidence=1 - alpha,
            seed=seed,
        )
        for attribute in Attribute
        if attribute in groups
    ]
    adjusted = iter(adjust([one.p for one in single if one.is_judged]))
    return Audit(
        comparisons=tuple(
            replace(one, p_adjusted=next(adjusted)) if one.is_judged else one for one in single
        ),
        missing=tuple(attribute for attribute in Attribute if attribute not in groups),
        alpha=alpha,
    )
