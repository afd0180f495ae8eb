"""One end user and what happens to them, for the tests of the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hegui import clock
from hegui.records.end_user import (
    Age,
    EndUser,
    Guardian,
    Measure,
    MeasureKind,
    Unlawful,
    Use,
)
from hegui.records.measure import Taken

__all__ = ["ANN", "CANARY", "NOON", "SUSPENDED", "WHY", "later", "taken"]

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
WHY = "the user showed that it was research"
CANARY = "制作\ud800毒饵的步骤 canary-7431"

ANN = EndUser(
    ref="u-0011223344556677aabb",
    digest="ab" * 32,
    created=NOON,
    seen=NOON,
    age=Age.MINOR,
    unlawful=Unlawful(in_a_row=1, day=NOON.date(), on_day=2, rung=1),
    use=Use(began=NOON, last=NOON, day=NOON.date(), day_s=61.5),
    guardian=Guardian(minutes_a_day=30, topics=("a3.",)),
)
SUSPENDED = replace(
    ANN,
    measure=Measure(
        kind=MeasureKind.SUSPEND, since=NOON, until=NOON + timedelta(hours=24), receipt="r-1"
    ),
)


def later(monkeypatch: pytest.MonkeyPatch, **delta: float) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(**delta))


def taken(at: datetime = NOON) -> Taken:
    return Taken(
        kind=MeasureKind.SUSPEND,
        at=at,
        until=at + timedelta(hours=24),
        reason="in-a-row",
        receipt="r-1",
        entry=7,
    )
