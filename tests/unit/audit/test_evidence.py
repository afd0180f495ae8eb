"""What the audit sees of the keyword library, as the entries tell it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.records.folders import migrated, var

from hegui import clock
from hegui.controls.evidence import KeywordLibrary
from hegui.ledger import Ledger, Reader

if TYPE_CHECKING:
    from hegui.ledger.entry import JSON

__all__ = ["migrated", "var"]

NOON = clock.now().replace(microsecond=0)


def _entry(digest: str, terms: int, newest: str | None = None) -> dict[str, JSON]:
    return {
        "day": "2026-11-20",
        "digest": digest,
        "terms": terms,
        "risks": {"a1.subversion": terms, "a2.sex": 0},
        "newest": newest,
        "lexicons": [{"name": "t", "version": "1", "terms": terms}],
    }


def _seen(
    var: Path, monkeypatch: pytest.MonkeyPatch, *told: dict[str, JSON]
) -> KeywordLibrary | None:
    """Return what is seen after these entries, a day apart."""
    from hegui.audit.evidence import gather

    with Ledger.open(var / "ledger") as ledger:
        for days, payload in enumerate(told):
            monkeypatch.setattr(clock, "now", lambda days=days: NOON + timedelta(days=days))
            ledger.append_sync("lexicons", payload)
    reader = Reader.open(var / "ledger")
    try:
        return gather(reader, now=NOON + timedelta(days=len(told))).keywords
    finally:
        reader.close()


def test_before_the_first_start_nothing_is_known(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _seen(var, monkeypatch) is None


def test_the_newest_entry_tells_what_is_in_use(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the oldest one with the same words since when."""
    seen = _seen(
        var,
        monkeypatch,
        _entry("sha256:a", 1),
        _entry("sha256:b", 2),
        _entry("sha256:b", 2),
        _entry("sha256:b", 2, "2026-11-19"),
    )

    assert seen is not None
    assert (2, {"a1.subversion": 2, "a2.sex": 0}, date(2026, 11, 19)) == (
        seen.terms,
        seen.risks,
        seen.newest,
    )
    assert (NOON + timedelta(days=3), NOON + timedelta(days=1)) == (seen.at, seen.since)
    assert (3, 1, True) == (seen.entry, seen.since_entry, seen.is_changed)


def test_one_set_of_words_is_no_change(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = _seen(var, monkeypatch, _entry("sha256:a", 1), _entry("sha256:a", 1))

    assert seen is not None
    assert (0, False) == (seen.since_entry, seen.is_changed)
