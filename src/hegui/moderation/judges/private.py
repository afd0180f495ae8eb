"""Keep a person's numbers from a judge that runs elsewhere."""

from __future__ import annotations

from typing import Final

from hegui.finding import Stage
from hegui.moderation.mask import mask
from hegui.moderation.rules import RuleSet

__all__ = ["without_identifiers"]

_DETECTOR: Final = "moderation.identifiers"


def without_identifiers(rules: RuleSet, text: str, stage: Stage) -> str:
    """Return a text of the same length with its identifiers masked.

    Notes:
        A number that a cut between two passages divides is no number in either
        of them, and stays.

    >>> from hegui.moderation import load_rules
    >>> without_identifiers(load_rules(), '打给13800138000', Stage.PROMPT)
    '打给138****8000'
    """
    out: list[str] = []
    at = 0
    for finding in rules.scan(text, stage):
        span = finding.span
        if finding.detector == _DETECTOR and span is not None and span.start >= at:
            out += (text[at : span.start], mask(finding, text[span.start : span.end]))
            at = span.end
    return "".join((*out, text[at:])) if out else text
