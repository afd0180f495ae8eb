"""A migrated folder for each test, and a ledger that only listens."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.records.folders import ledger, migrated, var

__all__ = ["ledger", "migrated", "var"]


@pytest.fixture(autouse=True)
def _django(migrated: Path) -> None:
    """Django is set up before anything that needs its settings."""
