"""The agenda of a service: what falls due when, what comes back, what must be kept.

    for item in agenda(law, profile, clock.today(), calendars=load_calendars()):
        item.obligation.id, item.outcome, item.state

A deadline belongs to an event that the profile reports, and binds by the law of
the day of that event, not of today. A duty that recurs counts from the day on
which it was last done, else from the launch or from its own first day. Nothing
here knows whether a duty was done but by the profile's ``[[done]]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hegui.bilingual import Bilingual
from hegui.law.applicability import Applicability
from hegui.law.calendar import Calendar
from hegui.law.deadline import Due, Open, due, kept_since
from hegui.law.decide import Decision, applies
from hegui.law.events import Event
from hegui.law.instrument import Obligation
from hegui.law.load import Law
from hegui.law.profile import Profile
from hegui.law.recurrence import Occurrences, occurrences
from hegui.law.timing import Retention
from hegui.workdays import WorkingDays

__all__ = ["Item", "Kept", "State", "agenda", "kept", "waiting"]

_BINDS = frozenset({Applicability.APPLIES, Applicability.UNKNOWN, Applicability.CONFLICT})
"""Verdicts under which a duty may bind; what is not known is on the agenda too."""


class State(StrEnum):
    """How something on the agenda stands on a day."""

    DONE = "done"
    LATE = "late"
    AHEAD = "ahead"
    OPEN = "open"
    """No day can be told yet."""

    @property
    def words(self) -> Bilingual:
        """The state as people read it."""
        return {
            "done": Bilingual(zh="已办", en="done"),
            "late": Bilingual(zh="已逾期", en="late"),
            "ahead": Bilingual(zh="未到期", en="ahead"),
            "open": Bilingual(zh="待定", en="open"),
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that falls due."""

    obligation: Obligation
    verdict: Applicability
    """On the day of the event; for a duty that recurs, on the day asked for."""

    event: Event | None
    """What started the clock; None for a duty that recurs."""

    outcome: Due | Open
    state: State
    done_on: date | None = None

    missed: int = 0
    """Of a duty that recurs: how many of its days have passed since it was last done."""

    @property
    def is_ours(self) -> bool:
        """Whether the service has to act; False where the clock is an authority's."""
        return self.obligation.bearer != "authority"

    @property
    def day(self) -> date | None:
        """The last day; None when it is open."""
        return self.outcome.day if isinstance(self.outcome, Due) else None

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "id": self.obligation.id,
            "title": self.obligation.title.as_dict(),
            "verdict": self.verdict.value,
            "is_ours": self.is_ours,
            "event": None if self.event is None else self.event.kind,
            "event_on": None if self.event is None else self.event.on.isoformat(),
            "due": self.outcome.as_dict() if isinstance(self.outcome, Due) else None,
            "open": self.outcome.as_dict() if isinstance(self.outcome, Open) else None,
            "state": self.state.value,
            "done_on": None if self.done_on is None else self.done_on.isoformat(),
            "missed": self.missed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Something that must still be there on a day."""

    obligation: Obligation
    verdict: Applicability
    rule: Retention

    since: date
    """Whatever was made on this day or later must be there."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "id": self.obligation.id,
            "verdict": self.verdict.value,
            "what": self.rule.what.as_dict(),
            "at_least": self.rule.at_least,
            "unit": self.rule.unit,
            "since": self.since.isoformat(),
        }


def _binding(decisions: tuple[Decision, ...]) -> dict[str, Decision]:
    return {d.obligation.id: d for d in decisions if d.verdict in _BINDS}


def _days(calendars: Mapping[str, Calendar], duty: Obligation) -> WorkingDays | None:
    calendar = calendars.get(duty.instrument.partition("/")[0])
    return None if calendar is None else calendar.days


def _done_on(profile: Profile, duty: Obligation, event: Event) -> date | None:
    """Return the day on which the act was done for an event; None when it was not.

    On the side ``after`` the first act from the event on; before an event, the
    last act up to it.
    """
    days = profile.history.of(duty.id)
    if duty.deadline is not None and duty.deadline.side == "before":
        return max((day for day in days if day <= event.on), default=None)
    return min((day for day in days if day >= event.on), default=None)


def _state(outcome: Due | Open, done: date | None, on: date) -> State:
    if done is not None:
        return State.LATE if isinstance(outcome, Due) and done > outcome.day else State.DONE
    if isinstance(outcome, Open):
        return State.OPEN
    return State.LATE if on > outcome.day else State.AHEAD


def _from_events(
    law: Law, profile: Profile, on: date, calendars: Mapping[str, Calendar]
) -> Iterator[Item]:
    binding = {
        day: _binding(applies(law, profile, day))
        for day in {event.on for event in profile.history.events}
    }
    for event in profile.history.events:
        for decision in binding[event.on].values():
            duty = decision.obligation
            if duty.deadline is None or duty.deadline.event != event.kind:
                continue
            outcome = due(duty.deadline, event, _days(calendars, duty))
            done = _done_on(profile, duty, event)
            yield Item(
                obligation=duty,
                verdict=decision.verdict,
                event=event,
                outcome=outcome,
                state=_state(outcome, done, on),
                done_on=done,
            )


def _recurring(profile: Profile, decisions: Mapping[str, Decision], on: date) -> Iterator[Item]:
    launch = profile.history.first("launch")
    for decision in decisions.values():
        duty = decision.obligation
        if duty.recurs is None:
            continue
        done = max((day for day in profile.history.of(duty.id) if day <= on), default=None)
        start = None if launch is None else max(launch.on, duty.start)
        found = occurrences(duty.recurs, since=done or start, on=on)
        if isinstance(found, Occurrences):
            outcome: Due | Open = found.next
            state = State.LATE if found.missed else State.AHEAD
            missed = found.missed
        else:
            outcome, state, missed = found, State.OPEN, 0
        yield Item(
            obligation=duty,
            verdict=decision.verdict,
            event=None,
            outcome=outcome,
            state=state,
            done_on=done,
            missed=missed,
        )


def agenda(
    law: Law,
    profile: Profile,
    on: date,
    *,
    calendars: Mapping[str, Calendar],
    until: date | None = None,
) -> tuple[Item, ...]:
    """Return what falls due for a service, earliest first, open deadlines last.

    Args:
        law: as loaded.
        profile: answers and reported events.
        on: the day from which it is looked at: what is before it, is late or done.
        calendars: working days by jurisdiction (`hegui.law.calendar.load_calendars`).
        until: leave out what falls due after this day; what is open stays in.

    Notes:
        One decision of the whole law for each day with an event, and one for `on`.
    """
    now = _binding(applies(law, profile, on))
    items = [*_from_events(law, profile, on, calendars), *_recurring(profile, now, on)]
    kept_in = [item for item in items if until is None or item.day is None or item.day <= until]
    return tuple(sorted(kept_in, key=_order))


def _order(item: Item) -> tuple[bool, datetime | None, str]:
    late_from = item.outcome.late_from if isinstance(item.outcome, Due) else None
    return late_from is None, late_from, item.obligation.id


def waiting(law: Law, profile: Profile, on: date) -> tuple[Decision, ...]:
    """Return the duties with a deadline whose event the profile does not report, in law order."""
    reported = {event.kind for event in profile.history.events}
    return tuple(
        decision
        for decision in _binding(applies(law, profile, on)).values()
        if (rule := decision.obligation.deadline) is not None and rule.event not in reported
    )


def kept(law: Law, profile: Profile, on: date) -> tuple[Kept, ...]:
    """Return what must still be there on a day, and from when on, in law order."""
    return tuple(
        Kept(
            obligation=decision.obligation,
            verdict=decision.verdict,
            rule=rule,
            since=kept_since(rule, on),
        )
        for decision in _binding(applies(law, profile, on)).values()
        if (rule := decision.obligation.retain) is not None
    )
