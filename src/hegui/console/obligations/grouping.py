"""Obligations under headings: by theme, stage, control point, instrument or state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hegui.console.frame.words import word
from hegui.console.obligations.listing import Line
from hegui.law import Law
from hegui.law.instrument import POINTS, STAGES, THEMES

__all__ = ["Heading", "Part", "headings", "parts"]

_STATES: Final = ("failing", "stale", "unknown", "attested", "ok")

Key = tuple[str, str]
"""Name and value of the filter that shows one group alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One group of all that was found."""

    key: Key
    title: str
    count: int
    binding: int
    """How many of them bind; the others may, or do not."""

    states: tuple[tuple[str, int], ...]
    """Of those that bind: how many are in each state that occurs."""

    address: str
    """Of the list with this group alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The lines of one group on one page."""

    title: str
    lines: tuple[Line, ...]


def _point(line: Line) -> Key:
    """Return the control point of a duty; one that has none stands under its theme."""
    point = line.duty.point
    return ("theme", line.duty.theme) if point is None else ("point", point)


def _state(line: Line) -> Key:
    return ("state", "none" if line.row is None else line.row.state)


_KEYS: Final[Mapping[str, Callable[[Line], Key]]] = {
    "theme": lambda line: ("theme", line.duty.theme),
    "stage": lambda line: ("stage", line.duty.stage),
    "point": _point,
    "instrument": lambda line: ("instrument", line.duty.instrument),
    "state": _state,
}


def _order(law: Law) -> dict[Key, int]:
    known = [
        *(("point", each) for each in POINTS),
        *(("theme", each) for each in THEMES),
        *(("stage", each) for each in STAGES),
        *(("state", each) for each in _STATES),
        *(("instrument", each) for each in law.instruments),
    ]
    return {key: place for place, key in enumerate(known)}


def _title(key: Key, law: Law) -> str:
    kind, value = key
    if kind == "instrument":
        return law.instruments[value].short.in_language(get_language() or "zh-hans")
    return _("does not bind") if value == "none" else word(kind, value)


def _address(key: Key, group: str, query: QueryDict) -> str:
    asked = query.copy()
    asked.pop("page", None)
    asked["group"] = group
    asked[key[0]] = key[1]
    if group == "point" and key[0] == "theme":
        asked["point"] = "none"
    return f"?{asked.urlencode()}"


def headings(
    found: Sequence[Line], group: str, law: Law, query: QueryDict
) -> tuple[tuple[Heading, ...], list[Line]]:
    """Return the groups of all that was found, and the lines in the order of the groups."""
    read, order = _KEYS[group], _order(law)
    by_key: dict[Key, list[Line]] = {}
    for line in found:
        by_key.setdefault(read(line), []).append(line)
    keys = sorted(by_key, key=lambda key: order.get(key, len(order)))
    made = tuple(_heading(key, by_key[key], group, law, query) for key in keys)
    return made, [line for key in keys for line in by_key[key]]


def _heading(key: Key, inside: list[Line], group: str, law: Law, query: QueryDict) -> Heading:
    binding = [line for line in inside if line.row is not None and not line.is_undecided]
    counts = Counter(line.row.state for line in binding if line.row is not None)
    return Heading(
        key=key,
        title=_title(key, law),
        count=len(inside),
        binding=len(binding),
        states=tuple((state, counts[state]) for state in _STATES if counts[state]),
        address=_address(key, group, query),
    )


def parts(page: Sequence[Line], group: str, law: Law) -> tuple[Part, ...]:
    """Return the lines of one page, which stand in the order of the groups, under headings."""
    read = _KEYS[group]
    made: list[tuple[Key, list[Line]]] = []
    for line in page:
        key = read(line)
        if not made or made[-1][0] != key:
            made.append((key, []))
        made[-1][1].append(line)
    return tuple(Part(title=_title(key, law), lines=tuple(inside)) for key, inside in made)
