"""A minor's mode and limits, as the public page shows them to a guardian.

What the service allows stands in the newest ``user-policy`` entry, what the
guardian set and how long the service was used today in the user's row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hegui.clock import beijing_day
from hegui.ledger import Reader
from hegui.records.end_user import Age, EndUser

__all__ = ["Mode", "mode_of"]

_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How a minor may use the service."""

    is_served: bool
    minutes_a_day: int
    """The lesser of the service's and the guardian's."""

    minutes_today: int
    """Used since midnight in Beijing, as last written down: some seconds ago."""

    hours: str
    """``06:00-22:00`` in Beijing, as the service has it."""

    guardian_hours: str
    """The same as the guardian has it; empty when nothing is set."""

    topics: int
    """Kinds of content that the guardian refuses beyond the service."""

    may_pay: bool
    needs_consent: bool
    """A child, whom the service does not answer before a guardian agrees."""

    has_consent: bool


def mode_of(user: EndUser, reader: Reader, now: datetime) -> Mode | None:
    """Return how a minor may use the service, or None: nobody treats them as one.

    None, too, when no policy for end users is in force.
    """
    entry = reader.last("user-policy")
    policy = {} if entry is None else entry.payload
    if not policy.get("identity"):
        return None
    if user.age is Age.ADULT or (user.age is Age.UNKNOWN and not policy.get("unknown_is_minor")):
        return None
    guardian, use = user.guardian, user.use
    allowed = policy.get("minor_minutes")
    minutes = allowed if isinstance(allowed, int) else 0
    if guardian.minutes_a_day is not None:
        minutes = min(minutes, guardian.minutes_a_day)
    opens, closes = guardian.opens, guardian.closes
    return Mode(
        is_served=bool(policy.get("minors_served")),
        minutes_a_day=minutes,
        minutes_today=int(use.day_s // _MINUTE) if use.day == beijing_day(now) else 0,
        hours=str(policy.get("minor_hours", "")),
        guardian_hours=f"{opens}-{closes}" if opens and closes else "",
        topics=len(guardian.topics),
        may_pay=guardian.may_pay,
        needs_consent=user.age is Age.CHILD,
        has_consent=guardian.has_consented,
    )
