"""The rooms on the left: only those that have pages, each with what waits in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hegui.audit.posture import Posture
from hegui.cases import State
from hegui.controls.base import Status
from hegui.law import Applicability
from hegui.records import publications
from hegui.records.models import Case

__all__ = ["Room", "rooms"]


@dataclass(frozen=True, slots=True)
class Room:
    """One line of the menu."""

    name: str
    """Name of its address; pages of the room name it in `room`."""

    title: str | Promise
    waiting: int = 0
    """How many things wait for a person."""

    is_setting: bool = False


def rooms(posture: Posture, questions: int) -> tuple[Room, ...]:
    """Return the menu for one posture, with so many questions that wait for an answer."""
    unmet = sum(
        1
        for row in posture.rows
        if row.status is not Status.OK and row.decision.verdict is Applicability.APPLIES
    )
    owed = Case.objects.filter(state__in=[s.value for s in State if s.is_open]).count()
    missing = len(set(publications.KINDS) - set(publications.newest_of_all()))
    return (
        Room("overview", _("Overview")),
        Room("obligations", _("Obligations"), unmet),
        Room("interview", _("Interview"), questions),
        Room("deadlines", _("Deadlines")),
        Room("law", _("Law")),
        Room("controls", _("Controls")),
        Room("labels", _("Labels")),
        Room("cases", _("People and cases"), owed),
        Room("publications", _("Public notices"), missing),
        Room("ledger", _("Evidence")),
        Room("keys", _("API keys"), is_setting=True),
        Room("account", _("Account"), is_setting=True),
    )
