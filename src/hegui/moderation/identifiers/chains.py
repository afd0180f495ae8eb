"""Walk through digits and ask each rule about every sequence of whole groups.

A *group* is a run of digits that stand together; a *chain* is groups parted by
one to three spaces, hyphens or brackets, or by single points. A candidate is a
sequence of whole groups of one chain, so nothing is found inside a longer run of
digits; one with points in it is shown only to the rules for pointed numbers.

The walk works on a part of a text as well as on the whole: it tells from where
on nothing is decided, and a stream comes back when more has come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from hegui.moderation.gap import POINT, width
from hegui.moderation.identifiers.candidate import DIGITS, Candidate, DigitRule, is_linked
from hegui.moderation.identifiers.context import before
from hegui.moderation.identifiers.kind import Kind
from hegui.moderation.kept import is_word

__all__ = ["WINDOW", "Chains", "Found"]

WINDOW: Final = 20
"""A chain this long from a group's first digit has decided what begins there."""

_LONGEST: Final = 19
"""Digits of the longest candidate: bank cards."""

_ID_LENGTH: Final = 18

_POINTED: Final = re.compile("[.\uff0e\u066b][^\\s.\uff0e\u066b]{1,400}[.\uff0e\u066b]")
"""Two points and hardly anything between: without it no pointed number is there."""

Found = tuple[int, int, Kind]
"""First kept character, one past the last, and what it is."""


class Chains:
    """The digit rules of one stage, ready to walk.

    Args:
        joined: rules for groups parted by spaces, hyphens or brackets.
        pointed: rules for groups parted by points.
    """

    __slots__ = ("_asked", "_joined", "_least_unasked", "_letters", "_pointed", "_runs_on", "least")

    def __init__(self, joined: Sequence[DigitRule], pointed: Sequence[DigitRule]) -> None:
        self._joined = _by_length(joined)
        self._pointed = _by_length(pointed)
        self._runs_on = any(rule.runs_on for rule in joined)
        self._letters = {
            letter: tuple(rule for rule in joined if letter in rule.letters)
            for letter in frozenset().union(*(rule.letters for rule in joined))
        }
        self._asked = tuple(rule for rule in joined if rule.asked)
        self._least_unasked = min(
            (rule.least for rule in joined if not rule.asked), default=_LONGEST + 1
        )
        self.least = min((rule.least for rule in (*joined, *pointed)), default=WINDOW)
        """Fewest digits in a row, signs left out, that any rule wants."""

    def wanted(self, text: str) -> int:
        """Return the fewest digits that stand together and matter, for a whole folded text."""
        return min(
            [
                self._least_unasked,
                *(rule.least for rule in self._asked if any(word in text for word in rule.asked)),
            ]
        )

    def least_in(self, original: str, wanted: int) -> int:
        """Return the fewest digits in a row that matter in a text, however they are parted."""
        if self.least >= wanted or not self._pointed or _POINTED.search(original) is None:
            return wanted
        return self.least

    def together(
        self, text: Sequence[str], gap: Callable[[int], int], start: int, end: int
    ) -> Iterator[Found]:
        """Yield what a run of digits is that stand together, in a whole text."""
        yield from self._beginning(text, gap, (start, end), pointed=False)

    def walk(
        self,
        text: Sequence[str],
        gap: Callable[[int], int],
        start: int,
        stop: int,
        *,
        at_end: bool,
    ) -> tuple[list[Found], int | None]:
        """Return the identifiers that begin in a range, and from where on nothing is decided.

        Args:
            text: kept characters, with `context.REACH` before `start` where the
                original has them.
            gap: the gap before a character; for ``len(text)`` what is known so far of
                the gap after the last.
            start: first character to look at; the first of a group, or no digit.
            stop: one past the last to look at; after a digit that no digit follows,
                or the end of `text`.
            at_end: nothing will be added to `text`.

        Returns:
            Found ranges by start; and the first character that must be looked at
            again when more text has come, or None.
        """
        found: list[Found] = []
        at = start
        while at < stop:
            if text[at] not in DIGITS:
                at += 1
                continue
            end = at + 1
            pointed = False
            while end < stop and text[end] in DIGITS:
                between = gap(end)
                if between & POINT:
                    pointed = True
                elif not is_linked(between):
                    break
                end += 1
            goes_on = at > 0 and text[at - 1] in DIGITS and gap(at) == 0
            groups = [g for g in range(at, end) if width(gap(g)) or (g == at and not goes_on)]
            is_closed = at_end or self._is_closed(text, gap, at, end)
            for place, group in enumerate(groups):
                if not is_closed and end - group < WINDOW:
                    return found, self._first(text, gap, group)
                bounds = [*groups[place:], end]
                if end - group >= self.least:
                    found.extend(self._beginning(text, gap, bounds, pointed=pointed))
            at = end
        return found, None

    def open_word(self, text: Sequence[str], gap: Callable[[int], int]) -> int | None:
        """Return where a number with letters before it may have begun, digits still to come."""
        last = len(text) - 1
        if last < 0 or not self._letters or not is_linked(gap(last + 1)):
            return None
        for at in (last, last - 1):
            if at < 0 or (at < last and width(gap(last))) or not text[at].isascii():
                break
            if _is_announced(self._letters.get(text[at], ()), text, gap, at):
                return at
        return None

    def _first(self, text: Sequence[str], gap: Callable[[int], int], group: int) -> int:
        """Return the first letter of an undecided number, or its first digit."""
        if self._letters and group and is_linked(gap(group)):
            for at in (group - 2, group - 1):
                if (
                    at >= 0
                    and (at == group - 1 or not width(gap(group - 1)))
                    and _is_announced(self._letters.get(text[at], ()), text, gap, at)
                ):
                    return at
        return group

    def _is_closed(
        self, text: Sequence[str], gap: Callable[[int], int], start: int, end: int
    ) -> bool:
        """Whether what follows a chain is known well enough to decide on it."""
        if end == len(text):
            after = gap(end)
            return not is_linked(after) and not after & POINT
        if self._runs_on and not width(gap(end)) and is_word(text[end]):
            word = end
            while word < len(text) and word - start < WINDOW * 2 and not width(gap(word)):
                if not is_word(text[word]):
                    return True
                word += 1
            if word == len(text) and not width(gap(word)):
                return False
        might_be_check = text[end] == "x" and end == len(text) - 1 and end - start >= _ID_LENGTH - 1
        return not might_be_check or width(gap(end + 1)) > 0

    def _beginning(
        self,
        text: Sequence[str],
        gap: Callable[[int], int],
        bounds: Sequence[int],
        *,
        pointed: bool,
    ) -> Iterator[Found]:
        """Yield what begins with the first of these groups. ``bounds[-1]`` ends the chain."""
        start = bounds[0]
        if gap(start) & POINT and start and text[start - 1] in DIGITS:
            return
        if pointed and self._pointed:
            yield from self._pointed_number(text, gap, bounds)
        for count in range(1, len(bounds)):
            if count > 1 and gap(bounds[count - 1]) & POINT:
                return
            end = bounds[count]
            length = end - start
            if length > _LONGEST:
                return
            rules = self._joined.get(length)
            if rules:
                digits = "".join(text[start:end])
                candidate = Candidate(text, gap, bounds[: count + 1], bounds[count + 1 :], digits)
                yield from _asked(rules, candidate)

    def _pointed_number(
        self, text: Sequence[str], gap: Callable[[int], int], bounds: Sequence[int]
    ) -> Iterator[Found]:
        count = 1
        while count < len(bounds) - 1 and gap(bounds[count]) & POINT:
            count += 1
        if count > 1:
            digits = "".join(text[bounds[0] : bounds[count]])
            rules = self._pointed.get(len(digits), ())
            candidate = Candidate(text, gap, bounds[: count + 1], bounds[count + 1 :], digits)
            yield from _asked(rules, candidate)


def _asked(rules: Sequence[DigitRule], candidate: Candidate) -> Iterator[Found]:
    for rule in rules:
        place = rule.find(candidate)
        if place is not None:
            yield (*place, rule.kind)


def _is_announced(
    rules: Sequence[DigitRule], text: Sequence[str], gap: Callable[[int], int], at: int
) -> bool:
    """Whether a number of one of these rules may begin with the letter at this place."""
    if at and not width(gap(at)) and is_word(text[at - 1]):
        return False
    return any(rule.announced is not None and rule.announced(before(text, at)) for rule in rules)


def _by_length(rules: Sequence[DigitRule]) -> Mapping[int, tuple[DigitRule, ...]]:
    lengths = frozenset().union(*(rule.lengths for rule in rules))
    return {n: tuple(rule for rule in rules if n in rule.lengths) for n in lengths}
