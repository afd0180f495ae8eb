"""The fixtures of the records' tests, one folder down."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.records.end_users.people import NOON
from tests.unit.records.folders import ledger, migrated, var

from hegui import clock

__all__ = ["ledger", "migrated", "var"]


@pytest.fixture(autouse=True)
def _django(migrated: Path) -> None:
    """Django is set up before anything that needs its settings."""


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Beijing."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
