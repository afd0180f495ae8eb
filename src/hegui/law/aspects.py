"""What can differ between two obligations, aspect by aspect, in words that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from hegui.bilingual import Bilingual
from hegui.law.events import EVENT_WORDS
from hegui.law.instrument import Obligation
from hegui.law.timing import Deadline, Recurrence, Retention

__all__ = [
    "Aspect",
    "aspects",
    "deadline_words",
    "differences",
    "recurrence_words",
    "retention_words",
]

Group = Literal["time", "condition", "number", "words", "standing"]
"""What kind of aspect: when, for whom, how much, how told, or how it binds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One thing that differs."""

    name: str
    """Stable, for machines: ``when``, ``deadline``, ``parameters.min_terms`` …"""

    group: Group
    label: Bilingual

    before: Bilingual | None
    """None when there was nothing."""

    after: Bilingual | None
    """None when there is nothing any more."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "name": self.name,
            "group": self.group,
            "before": None if self.before is None else self.before.as_dict(),
            "after": None if self.after is None else self.after.as_dict(),
        }


_UNITS: Final = MappingProxyType(
    {
        "hours": Bilingual(zh="小时", en="hours"),
        "days": Bilingual(zh="日", en="days"),
        "working_days": Bilingual(zh="个工作日", en="working days"),
        "months": Bilingual(zh="个月", en="months"),
        "years": Bilingual(zh="年", en="years"),
        "day": Bilingual(zh="日", en="day"),
        "week": Bilingual(zh="周", en="week"),
        "month": Bilingual(zh="个月", en="month"),
        "quarter": Bilingual(zh="个季度", en="quarter"),
        "year": Bilingual(zh="年", en="year"),
    }
)


def _unit(count: int, unit: str) -> Bilingual:
    words = _UNITS[unit]
    en = words.en.removesuffix("s") if count == 1 else words.en.removesuffix("s") + "s"
    return Bilingual(zh=words.zh, en=en)


def deadline_words(rule: Deadline) -> Bilingual:
    """Return a deadline as people read it.

    >>> deadline_words(Deadline(event='launch', within=10, unit='working_days', side='after')).en
    'within 10 working days after launch'
    """
    event, unit = EVENT_WORDS[rule.event], _unit(rule.within, rule.unit)
    if rule.within == 0 and rule.side == "before":
        return Bilingual(zh=f"{event.zh}之前", en=f"before {event.en}")
    if rule.within == 0:
        return Bilingual(zh=f"{event.zh}当日", en=f"on the day of {event.en}")
    side = {"after": "后", "before": "前"}[rule.side]
    limit = "内" if rule.side == "after" else ""
    return Bilingual(
        zh=f"{event.zh}{side} {rule.within} {unit.zh}{limit}",
        en=f"{'within' if rule.side == 'after' else 'at least'} {rule.within} {unit.en}"
        f" {rule.side} {event.en}",
    )


def recurrence_words(rule: Recurrence) -> Bilingual:
    """Return how often a duty comes back, as people read it.

    >>> recurrence_words(Recurrence(every=1, unit='week')).en
    'every week'
    """
    unit = _unit(rule.every, rule.unit)
    if rule.every == 1:
        return Bilingual(zh=f"每{unit.zh}", en=f"every {unit.en}")
    return Bilingual(zh=f"每 {rule.every} {unit.zh}", en=f"every {rule.every} {unit.en}")


def retention_words(rule: Retention) -> Bilingual:
    """Return what must be kept and for how long, as people read it."""
    unit = _unit(rule.at_least, rule.unit)
    return Bilingual(
        zh=f"{rule.what.zh}至少保存 {rule.at_least} {unit.zh}",
        en=f"keep {rule.what.en} for at least {rule.at_least} {unit.en}",
    )


def _plain(value: object) -> Bilingual | None:
    if value is None:
        return None
    if isinstance(value, Bilingual):
        return value
    text = value.isoformat() if isinstance(value, date) else _flat(value)
    return Bilingual(zh=text, en=text)


def _flat(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_flat, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_flat(inner)}" for key, inner in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _timed(duty: Obligation) -> dict[str, Bilingual | None]:
    return {
        "deadline": None if duty.deadline is None else deadline_words(duty.deadline),
        "recurs": None if duty.recurs is None else recurrence_words(duty.recurs),
        "retain": None if duty.retain is None else retention_words(duty.retain),
    }


_READ: Final[Mapping[str, tuple[Group, Bilingual, Callable[[Obligation], object]]]] = (
    MappingProxyType(
        {
            "when": ("condition", Bilingual(zh="适用条件", en="binds when"), lambda d: d.when),
            "bearer": ("condition", Bilingual(zh="义务主体", en="bearer"), lambda d: d.bearer),
            "deadline": (
                "time",
                Bilingual(zh="期限", en="deadline"),
                lambda d: _timed(d)["deadline"],
            ),
            "recurs": ("time", Bilingual(zh="频次", en="recurs"), lambda d: _timed(d)["recurs"]),
            "retain": ("time", Bilingual(zh="留存", en="kept"), lambda d: _timed(d)["retain"]),
            "status": ("standing", Bilingual(zh="效力", en="status"), lambda d: d.status),
            "confidence": (
                "standing",
                Bilingual(zh="可信程度", en="confidence"),
                lambda d: d.confidence,
            ),
            "title": ("words", Bilingual(zh="标题", en="title"), lambda d: d.title),
            "must": ("words", Bilingual(zh="要求", en="must"), lambda d: d.must),
            "reading": ("words", Bilingual(zh="我们的理解", en="reading"), lambda d: d.reading),
        }
    )
)


def aspects(duty: Obligation) -> Iterator[Aspect]:
    """Yield what an obligation has, with nothing before it."""
    for name, (group, label, read) in _READ.items():
        if (value := _plain(read(duty))) is not None:
            yield Aspect(name=name, group=group, label=label, before=None, after=value)
    for key, number in duty.parameters.items():
        yield Aspect(
            name=f"parameters.{key}",
            group="number",
            label=Bilingual(zh=key, en=key),
            before=None,
            after=_plain(number),
        )


def differences(before: Obligation, after: Obligation) -> tuple[Aspect, ...]:
    """Return the aspects in which two obligations differ; days in force are not compared."""
    old = {aspect.name: aspect for aspect in aspects(before)}
    new = {aspect.name: aspect for aspect in aspects(after)}
    found = []
    for name in dict.fromkeys((*old, *new)):
        was = old[name].after if name in old else None
        now = new[name].after if name in new else None
        if was != now:
            either = new.get(name) or old[name]
            found.append(
                Aspect(name=name, group=either.group, label=either.label, before=was, after=now)
            )
    return tuple(found)
