"""When a duty falls due, how often it comes back, how long something is kept.

    [obligation.deadline]         [obligation.recurs]     [obligation.retain]
    event  = "launch"             every = 1               at_least = 6
    within = 10                   unit  = "week"          unit     = "months"
    unit   = "working_days"                               what.en  = "the network logs"
    side   = "after"

These are the numbers of a rule as it states them. Counting days is
`hegui.law`'s other business and needs a calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hegui.bilingual import Bilingual
from hegui.law.source import Table

__all__ = [
    "DEADLINE_UNITS",
    "EVENTS",
    "RECURRENCE_UNITS",
    "RETENTION_UNITS",
    "SIDES",
    "Deadline",
    "Recurrence",
    "Retention",
    "read_deadline",
    "read_recurrence",
    "read_retention",
]

EVENTS: Final = (
    *("launch", "change", "cancellation", "incident", "complaint", "request"),
    *("finding", "order", "notice", "growth", "contract", "award", "closure"),
)
"""What starts a clock: ``award`` is the day on which a filing number is given, ``closure`` the day
on which the handling of an incident ends."""

SIDES: Final = ("after", "before")
DEADLINE_UNITS: Final = ("hours", "days", "working_days", "months", "years")
RECURRENCE_UNITS: Final = ("day", "week", "month", "quarter", "year")
RETENTION_UNITS: Final = ("days", "months", "years")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when a duty is done, counted from an event."""

    event: str
    """One of `EVENTS`."""

    within: int
    """How many; 0 on the side ``before`` means: done when the event happens."""

    unit: str
    """One of `DEADLINE_UNITS`."""

    side: str
    """One of `SIDES`: counted forwards from the event, or backwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How often a duty comes back: once in `every` `unit`."""

    every: int
    """At least 1."""

    unit: str
    """One of `RECURRENCE_UNITS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long something is kept, as a minimum."""

    at_least: int
    """At least 1."""

    unit: str
    """One of `RETENTION_UNITS`."""

    what: Bilingual
    """What is kept."""


def read_deadline(table: Table) -> Deadline:
    """Return an ``[obligation.deadline]``.

    Raises:
        InvalidInstrument: an unknown event, unit or side, or a number below 0.
    """
    table.only("event", "within", "unit", "side")
    return Deadline(
        event=table.choice("event", EVENTS),
        within=table.whole("within", at_least=0),
        unit=table.choice("unit", DEADLINE_UNITS),
        side=table.choice("side", SIDES),
    )


def read_recurrence(table: Table) -> Recurrence:
    """Return an ``[obligation.recurs]``.

    Raises:
        InvalidInstrument: an unknown unit, or a number below 1.
    """
    table.only("every", "unit")
    return Recurrence(
        every=table.whole("every", at_least=1), unit=table.choice("unit", RECURRENCE_UNITS)
    )


def read_retention(table: Table) -> Retention:
    """Return an ``[obligation.retain]``.

    Raises:
        InvalidInstrument: an unknown unit, a number below 1, or no words for what is kept.
    """
    table.only("at_least", "unit", "what")
    return Retention(
        at_least=table.whole("at_least", at_least=1),
        unit=table.choice("unit", RETENTION_UNITS),
        what=table.bilingual("what"),
    )
