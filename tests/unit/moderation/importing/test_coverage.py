from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hegui.moderation.importing import Floors, coverage
from hegui.moderation.lexicon import Lexicon, Term
from hegui.moderation.packed import PackedTerms

DAY = date(2026, 11, 20)
FLOORS = Floors(total=5, each={"a1.": 1, "a2.": 0}, update_days=7)


def term(
    text: str, category: str, *, added: date | None = None, expires: date | None = None
) -> Term:
    return Term(rule=text, text=text, category=category, severity=1, added=added, expires=expires)


def library(terms: Sequence[Term]) -> list[Lexicon]:
    """Return these terms as the one lexicon in force."""
    return [Lexicon(name="t", version="0", author="", source="", terms=terms, file=Path("t"))]


def test_terms_are_counted_by_category_against_their_floors() -> None:
    """A key counts once however it is written; every category that has a floor must have some."""
    terms = [term("甲乙", "a1.subversion"), term("甲 乙", "a1.subversion"), term("丙丁", "a2.sex")]
    report = coverage(library(terms), FLOORS, DAY)
    rows = {row.category: row for row in report.rows}

    assert 2 == report.total
    assert not report.is_large_enough
    assert (1, True) == (rows["a1.subversion"].terms, rows["a1.subversion"].is_met)
    assert rows["a2.sex"].is_met
    assert not rows["a2.age"].is_met
    assert not report.is_wide_enough
    assert 17 == len(rows)


def test_freshness_is_unknown_without_days() -> None:
    assert coverage(library([term("甲乙", "a1.subversion")]), FLOORS, DAY).is_fresh_enough is None


def test_the_newest_day_decides() -> None:
    """Days to come count no more than none; expired terms count nowhere."""
    terms = [
        term("甲乙", "a1.subversion", added=date(2026, 11, 13)),
        term("丙丁", "a1.subversion", added=date(2026, 11, 21)),
        term("戊己", "a1.subversion", added=date(2026, 11, 19), expires=DAY),
    ]

    on_time = coverage(library(terms), FLOORS, DAY)
    late = coverage(library(terms), FLOORS, date(2026, 11, 30))

    assert (7, True, 2) == (on_time.age_days, on_time.is_fresh_enough, on_time.total)
    assert (date(2026, 11, 21), 9, False) == (late.newest, late.age_days, late.is_fresh_enough)


def test_packed_terms_count_like_others() -> None:
    """By columns, with their days; those with conditions, which are objects, too."""
    packed = PackedTerms(
        name="t",
        texts=["甲乙", "丙丁", "戊己"],
        categories=["a1.subversion", "a2.sex"],
        category=[0, 1, 0],
        severity=[1, 1, 1],
        added=[date(2026, 11, 18).toordinal(), 0, 0],
        special={2: term("戊己", "a1.subversion", added=date(2026, 11, 19))},
    )
    report = coverage(library(packed), FLOORS, DAY)

    assert report == coverage(library(tuple(packed)), FLOORS, DAY)
    assert (3, date(2026, 11, 19), True) == (report.total, report.newest, report.is_fresh_enough)
