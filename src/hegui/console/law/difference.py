"""What changed: between two days, or between two instruments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hegui.console import runtime
from hegui.console.frame import asof
from hegui.law import Instrument, Law
from hegui.law.aspects import Aspect
from hegui.law.deadline import shifted
from hegui.law.diff import Change, Diff, Kind, Side, diff_days, diff_instruments
from hegui.law.pairs import load_pairs

__all__ = ["page"]

_PAGE: Final = 40
_REST: Final = frozenset({"when", "status", "confidence", "reading"})
"""Aspects that differ in nearly every pair of two instruments."""

_KINDS: Final = ("dropped", "changed", "added")


def _presets(law: Law) -> list[tuple[Instrument, Instrument]]:
    """Return the pairs of instruments worth a look: those somebody paired, then successors."""
    asserted = [pair for pair in load_pairs(law) if set(pair) <= set(law.instruments)]
    followed = [
        (before, each.id)
        for each in law.instruments.values()
        for before in each.succeeds
        if before in law.instruments
    ]
    both = dict.fromkeys((*asserted, *followed))
    return [(law.instruments[before], law.instruments[after]) for before, after in both]


def _days(request: HttpRequest, on: date) -> tuple[date, date]:
    """Return the two days asked for; without them, the last year."""
    until = asof.named(request, "to") or on
    return asof.named(request, "from") or shifted(until, -1, "year"), until


def _found(request: HttpRequest, law: Law, on: date) -> Diff:
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before in law.instruments and after in law.instruments:
        return diff_instruments(law, before, after, on=on, pairs=load_pairs(law))
    asked = request.GET.get("instrument", "")
    only = asked if asked in law.instruments else None
    first, second = _days(request, on)
    return diff_days(
        law,
        Side(on=first, instrument=only, known=asof.named(request, "known_from")),
        Side(on=second, instrument=only, known=asof.named(request, "known_to")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A change as the page shows it: first what people ask about, the rest folded away."""

    change: Change
    first: tuple[Aspect, ...]
    rest: tuple[Aspect, ...]

    @property
    def kind(self) -> Kind:
        """What happened."""
        return self.change.kind


def _shown(change: Change) -> Shown:
    first = tuple(each for each in change.aspects if each.name not in _REST)
    # A change in nothing but the rest is told in full.
    rest = tuple(each for each in change.aspects if each.name in _REST)
    return Shown(change=change, first=first or rest, rest=rest if first else ())


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the difference that the address asks for, as a list to read."""
    law, on = runtime.current().law, asof.day(request)
    diff = _found(request, law, on)
    kind = request.GET.get("kind", "")
    wanted = [each for each in diff.changes if kind not in _KINDS or each.kind == kind]
    counts = Counter(each.kind for each in diff.changes)
    changes = Paginator(wanted, _PAGE).get_page(request.GET.get("page"))
    first, second = _days(request, on)
    jurisdictions = dict.fromkeys(each.jurisdiction for each in law.instruments.values())
    return render(
        request,
        "law/diff.html",
        {
            "room": "law",
            "law": law,
            "diff": diff,
            "between": (
                law.instruments.get(request.GET.get("before", "")),
                law.instruments.get(request.GET.get("after", "")),
            )
            if diff.before.instrument != diff.after.instrument
            else None,
            "only": law.instruments.get(diff.before.instrument or "")
            if diff.before.instrument == diff.after.instrument
            else None,
            "gone": [each for each in diff.measures_dropped if each != "none"],
            "new": [each for each in diff.measures_added if each != "none"],
            "kind": kind,
            "counts": [(each, counts[each]) for each in _KINDS],
            "page": changes,
            "shown": [_shown(each) for each in changes],
            "texts": [each for each in diff.texts if each.kind == "changed"],
            "first": first,
            "second": second,
            "presets": _presets(law),
            "instruments": [
                (place, [each for each in law.instruments.values() if each.jurisdiction == place])
                for place in jurisdictions
            ],
        },
    )
