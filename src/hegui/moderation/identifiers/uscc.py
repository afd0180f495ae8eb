"""Unified social credit codes: 18 characters of organisations and of sole traders.

More information:

* GB 32100-2015 法人和其他组织统一社会信用代码编码规则
"""

from __future__ import annotations

from typing import Final

from hegui.moderation.gap import width
from hegui.moderation.identifiers.candidate import Candidate, DigitRule
from hegui.moderation.identifiers.checksums import uscc_check_character
from hegui.moderation.identifiers.kind import Kind
from hegui.moderation.kept import is_word

__all__ = ["RULE", "is_uscc"]

_LENGTH: Final = 18
_AUTHORITIES: Final = frozenset("123456789")


def is_uscc(code: str) -> bool:
    """Return whether 18 folded characters can be a unified social credit code.

    >>> is_uscc('91110000600037341l'), is_uscc('91110000600037342l')
    (True, False)
    """
    return (
        len(code) == _LENGTH
        and code[0] in _AUTHORITIES
        and code[:8].isdigit()
        and uscc_check_character(code[:17]) == code[17]
    )


def _find(candidate: Candidate) -> tuple[int, int] | None:
    if len(candidate.bounds) != 2 or candidate.touches_letter():
        return None
    text, gap, start = candidate.text, candidate.gap, candidate.start
    end = candidate.end
    while end < len(text) and end - start <= _LENGTH and not width(gap(end)) and is_word(text[end]):
        end += 1
    return (start, end) if is_uscc("".join(text[start:end])) else None


RULE: Final = DigitRule(
    kind=Kind(rule="uscc", shown=(2, 4)),
    lengths=frozenset(range(8, _LENGTH + 1)),
    find=_find,
    runs_on=True,
    least=8,
)
"""Looked for only when asked: a company's is on its invoices and on its door."""
