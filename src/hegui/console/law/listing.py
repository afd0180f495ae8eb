"""Instruments and provisions as pages show them: where each stands on a day, for this service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hegui.law import Applicability, Article, Decision, Expression, Instrument, Law
from hegui.law.instrument import RANKS

__all__ = ["Clause", "Entry", "clauses", "entries", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One instrument of the list."""

    instrument: Instrument
    standing: str
    """One word of the vocabulary ``standing``."""

    duties: int
    binding: int
    """How many of its duties bind this service."""

    open: int
    """How many may, for lack of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One provision, with what it says on a day and the duties in it."""

    article: Article
    id: str
    expression: Expression | None
    decisions: tuple[Decision, ...]


def standing(instrument: Instrument, on: date) -> str:
    """Return where an instrument stands on a day."""
    statuses = {text.status for article in instrument.articles for text in article.expressions}
    if statuses and statuses <= {"draft"}:
        return "draft"
    if on < instrument.start:
        return "ahead"
    if instrument.end is not None and on >= instrument.end:
        return "ended"
    return "guidance" if statuses and statuses <= {"guidance"} else "in-force"


def entries(law: Law, decisions: Mapping[str, Decision], on: date) -> dict[str, list[Entry]]:
    """Return the instruments by jurisdiction, the highest rank and the newest first."""
    counts: dict[str, Counter[Applicability]] = {}
    for decision in decisions.values():
        home = decision.obligation.instrument
        counts.setdefault(home, Counter())[decision.verdict] += 1
    found: dict[str, list[Entry]] = {}
    for instrument in law.instruments.values():
        counted = counts.get(instrument.id, Counter())
        found.setdefault(instrument.jurisdiction, []).append(
            Entry(
                instrument=instrument,
                standing=standing(instrument, on),
                duties=counted.total(),
                binding=counted[Applicability.APPLIES],
                open=counted[Applicability.UNKNOWN] + counted[Applicability.CONFLICT],
            )
        )
    for listed in found.values():
        listed.sort(key=lambda each: (RANKS.index(each.instrument.rank), _newest(each)))
    return found


def _newest(entry: Entry) -> int:
    return -entry.instrument.start.toordinal()


def clauses(
    instrument: Instrument, decisions: Mapping[str, Decision], on: date
) -> tuple[Clause, ...]:
    """Return the provisions of an instrument, in its order."""
    return tuple(
        Clause(
            article=article,
            id=f"{instrument.id}/{article.stem}",
            expression=article.expression(on),
            decisions=tuple(decisions[id_] for id_ in article.obligations),
        )
        for article in instrument.articles
    )
