"""What is past its time is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.records.end_users.people import ANN, CANARY, NOON, later, taken

from hegui import clock
from hegui.records.end_user import Measure, MeasureKind

if TYPE_CHECKING:
    from tests.unit.records.folders import Listening

pytestmark = pytest.mark.usefixtures("var")


class TestPurge:
    """What is past its time is deleted, in the file too."""

    def test_rows_keys_and_bytes_go(
        self, var: Path, ledger: Listening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The canaries are in the file before it, and in no file after it."""
        from hegui.records.end_users.purge import Keep, overdue, purge
        from hegui.records.end_users.sealing import key_days, seal
        from hegui.records.end_users.store import DatabaseUsers

        DatabaseUsers().record(ANN, taken())
        row = seal(ANN.ref, "r-1", CANARY, NOON)
        canaries = (ANN.digest.encode(), bytes(row.sealed), ANN.ref.encode())
        keep = Keep(inputs=timedelta(days=10), acts=timedelta(days=20), rows=timedelta(days=30))
        later(monkeypatch, days=9)
        assert purge(ledger, keep).is_nothing
        assert [] == ledger.entries
        assert all(canary in _bytes(var) for canary in canaries)

        later(monkeypatch, days=31)
        assert 3 == overdue(keep, clock.now())
        gone = purge(ledger, keep)

        assert (1, 1, 1, 1) == (gone.inputs, gone.keys, gone.acts, gone.rows)
        assert () == key_days()
        assert 0 == overdue(keep, clock.now())
        assert [] == [canary for canary in canaries if canary in _bytes(var)]
        assert "user-purge" == ledger.entries[-1][0]

    def test_a_measure_in_force_keeps_its_row(
        self, ledger: Listening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However long its user was away."""
        from hegui.records.end_users.purge import Keep, purge
        from hegui.records.end_users.store import DatabaseUsers

        ended = replace(ANN, measure=Measure(kind=MeasureKind.END, since=NOON))
        DatabaseUsers().save([ended])
        later(monkeypatch, days=4000)
        day = timedelta(days=1)

        assert 0 == purge(ledger, Keep(inputs=day, acts=day, rows=day)).rows


def _bytes(var: Path) -> bytes:
    return b"".join(file.read_bytes() for file in var.glob("records.sqlite3*"))
