"""What a minor may do now: hours, minutes, topics, paid functions, consent.

The service sets the frame; a guardian may only narrow it. Hours are Beijing
wall clock, half-open; a window that closes before it opens runs past midnight.

>>> from datetime import time
>>> is_open(time(22, 30), opens=time(6), closes=time(22))
False
>>> is_open(time(23), opens=time(20), closes=time(2))
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from hegui.clock import beijing
from hegui.records.end_user import Age, EndUser, Guardian

__all__ = ["MinorsFrame", "Why", "is_minor", "is_open", "refused_topics", "why_not"]

Why = Literal["not-served", "consent", "hours", "minutes", "paid"]
"""Why a minor is not served now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorsFrame:
    """What the service allows minors."""

    are_served: bool = True
    unknown_is_minor: bool = False
    """Whether a person of unknown age is treated as a minor."""
    opens: time = time(6)
    closes: time = time(22)
    minutes_a_day: int = 60
    topics: tuple[str, ...] = ("a1.", "a2.", "a4.")
    """Categories, or their beginnings, refused even when a rule is not sure."""
    paid_models: tuple[str, ...] = ()
    """Models that cost the user money."""


def is_minor(age: Age, frame: MinorsFrame) -> bool:
    """Tell whether a person is treated as a minor."""
    if age is Age.UNKNOWN:
        return frame.unknown_is_minor
    return age is not Age.ADULT


def is_open(at: time, *, opens: time, closes: time) -> bool:
    """Tell whether a wall-clock time lies in ``[opens, closes)``; equal ends are the whole day."""
    if opens == closes:
        return True
    if opens < closes:
        return opens <= at < closes
    return at >= opens or at < closes


def why_not(user: EndUser, frame: MinorsFrame, *, model: str, at: datetime) -> Why | None:
    """Return why a minor is not served at an instant, or None when they are.

    Args:
        user: a minor, with the use of today counted up to `at`.
        frame: what the service allows.
        model: the one asked for.
        at: aware instant.
    """
    guardian = user.guardian
    if not frame.are_served:
        return "not-served"
    if user.age is Age.CHILD and not guardian.has_consented:
        return "consent"
    clock = beijing(at).time()
    if not is_open(clock, opens=frame.opens, closes=frame.closes) or not _guardian_opens(
        guardian, clock
    ):
        return "hours"
    if user.use.day_s >= 60 * minutes_a_day(guardian, frame):
        return "minutes"
    if model in frame.paid_models and not guardian.may_pay:
        return "paid"
    return None


def minutes_a_day(guardian: Guardian, frame: MinorsFrame) -> int:
    """Return the minutes that a minor has on a day: the lesser of guardian's and service's."""
    if guardian.minutes_a_day is None:
        return frame.minutes_a_day
    return min(guardian.minutes_a_day, frame.minutes_a_day)


def refused_topics(guardian: Guardian, frame: MinorsFrame) -> tuple[str, ...]:
    """Return the categories refused to a minor: those of the service and of the guardian."""
    return (*frame.topics, *(topic for topic in guardian.topics if topic not in frame.topics))


def _guardian_opens(guardian: Guardian, clock: time) -> bool:
    if not guardian.opens or not guardian.closes:
        return True
    return is_open(
        clock, opens=time.fromisoformat(guardian.opens), closes=time.fromisoformat(guardian.closes)
    )
