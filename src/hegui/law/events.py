"""What happened to a service, and what was done: the days that deadlines count from.

    [[event]]
    kind = "launch"                     # see hegui.law.timing.EVENTS
    on   = 2026-10-08                   # a Beijing day …
    note.zh = "公开上线"
    note.en = "opened to the public"

    [[event]]
    kind = "incident"
    at   = 2026-11-20T14:30:00+08:00    # … or an instant, where a rule counts hours

    [[done]]
    obligation = "cn/algorithm-2021/art-24-1-file"
    on         = 2026-10-14

They stand in the profile beside the answers, since they too are facts that an
operator tells. A service that reports nothing has no deadlines yet; rules that
wait for an event are listed as waiting.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.law.source import Table, describe, near
from hegui.law.timing import EVENTS

__all__ = ["EVENT_WORDS", "Done", "Event", "History", "read_history"]

EVENT_WORDS: Final = MappingProxyType(
    {
        "launch": Bilingual(zh="上线", en="launch"),
        "change": Bilingual(zh="变更", en="change"),
        "cancellation": Bilingual(zh="终止服务", en="end of service"),
        "incident": Bilingual(zh="安全事件", en="incident"),
        "complaint": Bilingual(zh="投诉举报", en="complaint"),
        "request": Bilingual(zh="请求或申请", en="a request"),
        "finding": Bilingual(zh="发现问题", en="finding"),
        "order": Bilingual(zh="主管部门要求", en="order of an authority"),
        "notice": Bilingual(zh="主管部门通知", en="notice of an authority"),
        "growth": Bilingual(zh="用户规模显著增长", en="marked growth"),
        "contract": Bilingual(zh="订立合同", en="contract"),
        "award": Bilingual(zh="取得编号", en="award of a number"),
        "closure": Bilingual(zh="事件处置完毕", en="end of handling an incident"),
    }
)
"""The kinds of events (`hegui.law.timing.EVENTS`), as people read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or will happen, to the service."""

    kind: str
    """One of `hegui.law.timing.EVENTS`."""

    on: date
    """The Beijing day."""

    at: datetime | None = None
    """The aware instant; None when only the day was told."""

    note: Bilingual | None = None

    @property
    def words(self) -> Bilingual:
        """The kind of event as people read it."""
        return EVENT_WORDS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A duty was carried out on a day, as the operator says."""

    obligation: str
    """Full id."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that was reported about one service."""

    events: tuple[Event, ...] = ()
    """By day."""

    done: tuple[Done, ...] = ()
    """By day."""

    def first(self, kind: str) -> Event | None:
        """Return the earliest event of a kind, or None."""
        return next((event for event in self.events if event.kind == kind), None)

    def of(self, obligation: str) -> tuple[date, ...]:
        """Return the days on which a duty was carried out, earliest first."""
        return tuple(done.on for done in self.done if done.obligation == obligation)


def _event(table: Table) -> Event:
    table.only("kind", "on", "at", "note")
    kind = table.choice("kind", EVENTS)
    note = table.maybe_bilingual("note")
    if table.has("on") == table.has("at"):
        found = "both" if table.has("on") else "neither"
        raise table.fail("", "either on = a day or at = an instant", found)
    if table.has("on"):
        return Event(kind=kind, on=table.day("on"), note=note)
    instant = table.take("at", "an instant")
    if not isinstance(instant, datetime) or instant.tzinfo is None:
        raise table.fail(
            "at",
            "at = an instant with its zone, for example 2026-11-20T14:30:00+08:00",
            describe(instant),
        )
    return Event(kind=kind, on=beijing_day(instant), at=instant, note=note)


def _done(table: Table, known: Collection[str]) -> Done:
    table.only("obligation", "on")
    obligation = table.text("obligation")
    if obligation not in known:
        raise table.fail(
            "obligation", "the id of an obligation", repr(obligation), near(obligation, known)
        )
    return Done(obligation=obligation, on=table.day("on"))


def read_history(top: Table, known: Collection[str]) -> History:
    """Return what a profile reports.

    Args:
        top: the profile's own table.
        known: the full ids of the loaded obligations.

    Raises:
        InvalidProfile: with file, line, what was expected and what was found.
    """
    events = (_event(table) for table in top.tables("event"))
    done = (_done(table, known) for table in top.tables("done"))
    return History(
        events=tuple(sorted(events, key=lambda event: event.on)),
        done=tuple(sorted(done, key=lambda each: each.on)),
    )
