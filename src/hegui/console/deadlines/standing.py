"""The agenda that pages show, made once for each profile and day.

It hangs on law, profile and day alone, so it is kept until one of them changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from hegui.console import runtime
from hegui.law import Decision, Law, Profile
from hegui.law.agenda import Item, Kept, agenda, kept, waiting
from hegui.law.calendar import load_calendars

__all__ = ["Agenda", "agenda_on"]

_DAYS_KEPT: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """Everything about time that a service has on a day."""

    law: Law
    profile: Profile
    items: tuple[Item, ...]
    waiting: tuple[Decision, ...]
    kept: tuple[Kept, ...]


_made: dict[date, Agenda] = {}


def agenda_on(on: date) -> Agenda:
    """Return the agenda of the running service, seen from a Beijing day."""
    parts = runtime.current()
    law, profile = parts.law, parts.profile()
    known = _made.get(on)
    if known is not None and known.law is law and known.profile is profile:
        return known
    made = Agenda(
        law=law,
        profile=profile,
        items=agenda(law, profile, on, calendars=load_calendars()),
        waiting=waiting(law, profile, on),
        kept=kept(law, profile, on),
    )
    if len(_made) >= _DAYS_KEPT:
        _made.clear()
    _made[on] = made
    return made
