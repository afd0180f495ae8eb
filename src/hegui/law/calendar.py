"""Working days as data: ``instruments/calendar/<jurisdiction>.toml``.

    [[year]]
    year       = 2026
    days_off   = [2026-01-01, …]      # Monday to Friday, not worked
    workdays   = [2026-01-04, …]      # Saturday and Sunday, worked
    checked    = 2026-11-21
    confidence = "secondary"
    [[year.notice]]
    number = "国办发明电〔2025〕7号"
    published = 2025-11-04
    address = "https://…"

Years follow one another without a gap. What the arithmetic is, stands in
`hegui.workdays`; what a rule counts with it, in `hegui.law.deadline`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from hegui.errors import InvalidInstrument
from hegui.law.instrument import CONFIDENCES
from hegui.law.load import PACKAGED
from hegui.law.source import Table, describe, read
from hegui.workdays import WorkingDays

__all__ = ["Calendar", "Notice", "Year", "load_calendars"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The document that announced an arrangement."""

    number: str
    published: date
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of a calendar, as announced."""

    year: int
    days_off: tuple[date, ...]
    workdays: tuple[date, ...]
    notices: tuple[Notice, ...]
    """By day of publication; a later one changes the earlier."""

    checked: date
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The working days of one jurisdiction, with their sources."""

    jurisdiction: str
    years: tuple[Year, ...]
    days: WorkingDays
    """The same, for counting."""


def _days(table: Table, key: str, year: int, *, weekend: bool) -> tuple[date, ...]:
    values = table.take(key, "a list of days")
    wanted = "Saturdays and Sundays" if weekend else "days from Monday to Friday"
    if not isinstance(values, list):
        raise table.fail(key, f"{key} = a list of days", describe(values))
    days: list[date] = []
    for value in values:
        if not isinstance(value, date) or isinstance(value, datetime) or value.year != year:
            raise table.fail(key, f"days of {year}", describe(value))
        if (value.weekday() >= 5) is not weekend:
            raise table.fail(key, wanted, f"{describe(value)}, a {value:%A}")
        if value in days:
            raise table.fail(key, "each day once", f"{describe(value)} again")
        days.append(value)
    return tuple(sorted(days))


def _notice(table: Table) -> Notice:
    table.only("number", "published", "address")
    return Notice(
        number=table.text("number"), published=table.day("published"), address=table.text("address")
    )


def _year(table: Table) -> Year:
    table.only("year", "checked", "confidence", "days_off", "workdays", "notice")
    number = table.take("year", "a year")
    if not isinstance(number, int) or isinstance(number, bool) or not 1900 <= number <= 9998:
        raise table.fail("year", "year = a year, for example 2026", describe(number))
    notices = tuple(_notice(notice) for notice in table.tables("notice"))
    if not notices:
        raise table.fail("", "at least one [[year.notice]]", "none")
    return Year(
        year=number,
        days_off=_days(table, "days_off", number, weekend=False),
        workdays=_days(table, "workdays", number, weekend=True),
        notices=tuple(sorted(notices, key=lambda notice: notice.published)),
        checked=table.day("checked"),
        confidence=table.choice("confidence", CONFIDENCES),
    )


def _calendar(file: Path) -> Calendar:
    top = read(file, InvalidInstrument).top
    top.only("year")
    tables = top.tables("year")
    if not tables:
        raise top.fail("", "at least one [[year]]", "none")
    years: list[Year] = []
    for table in tables:
        year = _year(table)
        if years and year.year != years[-1].year + 1:
            raise table.fail("year", f"{years[-1].year + 1}, the next year", f"{year.year}")
        years.append(year)
    return Calendar(
        jurisdiction=file.stem,
        years=tuple(years),
        days=WorkingDays(
            first=date(years[0].year, 1, 1),
            last=date(years[-1].year, 12, 31),
            days_off=frozenset(day for year in years for day in year.days_off),
            workdays=frozenset(day for year in years for day in year.workdays),
        ),
    )


@lru_cache(maxsize=8)
def _load(folder: Path) -> Mapping[str, Calendar]:
    files = sorted((folder / "calendar").glob("*.toml"))
    return MappingProxyType({file.stem: _calendar(file) for file in files})


def load_calendars(folder: Path | None = None) -> Mapping[str, Calendar]:
    """Return the calendars under a folder of instruments, by jurisdiction.

    Without a folder, those that come with hegui. A folder without calendars
    gives none: working days then cannot be counted, and deadlines in them stay
    open.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.

    Notes:
        Reads each folder once in the life of a process.
    """
    return _load((folder or PACKAGED).resolve())
