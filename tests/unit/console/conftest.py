"""A console over real parts: the packaged law, the demo service, a ledger of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.console.house import house, living, parts
from tests.unit.records.folders import migrated, var

__all__ = ["house", "living", "migrated", "parts", "var"]


@pytest.fixture(autouse=True)
def _django(migrated: Path) -> None:
    """Django is set up before anything that needs its settings."""
