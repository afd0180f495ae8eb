"""Fixed telephones of mainland China: an area code and seven or eight digits.

Grouped (``010-88545426``, ``(0571) 8854 5426``) they speak for themselves. In
one run, or without the area code, they need a word for telephone before them.
Service numbers (400, 95 and the like) are public and are none.
"""

from __future__ import annotations

import re
from typing import Final

from hegui.moderation.gap import width
from hegui.moderation.identifiers.candidate import DIGITS, Candidate, DigitRule, is_linked
from hegui.moderation.identifiers.context import before, words
from hegui.moderation.identifiers.kind import Kind
from hegui.moderation.identifiers.mobile import is_serial

__all__ = ["RULE"]

_NAMES: Final = words(
    *("电话", "座机", "固话", "传真", "致电", "拨打", "热线", "来电", "联系方式", "分机"),
    *("tel", "phone", "fax", "hotline"),
)
_WITH_AREA: Final = re.compile(r"(?:0086|86)?(0?(?:10|2[0-57-9])|0?[3-9]\d\d)([2-8]\d{6,7})")
_THREE_DIGIT_AREAS: Final = re.compile(r"0?(?:10|2[0-57-9])")
_LOCAL_SHAPES: Final = frozenset({(7,), (8,), (3, 4), (4, 4)})
_LOCAL: Final = re.compile(r"[2-8]\d{6,7}")


def _find(candidate: Candidate) -> tuple[int, int] | None:
    if candidate.goes_on() or candidate.touches_letter() or _is_tail(candidate):
        return None
    digits, lengths = candidate.digits, candidate.lengths
    place = candidate.start, candidate.end
    matched = _WITH_AREA.fullmatch(digits)
    if matched is not None:
        area_end = matched.end(1)
        code = matched[1]
        has_trunk = code.startswith("0") or matched.start(1) > 0
        # Eight digits belong to the big cities' codes and to some others; seven never to theirs.
        is_long_enough = len(matched[2]) == 8 or not _THREE_DIGIT_AREAS.fullmatch(code)
        if has_trunk and is_long_enough:
            at = 0
            for length in lengths:
                at += length
                if at == area_end and lengths[-1] < len(digits):
                    return None if is_serial(candidate) else place
            if _is_named(candidate):
                return place
    is_local = _LOCAL.fullmatch(digits) and lengths in _LOCAL_SHAPES
    return place if is_local and _is_named(candidate) else None


def _is_tail(candidate: Candidate) -> bool:
    """Whether a short group stands right before, so that this is the tail of a longer number."""
    text, gap, start = candidate.text, candidate.gap, candidate.start
    if not start or text[start - 1] not in DIGITS or not is_linked(gap(start)):
        return False
    at = start - 1
    while at and start - at < 7 and text[at - 1] in DIGITS and not width(gap(at)):
        at -= 1
    return start - at < 7


def _is_named(candidate: Candidate) -> bool:
    near = before(candidate.text, candidate.start, 8)
    return _NAMES.search(near) is not None and not is_serial(candidate)


RULE: Final = DigitRule(
    kind=Kind(rule="landline", shown=(3, 2)),
    lengths=frozenset({7, 8, *range(10, 17)}),
    find=_find,
)
"""Looked for only when asked: most that are written down belong to offices and shops."""
