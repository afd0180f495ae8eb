"""Expressions that nobody compared with their source for a while."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, expression

from hegui.law import Law
from hegui.law.stale import stale


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """One checked long ago, one of late, and one that ended."""
    pack = Pack(tmp_path).instrument("xx/a-2020")
    pack.provision("xx/a-2020", "art-1", expression(checked="2026-01-01"))
    pack.provision("xx/a-2020", "art-2", expression(checked="2026-08-23"))
    pack.provision("xx/a-2020", "art-3", expression(checked="2020-01-01", until="2021-01-01"))
    return pack.load()


@pytest.mark.parametrize(
    ("days", "found"),
    [(90, ["art-1"]), (89, ["art-1", "art-2"]), (400, [])],
)
def test_older_than_so_many_days(law: Law, days: int, found: list[str]) -> None:
    """A check exactly so old is still good; the oldest comes first; history is left out."""
    shown = stale(law, date(2026, 11, 21), days=days)

    assert found == [each.article.stem for each in shown]


def test_tells_where_to_look(law: Law) -> None:
    shown = stale(law, date(2026, 11, 21))[0].as_dict()

    assert ("xx/a-2020/art-1", 324) == (shown["provision"], shown["age_days"])
    assert "https://example.org/law" == shown["source"]
