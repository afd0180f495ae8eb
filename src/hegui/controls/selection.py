"""Which findings decide: the ones in a control's categories that are sure.

`SURE` is 1.0: only rules that cannot be unsure (a lexicon term, a checksum)
decide. A classifier reports below it and decides nothing until a threshold has
been chosen on a validation set, with its over-blocking measured beside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import ALLOWED, Action, Decision, Parameters, Subject
from hegui.finding import Finding

__all__ = ["SURE", "acts_on", "sure"]

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


def acts_on(
    *categories: str, action: Action, reason: Bilingual
) -> Callable[[Subject, Parameters], Decision]:
    """Return a `decide` that takes `action` on sure findings in `categories`.

    >>> stop = acts_on('a1.', action=Action.STOP, reason=Bilingual(zh='违法', en='illegal'))
    >>> from hegui.controls.base import Moment
    >>> stop(Subject(moment=Moment.PROMPT), {})[0].name
    'ALLOW'
    """

    def decide(subject: Subject, _parameters: Parameters) -> Decision:
        deciding = sure(subject.findings, *categories)
        return (action, deciding, reason) if deciding else ALLOWED

    return decide
