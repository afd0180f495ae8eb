"""Mobile numbers of mainland China: eleven digits from 13 to 19.

In one run or grouped as people write them, with or without 86 before. Not
decimals, not sums of money, and not what is called an order or a serial number
right before.
"""

from __future__ import annotations

import re
from typing import Final

from hegui.moderation.gap import JOINT, POINT, width
from hegui.moderation.identifiers.candidate import DIGITS, Candidate, DigitRule
from hegui.moderation.identifiers.context import before
from hegui.moderation.identifiers.kind import EVERYWHERE, Kind

__all__ = ["DOTTED", "PLAIN", "is_serial"]

_LENGTH: Final = 11
_SHAPES: Final = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6)})
"""Groups that people write a mobile number in; eleven single digits are a shape of their own."""

_PREFIXES: Final = ("", "86", "0086")
_UNITS: Final = frozenset("元美欧万亿吨股")
"""What follows a sum or a quantity. Eleven digits before it are an amount."""

_SERIAL: Final = re.compile(
    "(?:订单|定单|快递|运单|物流|流水|批次|序列|发票|合同|专利|申请|受理|立案|图书|条码|商品|商户|交易|凭证|追踪)"
    "(?:号码?|编号|单号)[是为]?$|(?:单号|编号|条形码|isbn|issn|orderno|orderid|serialno)[是为]?$"
)
"""Names of numbers that are no telephone's and no card's, right before the digits."""


def is_serial(candidate: Candidate) -> bool:
    """Return whether the words right before call it an order's, a file's or a book's number."""
    return _SERIAL.search(before(candidate.text, candidate.start)) is not None


def _find(candidate: Candidate) -> tuple[int, int] | None:
    skipped = _prefix(candidate)
    if skipped is None or candidate.goes_on() or _is_amount(candidate) or is_serial(candidate):
        return None
    return candidate.start + skipped, candidate.end


def _is_mobile(digits: str) -> bool:
    return len(digits) == _LENGTH and digits[0] == "1" and digits[1] in "3456789"


def _is_amount(candidate: Candidate) -> bool:
    text, end = candidate.text, candidate.end
    if end >= len(text) or text[end] not in _UNITS:
        return False
    after = candidate.gap(end)
    return not width(after) or bool(after & JOINT)


def _prefix(candidate: Candidate) -> int | None:
    """Return how many digits stand before the mobile number; None if it is none."""
    lengths = candidate.lengths
    for prefix in _PREFIXES:
        if not candidate.digits.startswith(prefix):
            continue
        if not _is_mobile(candidate.digits[len(prefix) :]):
            continue
        shape = (lengths[0] - len(prefix), *lengths[1:])
        if shape in _SHAPES or (not prefix and _is_spelled(candidate)):
            return len(prefix)
    return None


def _is_spelled(candidate: Candidate) -> bool:
    """Whether eleven single digits stand here and no twelfth beside them."""
    if len(candidate.bounds) - 1 != _LENGTH:
        return False
    text, gap, start, end = candidate.text, candidate.gap, candidate.start, candidate.end
    follows = candidate.follows
    if follows and follows[0] - end == 1 and not gap(end) & POINT:
        return False
    precedes = (
        start > 0
        and bool(gap(start) & JOINT)
        and text[start - 1] in DIGITS
        and (start == 1 or text[start - 2] not in DIGITS or bool(width(gap(start - 1))))
    )
    return not precedes


def _dotted(candidate: Candidate) -> tuple[int, int] | None:
    if candidate.lengths != (3, 4, 4) or not _is_mobile(candidate.digits) or candidate.goes_on():
        return None
    return None if is_serial(candidate) else (candidate.start, candidate.end)


_KIND: Final = Kind(rule="mobile", stages=EVERYWHERE, shown=(3, 4))

PLAIN: Final = DigitRule(
    kind=_KIND,
    lengths=frozenset(_LENGTH + len(prefix) for prefix in _PREFIXES),
    find=_find,
    least=_LENGTH,
)

DOTTED: Final = DigitRule(kind=_KIND, lengths=frozenset({_LENGTH}), find=_dotted, least=_LENGTH)
"""``138.0013.8000``."""
