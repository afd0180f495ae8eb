"""Documents of travel: one or two letters, then digits, with a name before.

Letters and eight digits are also parts, flights and courses, so each of these
kinds asks for its name among the kept characters before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hegui.moderation.gap import width
from hegui.moderation.identifiers.candidate import Candidate, DigitRule, is_linked
from hegui.moderation.identifiers.context import before
from hegui.moderation.identifiers.kind import EVERYWHERE, Kind
from hegui.moderation.kept import is_word

__all__ = ["lettered"]


def lettered(
    rule: str, forms: str, names: re.Pattern[str], *, lengths: frozenset[int], letters: str
) -> DigitRule:
    """Return the rule for a kind of document.

    Args:
        rule: its rule id.
        forms: a pattern for letters and digits together, folded.
        names: one of which must stand before.
        lengths: of its digits alone.
        letters: with which it may begin; none of the forms may begin with another.
    """
    pattern = re.compile(forms)

    def is_named(near: str) -> bool:
        return names.search(near) is not None

    return DigitRule(
        kind=Kind(rule=rule, stages=EVERYWHERE, shown=(2, 2)),
        lengths=lengths,
        find=_finder(pattern, is_named),
        letters=frozenset(letters),
        announced=is_named,
        least=min(lengths),
    )


def _finder(
    pattern: re.Pattern[str], is_named: Callable[[str], bool]
) -> Callable[[Candidate], tuple[int, int] | None]:
    def find(candidate: Candidate) -> tuple[int, int] | None:
        if len(candidate.bounds) > 4 or candidate.goes_on():
            return None
        text, start = candidate.text, _first_letter(candidate)
        number = "".join(text[start : candidate.start]) + candidate.digits
        if pattern.fullmatch(number) is None or not is_named(before(text, start)):
            return None
        return start, candidate.end

    return find


def _first_letter(candidate: Candidate) -> int:
    """Return the first of one or two letters that make a word with the digits, or the digits."""
    text, gap, start = candidate.text, candidate.gap, candidate.start
    if not start or not is_linked(gap(start)):
        return start
    at = start
    while at and start - at < 2 and "a" <= text[at - 1] <= "z":
        if at < start and width(gap(at)):
            break
        at -= 1
    if at and at < start and not width(gap(at)) and is_word(text[at - 1]):
        return start
    return at
