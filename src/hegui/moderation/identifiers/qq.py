"""QQ numbers: five to eleven digits after the name of the service."""

from __future__ import annotations

import re
from typing import Final

from hegui.moderation.identifiers.candidate import Candidate, DigitRule
from hegui.moderation.identifiers.context import before
from hegui.moderation.identifiers.kind import Kind

__all__ = ["RULE"]

_LONGEST: Final = 11

_NAMED: Final = re.compile(
    r"(?:(?<![a-z])qq|扣扣|企鹅|球球)(?:邮箱)?(?:群|号|号码|群号|账号|帐号|id|是|为|加|联系|我|的)*$"
)


def _find(candidate: Candidate) -> tuple[int, int] | None:
    if candidate.digits[0] == "0" or candidate.goes_on() or len(candidate.bounds) > 5:
        return None
    # The longest sequence of groups is the number.
    if candidate.follows and candidate.follows[0] - candidate.start <= _LONGEST:
        return None
    if _NAMED.search(before(candidate.text, candidate.start)) is None:
        return None
    return candidate.start, candidate.end


RULE: Final = DigitRule(
    kind=Kind(rule="qq", score=0.9, shown=(2, 2)),
    lengths=frozenset(range(5, 12)),
    find=_find,
    least=5,
    asked=("qq", "扣扣", "企鹅", "球球"),
)
"""A hint, looked for only when asked."""
