"""From an event to the last day: what a deadline of the law comes to.

The day of the event does not count, and the whole last day does. Three kinds of
units, three arithmetics:

* hours run from the instant of the event; an event told by its day alone leaves
  the deadline open;
* days, months and years run on the civil calendar: the month that a term ends
  in may be shorter, and then its last day is the last day of the term;
* working days run on the published calendar of the rule's jurisdiction, and a
  count that leaves it is open. Nothing is ever guessed.

A term in days, months or years that ends on a day off: civil law moves it to the
next working day, but whether that holds for an administrative term is a view.
`Due.day` is the strict day, and `Due.rolled` the other.

Source: Civil Code of the People's Republic of China, articles 200 to 204.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from hegui.bilingual import Bilingual
from hegui.clock import BEIJING, beijing_day
from hegui.law.events import Event
from hegui.law.timing import Deadline, Retention
from hegui.workdays import Open as Unpublished
from hegui.workdays import WorkingDays

__all__ = ["Due", "Open", "due", "keep_until", "kept_since", "shifted"]

_MONTHS: Final = {"month": 1, "months": 1, "quarter": 3, "year": 12, "years": 12}
_DAYS: Final = {"day": 1, "days": 1, "week": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Until when something must be done."""

    day: date
    """The last Beijing day on which it is in time."""

    late_from: datetime
    """The instant from which it is late, in UTC: the midnight that ends `day`, or the hour."""

    is_hour: bool = False
    """Whether the limit is an hour of `day` and not its end."""

    rolled: date | None = None
    """The next working day when `day` is a day off and the term is not in working days."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "day": self.day.isoformat(),
            "late_from": self.late_from.isoformat(),
            "is_hour": self.is_hour,
            "rolled": None if self.rolled is None else self.rolled.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A deadline that cannot be told yet, and why: a value, never a guess."""

    reason: Bilingual

    last_published: date | None = None
    """The last day of the calendar, when the count runs past it."""

    not_before: date | None = None
    """The deadline cannot be earlier than this day; None when nothing is known."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "reason": self.reason.as_dict(),
            "last_published": None
            if self.last_published is None
            else self.last_published.isoformat(),
            "not_before": None if self.not_before is None else self.not_before.isoformat(),
        }


def shifted(day: date, count: int, unit: str) -> date:
    """Return the day that is `count` civil units from `day`; negative counts back.

    Args:
        day: from here.
        count: how many.
        unit: day, week, month, quarter, year, or days, months, years.

    >>> shifted(date(2026, 1, 31), 1, 'month'), shifted(date(2028, 2, 29), 1, 'year')
    (datetime.date(2026, 2, 28), datetime.date(2029, 2, 28))
    """
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BEIJING).astimezone(UTC)


def _until(day: date, calendar: WorkingDays | None = None) -> Due:
    rolled = calendar.on_or_after(day) if calendar is not None and calendar.covers(day) else day
    return Due(
        day=day,
        late_from=_midnight(day + timedelta(days=1)),
        rolled=rolled if isinstance(rolled, date) and rolled != day else None,
    )


def _hours(rule: Deadline, event: Event) -> Due | Open:
    if event.at is None:
        return Open(
            reason=Bilingual(
                zh="以小时计，而该事件只记了日期；请在 at 中写明时刻。",
                en="It counts hours, and the event is told by its day alone; give the instant.",
            )
        )
    hours = timedelta(hours=rule.within)
    instant = (event.at - hours if rule.side == "before" else event.at + hours).astimezone(UTC)
    return Due(day=beijing_day(instant), late_from=instant, is_hour=True)


def _working(start: date, count: int, calendar: WorkingDays | None) -> Due | Open:
    if calendar is None:
        return Open(
            reason=Bilingual(
                zh="没有该法域的工作日历，无法计算工作日。",
                en="There is no calendar of working days for this jurisdiction.",
            )
        )
    match calendar.add(start, count):
        case Unpublished(edge=edge, left=left, bound=bound):
            return Open(
                reason=Bilingual(
                    zh=f"工作日历只公布到 {edge}，其后还须计 {left} 个工作日。",
                    en=f"Working days are published up to {edge}; {left} remain to be counted.",
                ),
                last_published=edge,
                not_before=bound if count > 0 else None,
            )
        case day:
            return _until(day)


def due(rule: Deadline, event: Event, calendar: WorkingDays | None = None) -> Due | Open:
    """Return until when a rule's act must be done, for one event.

    Args:
        rule: as the obligation states it.
        event: what starts the clock; of the kind that the rule names.
        calendar: of the rule's jurisdiction; None when there is none.

    Returns:
        `Due`; or `Open`, when the calendar ends too early, or when hours are
        counted and the event is told by its day alone. On the side ``before``
        the act must be done by the end of `Due.day`, which with ``within = 0``
        is the day before the event.
    """
    if rule.unit == "hours":
        return _hours(rule, event)
    if rule.side == "before" and rule.within == 0:
        return _until(event.on - timedelta(days=1))
    count = -rule.within if rule.side == "before" else rule.within
    if rule.unit == "working_days":
        return _working(event.on, count, calendar)
    # A term that ends before an event is not made longer by a day off.
    return _until(shifted(event.on, count, rule.unit), calendar if count >= 0 else None)


def keep_until(rule: Retention, made: date) -> date:
    """Return the last day on which something made on a day must still be kept."""
    return shifted(made, rule.at_least, rule.unit)


def kept_since(rule: Retention, on: date) -> date:
    """Return the earliest day whose records must still be there on a day.

    >>> from hegui.bilingual import Bilingual
    >>> logs = Retention(at_least=6, unit='months', what=Bilingual(zh='日志', en='logs'))
    >>> kept_since(logs, date(2026, 8, 31))
    datetime.date(2026, 3, 1)
    """
    day = shifted(on, -rule.at_least, rule.unit)
    # Months differ in length: walk to the first day whose term has not ended.
    while keep_until(rule, day) < on:
        day += timedelta(days=1)
    return day
