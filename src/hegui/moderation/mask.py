"""Mask what was found, so that a reader sees that something was there and not what."""

from __future__ import annotations

from typing import Final

from hegui.finding import Finding
from hegui.moderation.identifiers import MOBILE, RESIDENT_ID

__all__ = ["mask"]

_SHOWN: Final = {MOBILE: (3, 4), RESIDENT_ID: (3, 4)}
"""Characters that stay at the beginning and the end; enough for the owner to recognise it."""


def mask(finding: Finding, text: str) -> str:
    """Return the words of a finding with stars in them.

    Args:
        finding: its rule decides what stays readable. A term of a lexicon is
            masked whole.
        text: what the finding is about, so ``whole[span.start:span.end]``.

    Returns:
        Text of the same length. Signs between digits stay where they are.

    >>> phone = Finding(detector='', category='', span=None, score=1.0, rule='mobile')
    >>> mask(phone, '138-0013-8000')
    '138-****-8000'
    """
    first, last = _SHOWN.get(finding.rule, (0, 0))
    places = [at for at, char in enumerate(text) if char.isalnum()]
    hidden = set(places[first : len(places) - last])
    if not hidden:
        return "*" * len(text)
    return "".join("*" if at in hidden else char for at, char in enumerate(text))
