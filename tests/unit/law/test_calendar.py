"""Calendars of working days, read from TOML, with exact errors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hegui.errors import InvalidInstrument
from hegui.law.calendar import load_calendars

YEAR = """\
[[year]]
year = {year}
checked = 2026-11-21
confidence = "secondary"
days_off = [{year}-01-01]
workdays = []
[[year.notice]]
number = "第一号"
published = {before}-11-04
address = "https://example.org/notice"
"""


def year(number: int) -> str:
    return YEAR.format(year=number, before=number - 1)


def written(folder: Path, text: str) -> Path:
    (folder / "calendar").mkdir()
    (folder / "calendar" / "xx.toml").write_text(text, encoding="utf-8")
    return folder


class TestPackaged:
    """The calendar of mainland China, as the State Council's notices arrange it."""

    def test_covers_what_was_published(self) -> None:
        """2018 to 2026; the notice for 2027 is not there yet."""
        china = load_calendars()["cn"]

        assert list(range(2018, 2027)) == [each.year for each in china.years]
        assert (date(2018, 1, 1), date(2026, 12, 31)) == (china.days.first, china.days.last)

    def test_every_year_names_its_notices(self) -> None:
        """By number and address, published before the year they arrange, or early in it."""
        for each in load_calendars()["cn"].years:
            assert each.notices[0].published < date(each.year, 1, 1)
            assert all("国办发明电" in notice.number for notice in each.notices)
            assert all(notice.address.startswith("https://www.gov.cn/") for notice in each.notices)

    @pytest.mark.parametrize(
        ("day", "worked"),
        [
            (date(2026, 10, 1), False),  # National Day
            (date(2026, 10, 10), True),  # a Saturday worked in return
            (date(2020, 1, 31), False),  # the Spring Festival that was extended
            (date(2020, 2, 1), False),  # a make-up Saturday that was called off
            (date(2019, 5, 3), False),  # added in March of that year
            (date(2019, 5, 5), True),
        ],
    )
    def test_days_that_were_arranged(self, day: date, worked: bool) -> None:
        assert worked is load_calendars()["cn"].days.is_working(day)


def test_a_folder_without_calendars_has_none(tmp_path: Path) -> None:
    """Then working days cannot be counted, and that is said where they would be."""
    assert {} == dict(load_calendars(tmp_path))


def test_years_are_read_with_their_sources(tmp_path: Path) -> None:
    text = year(2025).replace("workdays = []", "workdays = [2025-01-05, 2025-01-04]") + year(2026)
    calendar = load_calendars(written(tmp_path, text))["xx"]
    first = calendar.years[0]

    assert ("xx", (date(2025, 1, 4), date(2025, 1, 5))) == (calendar.jurisdiction, first.workdays)
    assert ("第一号", date(2024, 11, 4)) == (first.notices[0].number, first.notices[0].published)
    assert date(2026, 12, 31) == calendar.days.last


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "at least one [[year]]"),
        (year(2025) + year(2027), 12, "expected 2026, the next year; found 2027"),
        (year(2026).replace("[2026-01-01]", "[2026-01-03]"), 5, "Monday to Friday"),
        (year(2026).replace("[2026-01-01]", "[2026-01-03]"), 5, "a Saturday"),
        (year(2026).replace("workdays = []", "workdays = [2026-01-05]"), 6, "a Monday"),
        (year(2026).replace("[2026-01-01]", "[2025-01-01]"), 5, "days of 2026"),
        (year(2026).replace("[2026-01-01]", "[2026-01-01T00:00:00]"), 5, "days of 2026"),
        (year(2026).replace("[2026-01-01]", "[2026-01-01, 2026-01-01]"), 5, "each day once"),
        (year(2026).replace("[2026-01-01]", '"never"'), 5, "days_off = a list of days"),
        (year(2026).replace("year = 2026", 'year = "2026"'), 2, "year = a year"),
        (year(2026).partition("[[year.notice]]")[0], 1, "at least one [[year.notice]]"),
        (year(2026).replace("checked", "chekced"), 3, "unknown key 'chekced'"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    """File, line, what was expected and what was found."""
    with pytest.raises(InvalidInstrument) as caught:
        load_calendars(written(tmp_path, text))

    assert line == caught.value.line
    assert says in str(caught.value)
