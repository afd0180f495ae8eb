"""IPv4 addresses: four numbers up to 255 with points between.

Four numbers with points are also versions and sections of a standard, so a
short one (``8.8.8.8``) needs a word for network before it, and what is called a
version never is one.
"""

from __future__ import annotations

import re
from typing import Final

from hegui.moderation.identifiers.candidate import Candidate, DigitRule
from hegui.moderation.identifiers.context import before, words
from hegui.moderation.identifiers.kind import Kind

__all__ = ["RULE"]

_NAMES: Final = words(
    *(
        "ip",
        "地址",
        "服务器",
        "主机",
        "网关",
        "登录",
        "端口",
        "路由",
        "host",
        "dns",
        "ping",
        "server",
    ),
)
_VERSION: Final = re.compile(r"(?:版本号?|固件|内核|version|ver|(?<![a-z])v|第|章|节|条)$")
_SPEAKS_FOR_ITSELF: Final = 7
"""Digits from which it needs no name."""


def _find(candidate: Candidate) -> tuple[int, int] | None:
    digits, lengths = candidate.digits, candidate.lengths
    if len(lengths) != 4 or max(lengths) > 3 or candidate.goes_on():
        return None
    at = 0
    for length in lengths:
        part = digits[at : at + length]
        if int(part) > 255 or (length > 1 and part[0] == "0"):
            return None
        at += length
    near = before(candidate.text, candidate.start)
    if digits[0] == "0" or _VERSION.search(near):
        return None
    if len(digits) < _SPEAKS_FOR_ITSELF and _NAMES.search(near) is None:
        return None
    return candidate.start, candidate.end


RULE: Final = DigitRule(
    kind=Kind(rule="ip", shown=(4, 0)),
    lengths=frozenset(range(4, 13)),
    find=_find,
    least=4,
)
"""Looked for only when asked: most of them are documentation."""
