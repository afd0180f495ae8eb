"""Identity numbers: resident identity numbers and mobile numbers of mainland China.

A *group* is a run of digits that stand together; a *chain* is groups parted by
one to three spaces or hyphens. An identifier is a sequence of whole groups, so
nothing is found inside a longer run of digits.

* ``resident-id``: 18 characters in any grouping; known province, a real day of
  birth since 1900, and the check character of GB 11643 (mod 11-2).
* ``mobile``: 11 digits from 13 to 19, in one run or grouped as people write
  them, with or without 86 before. Not decimals, and not sums of money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from hegui.moderation.gap import JOINT, POINT, width
from hegui.moderation.kept import is_word

__all__ = [
    "MOBILE",
    "RESIDENT_ID",
    "VERSION",
    "WINDOW",
    "check_character",
    "identifiers",
    "is_resident_id",
]

VERSION: Final = "2"
"""Part of the rules digest; rises when a rule below changes."""

RESIDENT_ID: Final = "resident-id"
MOBILE: Final = "mobile"

WINDOW: Final = 20
"""A chain this long from a group's first digit has decided what begins there."""

_DIGITS: Final = frozenset("0123456789")
_ID_LENGTH: Final = 18
_MOBILE_LENGTH: Final = 11
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10x98765432"
_PROVINCES: Final = frozenset(
    map(
        str,
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)),
    )
) | frozenset(map(str, (*range(61, 66), 71, 81, 82, 83)))
"""First two digits; 81 to 83 are residence permits of Hong Kong, Macao and Taiwan residents."""

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2099

_SHAPES: Final = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6)})
"""Groups that people write a mobile number in; eleven single digits are a shape of their own."""

_PREFIXES: Final = ("", "86", "0086")
_UNITS: Final = frozenset("元美欧万亿吨股")
"""What follows a sum or a quantity. Eleven digits before it are an amount."""


def check_character(digits: str) -> str:
    """Return the last character that 17 digits call for: a digit or ``x``.

    Source:
        GB 11643-1999; ISO/IEC 7064, MOD 11-2.

    >>> check_character('11010519491231002')
    'x'
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return _CHECKS[total % 11]


def is_resident_id(number: str) -> bool:
    """Return whether 18 folded characters can be a resident identity number.

    >>> is_resident_id('11010519491231002x'), is_resident_id('110105194912310021')
    (True, False)
    """
    if number[:2] not in _PROVINCES or number[17] != check_character(number[:17]):
        return False
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def identifiers(
    text: Sequence[str],
    gap: Callable[[int], int],
    start: int,
    stop: int,
    at_end: bool,
) -> tuple[list[tuple[int, int, str]], int | None]:
    """Return the identifiers that begin in a range, and from where on nothing is decided.

    Args:
        text: kept characters, with two before `start` where the original has them.
        gap: the gap before a character; for ``len(text)`` what is known so far of
            the gap after the last.
        start: first character to look at; the first of a group, or no digit.
        stop: one past the last to look at; after a digit that no digit follows,
            or the end of `text`.
        at_end: nothing will be added to `text`.

    Returns:
        Found ranges with their rules, by start; and the first character that
        must be looked at again when more text has come, or None.
    """
    found: list[tuple[int, int, str]] = []
    at = start
    while at < stop:
        if text[at] not in _DIGITS:
            at += 1
            continue
        end = at + 1
        while end < stop and text[end] in _DIGITS and _is_linked(gap(end)):
            end += 1
        goes_on = at > 0 and text[at - 1] in _DIGITS and gap(at) == 0
        groups = [g for g in range(at, end) if width(gap(g)) or (g == at and not goes_on)]
        is_closed = at_end or _is_closed(text, gap, at, end)
        for place, group in enumerate(groups):
            if not is_closed and end - group < WINDOW:
                return found, group
            bounds = [*groups[place:], end]
            found.extend(_beginning(text, gap, bounds))
        at = end
    return found, None


def _is_linked(gap: int) -> bool:
    return gap == 0 or bool(gap & JOINT)


def _is_closed(text: Sequence[str], gap: Callable[[int], int], start: int, end: int) -> bool:
    """Whether what follows a chain is known well enough to decide on it."""
    if end == len(text):
        after = gap(end)
        return not _is_linked(after) and not after & POINT
    might_be_check = text[end] == "x" and end == len(text) - 1 and end - start >= _ID_LENGTH - 1
    return not might_be_check or width(gap(end + 1)) > 0


def _beginning(
    text: Sequence[str], gap: Callable[[int], int], bounds: list[int]
) -> Iterator[tuple[int, int, str]]:
    """Yield what begins with the first of these groups. ``bounds[-1]`` ends the chain."""
    start = bounds[0]
    if gap(start) & POINT and start and text[start - 1] in _DIGITS:
        return
    for count, end in enumerate(bounds[1:], 1):
        length = end - start
        if length > _ID_LENGTH:
            break
        last = end + 1 if length == _ID_LENGTH - 1 and _ends_in_x(text, gap, end) else end
        if (
            last - start == _ID_LENGTH
            and (last > end or not _goes_on(text, gap, end))
            and is_resident_id("".join(text[start:last]))
        ):
            yield start, last, RESIDENT_ID
        if not _goes_on(text, gap, end) and not _is_amount(text, gap, end):
            skipped = _mobile_prefix(text, gap, bounds[: count + 1], bounds[count + 1 :])
            if skipped is not None:
                yield start + skipped, end, MOBILE


def _goes_on(text: Sequence[str], gap: Callable[[int], int], end: int) -> bool:
    """Whether a letter follows at once, or the digits are the whole part of a decimal."""
    if end >= len(text):
        return False
    after = gap(end)
    if text[end] in _DIGITS:
        return bool(after & POINT)
    return not width(after) and is_word(text[end])


def _ends_in_x(text: Sequence[str], gap: Callable[[int], int], end: int) -> bool:
    return (
        end < len(text)
        and text[end] == "x"
        and _is_linked(gap(end))
        and not (end + 1 < len(text) and not width(gap(end + 1)) and is_word(text[end + 1]))
    )


def _is_amount(text: Sequence[str], gap: Callable[[int], int], end: int) -> bool:
    return end < len(text) and not width(gap(end)) and text[end] in _UNITS


def _mobile_prefix(
    text: Sequence[str], gap: Callable[[int], int], bounds: list[int], rest: list[int]
) -> int | None:
    """Return how many digits stand before the mobile number in these groups; None if it is none."""
    lengths = [b - a for a, b in pairwise(bounds)]
    digits = "".join(text[bounds[0] : bounds[-1]])
    for prefix in _PREFIXES:
        own = digits[len(prefix) :]
        if len(own) != _MOBILE_LENGTH or not digits.startswith(prefix):
            continue
        if own[0] != "1" or own[1] not in "3456789":
            continue
        shape = (lengths[0] - len(prefix), *lengths[1:])
        if shape in _SHAPES or (not prefix and _is_spelled(text, gap, bounds, rest)):
            return len(prefix)
    return None


def _is_spelled(
    text: Sequence[str], gap: Callable[[int], int], bounds: list[int], rest: list[int]
) -> bool:
    """Whether eleven single digits stand here and no twelfth beside them."""
    if len(bounds) - 1 != _MOBILE_LENGTH:
        return False
    start, end = bounds[0], bounds[-1]
    follows = bool(rest) and rest[0] - end == 1
    before = gap(start)
    precedes = (
        start > 0
        and bool(before & JOINT)
        and text[start - 1] in _DIGITS
        and (start == 1 or text[start - 2] not in _DIGITS or bool(width(gap(start - 1))))
    )
    return not follows and not precedes
