"""What people's verdicts on a sample say about a source.

Two questions that are easily mixed up: is the observed share within the limit,
and does the sample prove that the source's share is? 4 % of 50 documents is
within 5 % and proves nothing.

>>> judge(bad=2, judged=50, limit=0.05).is_proven
False
>>> judge(bad=4, judged=200, limit=0.05).is_proven
True
"""

from __future__ import annotations

from dataclasses import dataclass

from hegui.proportion import Proportion

__all__ = ["Judgement", "judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A share of bad documents against a limit."""

    share: Proportion
    limit: float

    is_within: bool
    """The observed share is at most the limit. False when nothing was judged."""

    is_proven: bool
    """The one-sided 95 % upper bound of the share is at most the limit."""


def judge(*, bad: int, judged: int, limit: float) -> Judgement:
    """Return whether a sample is within a limit, and whether it proves so.

    Args:
        bad: sampled documents that people found unfit.
        judged: sampled documents that people decided on.
        limit: the largest share allowed, in [0, 1]; the rule that sets it is
            the caller's.

    Raises:
        ValueError: counts that are no share, or a limit outside [0, 1].
    """
    if not 0 <= limit <= 1:
        raise ValueError(f"expected a limit in [0, 1]; got {limit}")
    share = Proportion(hits=bad, total=judged)
    return Judgement(
        share=share,
        limit=limit,
        is_within=share.rate is not None and share.rate <= limit,
        is_proven=share.interval(0.90)[1] <= limit,
    )
