"""Resident identity numbers: 18 characters with a checksum, and the old 15 digits.

Eighteen characters in any grouping are one when the province is known, the day
of birth is a real one since 1900 and the check character is right. That cannot
be an accident often enough to matter, so nothing else is asked for. The old
form has no check character and needs its name before it.

More information:

* GB 11643-1999 公民身份号码
"""

from __future__ import annotations

from datetime import date
from typing import Final

from hegui.moderation.gap import width
from hegui.moderation.identifiers.candidate import Candidate, DigitRule, is_linked
from hegui.moderation.identifiers.checksums import check_character
from hegui.moderation.identifiers.context import before, words
from hegui.moderation.identifiers.kind import EVERYWHERE, Kind
from hegui.moderation.kept import is_word

__all__ = ["NEW", "OLD", "is_resident_id"]

_LENGTH: Final = 18
_PROVINCES: Final = frozenset(
    map(
        str,
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)),
    )
) | frozenset(map(str, (*range(61, 66), 71, 81, 82, 83)))
"""First two digits; 81 to 83 are residence permits of Hong Kong, Macao and Taiwan residents."""

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2099

_NAMES: Final = words("身份证", "身份号", "证件号", "公民身份", "idcard", "idno", "idnumber")


def is_resident_id(number: str) -> bool:
    """Return whether 18 folded characters can be a resident identity number.

    >>> is_resident_id('11010519491231002x'), is_resident_id('110105194912310021')
    (True, False)
    """
    if number[:2] not in _PROVINCES or not _is_day(number[6:14]):
        return False
    return number[17] == check_character(number[:17])


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _new(candidate: Candidate) -> tuple[int, int] | None:
    digits, end = candidate.digits, candidate.end
    if len(digits) == _LENGTH - 1:
        if not _ends_in_x(candidate):
            return None
        digits, end = digits + "x", end + 1
    elif candidate.goes_on():
        return None
    return (candidate.start, end) if is_resident_id(digits) else None


def _ends_in_x(candidate: Candidate) -> bool:
    text, gap, end = candidate.text, candidate.gap, candidate.end
    return (
        end < len(text)
        and text[end] == "x"
        and is_linked(gap(end))
        and not (end + 1 < len(text) and not width(gap(end + 1)) and is_word(text[end + 1]))
    )


def _old(candidate: Candidate) -> tuple[int, int] | None:
    digits = candidate.digits
    if digits[:2] not in _PROVINCES or not _is_day("19" + digits[6:12]) or candidate.goes_on():
        return None
    if _NAMES.search(before(candidate.text, candidate.start)) is None:
        return None
    return candidate.start, candidate.end


NEW: Final = DigitRule(
    kind=Kind(rule="resident-id", stages=EVERYWHERE, shown=(3, 4)),
    lengths=frozenset({_LENGTH - 1, _LENGTH}),
    find=_new,
    least=_LENGTH - 1,
)

OLD: Final = DigitRule(
    kind=Kind(rule="resident-id-15", stages=EVERYWHERE, shown=(3, 3)),
    lengths=frozenset({15}),
    find=_old,
    least=15,
)
"""Of before 1999; every one of them was born in the twentieth century."""
