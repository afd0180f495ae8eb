"""Bank cards: 15 to 19 digits with an issuer's prefix and the Luhn digit.

One number in ten has a right Luhn digit, so a long order number would be caught
now and then. Hence a card needs one thing more: the groups of four in which
cards are printed, UnionPay's own prefix, or a word for card or account before.
It is never one when it is called an order number, or is a resident identity
number.

Issuer ranges are by length, from ISO/IEC 7812 and the networks' own pages;
the old Chinese debit prefixes are those that banks still honour.
"""

from __future__ import annotations

import re
from typing import Final

from hegui.moderation.identifiers.candidate import Candidate, DigitRule
from hegui.moderation.identifiers.checksums import is_luhn
from hegui.moderation.identifiers.context import before, words
from hegui.moderation.identifiers.kind import EVERYWHERE, Kind
from hegui.moderation.identifiers.mobile import is_serial
from hegui.moderation.identifiers.resident_id import is_resident_id

__all__ = ["RULE"]

_NAMES: Final = words(
    *(
        "卡号",
        "银行卡",
        "信用卡",
        "储蓄卡",
        "借记卡",
        "账号",
        "帐号",
        "账户",
        "帐户",
        "转账",
        "汇款",
    ),
    *(
        "打款",
        "收款",
        "开户",
        "工行",
        "农行",
        "建行",
        "中行",
        "交行",
        "招行",
        "邮储",
        "银行",
        "刷卡",
    ),
    *("bankcard", "creditcard", "cardno", "cardnumber", "card", "visa", "mastercard", "account"),
)

_ISSUERS: Final = re.compile(
    r"62\d{14,17}|"  # UnionPay
    r"4\d{15}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|"  # Visa, Mastercard
    r"3[47]\d{13}|35(?:2[89]|[3-8]\d)\d{12}|"  # American Express, JCB
    r"(?:9558|9559|6013|6014|6858|6888|6908|8888|9400|9111|9843|9845)\d{12,15}"  # older, domestic
)

_PRINTED: Final = frozenset(
    {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13), (4, 6, 5)}
)


def _find(candidate: Candidate) -> tuple[int, int] | None:
    digits = candidate.digits
    if _ISSUERS.fullmatch(digits) is None or not is_luhn(digits) or candidate.goes_on():
        return None
    if candidate.touches_letter() or is_serial(candidate):
        return None
    if len(digits) == 18 and is_resident_id(digits):
        return None
    lengths = candidate.lengths
    if lengths in _PRINTED:
        return candidate.start, candidate.end
    is_named = _NAMES.search(before(candidate.text, candidate.start)) is not None
    if is_named or (lengths == (len(digits),) and digits.startswith("62")):
        return candidate.start, candidate.end
    return None


RULE: Final = DigitRule(
    kind=Kind(rule="bank-card", stages=EVERYWHERE, shown=(4, 4)),
    lengths=frozenset(range(15, 20)),
    find=_find,
    least=15,
)
"""Looked for everywhere."""
