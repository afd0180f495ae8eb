"""An agenda as iCalendar text, for any calendar program.

A day becomes an all-day event on the last day, an hour an event at that
instant, a recurring duty an event with its rule, and an open deadline a task
without a date: it is listed and claims nothing. What was done is left out.

The same agenda and instant give the same bytes. The UID of an item depends on
its obligation and its event (kind and day) alone, so that a calendar which
subscribes moves an item instead of doubling it when the law, or a newly
published calendar of working days, changes its last day.

Source: RFC 5545, 3.1 (folding at 75 octets), 3.3.11 (escapes), 3.6 (components).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hegui.bilingual import Bilingual
from hegui.law.agenda import Item, State
from hegui.law.deadline import Due, Open
from hegui.law.timing import Recurrence

__all__ = ["escaped", "folded", "ical"]

_PRODUCT: Final = "-//hegui//agenda//EN"
_OCTETS: Final = 75
_NAME: Final = Bilingual(zh="合规期限", en="Compliance deadlines")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_FREQUENCY: Final = MappingProxyType(
    {
        "day": ("DAILY", 1),
        "week": ("WEEKLY", 1),
        "month": ("MONTHLY", 1),
        "quarter": ("MONTHLY", 3),
        "year": ("YEARLY", 1),
    }
)


def escaped(text: str) -> str:
    r"""Return text as a TEXT value of iCalendar.

    >>> print(escaped('a, b; c\nd'))
    a\, b\; c\nd
    """
    return text.translate(_ESCAPES)


def folded(line: str) -> str:
    """Return a content line cut so that no part has more than 75 octets.

    Parts are joined by a line break and one space, and a character of several
    octets is never cut.
    """
    parts: list[str] = []
    part, size, room = "", 0, _OCTETS
    for char in line:
        octets = len(char.encode())
        if size + octets > room:
            parts.append(part)
            # The space that marks a continuation counts.
            part, size, room = "", 0, _OCTETS - 1
        part += char
        size += octets
    return "\r\n ".join([*parts, part])


def _uid(item: Item) -> str:
    event = "" if item.event is None else f"{item.event.kind} {item.event.on.isoformat()}"
    return sha256(f"{item.obligation.id}\n{event}".encode()).hexdigest()[:32] + "@hegui"


def _rule(rule: Recurrence) -> str:
    name, factor = _FREQUENCY[rule.unit]
    return f"RRULE:FREQ={name};INTERVAL={factor * rule.every}"


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _when(item: Item, due: Due) -> Iterator[str]:
    if due.is_hour:
        yield f"DTSTART:{_instant(due.late_from)}"
    else:
        yield f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}"
    recurs = item.obligation.recurs if item.event is None else None
    # A rule that begins on the 29th or later would skip the shorter months.
    if recurs is not None and (due.day.day <= 28 or recurs.unit in {"day", "week"}):
        yield _rule(recurs)
    yield "TRANSP:TRANSPARENT"


def _told(item: Item, language: str) -> str:
    lines = [item.obligation.must.in_language(language), item.obligation.id]
    if item.event is not None:
        lines.append(f"{item.event.words.in_language(language)} {item.event.on.isoformat()}")
    if isinstance(item.outcome, Open):
        lines.append(item.outcome.reason.in_language(language))
    return "\n".join(lines)


def _component(item: Item, language: str, stamp: datetime) -> Iterator[str]:
    kind = "VEVENT" if isinstance(item.outcome, Due) else "VTODO"
    yield f"BEGIN:{kind}"
    yield f"UID:{_uid(item)}"
    yield f"DTSTAMP:{_instant(stamp)}"
    if isinstance(item.outcome, Due):
        yield from _when(item, item.outcome)
    yield f"SUMMARY:{escaped(item.obligation.title.in_language(language))}"
    yield f"DESCRIPTION:{escaped(_told(item, language))}"
    yield f"CATEGORIES:{escaped(item.obligation.theme)}"
    yield f"END:{kind}"


def ical(items: Iterable[Item], *, language: str, stamp: datetime) -> str:
    """Return an agenda as one iCalendar object.

    Args:
        items: as `hegui.law.agenda.agenda` gives them.
        language: ``zh…`` reads Chinese, anything else English.
        stamp: aware instant at which the agenda was made.

    Returns:
        Text with CRLF line ends, to be served as ``text/calendar`` in UTF-8.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(_NAME.in_language(language))}",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ]
    for item in items:
        if item.state is not State.DONE and (item.done_on is None or item.event is None):
            lines += _component(item, language, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)
