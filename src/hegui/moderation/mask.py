"""Mask what was found, so that a reader sees that something was there and not what."""

from __future__ import annotations

import re

from hegui.finding import Finding
from hegui.moderation.identifiers.catalogue import KINDS

__all__ = ["mask"]


def mask(finding: Finding, text: str) -> str:
    """Return the words of a finding with stars in them.

    Args:
        finding: its rule decides what stays readable. A term of a lexicon is
            masked whole.
        text: what the finding is about, so ``whole[span.start:span.end]``.

    Returns:
        Text of the same length. Signs between digits stay where they are, and so does
        the domain of an e-mail address.

    >>> phone = Finding(detector='', category='', span=None, score=1.0, rule='mobile')
    >>> mask(phone, '138-0013-8000')
    '138-****-8000'
    >>> from dataclasses import replace
    >>> mask(replace(phone, rule='email'), 'zhang.san@example.com')
    'z****.***@example.com'
    """
    kind = KINDS.get(finding.rule)
    first, last = (0, 0) if kind is None else kind.shown
    if finding.rule == "email":
        return _mask_name(text)
    places = [at for at, char in enumerate(text) if char.isalnum()]
    hidden = set(places[first : len(places) - last])
    if not hidden:
        return "*" * len(text)
    return "".join("*" if at in hidden else char for at, char in enumerate(text))


def _mask_name(address: str) -> str:
    """Return an e-mail address with its name masked after the first character."""
    name, sign, domain = re.split("([@\uff20\ufe6b])", address, maxsplit=1)
    return name[:1] + re.sub(r"\w", "*", name[1:]) + sign + domain
