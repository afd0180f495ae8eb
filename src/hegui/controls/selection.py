"""Which findings decide: the ones in a control's categories that are sure.

`SURE` is 1.0: only rules that cannot be unsure (a lexicon term, a checksum)
decide. A classifier reports below it and decides nothing until a threshold has
been chosen on a validation set, with its over-blocking measured beside.
"""

from __future__ import annotations

from typing import Final

from hegui.finding import Finding

__all__ = ["SURE", "sure"]

SURE: Final = 1.0
"""Score in [0, 1] from which a finding decides."""


def sure(findings: tuple[Finding, ...], *categories: str) -> tuple[Finding, ...]:
    """Return the sure findings whose category is, or begins with, one of `categories`.

    >>> gambling = Finding(detector='t', category='a1.other-banned', span=None, score=1.0, rule='r')
    >>> sure((gambling,), 'a1.') == (gambling,)
    True
    >>> sure((gambling,), 'a2.')
    ()
    """
    return tuple(
        finding
        for finding in findings
        if finding.score >= SURE and finding.category.startswith(categories)
    )
