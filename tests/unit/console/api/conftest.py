"""The console over real parts, and programs that call its management API."""

from __future__ import annotations

import pytest
from tests.unit.console.api.calling import Caller, token_of
from tests.unit.console.house import House, house, living, parts
from tests.unit.records.folders import migrated, var

__all__ = ["house", "living", "migrated", "parts", "var"]


@pytest.fixture
def call(house: House) -> Caller:
    """A program whose token has every scope."""
    from hegui.console.api import door
    from hegui.records.scope import Scope

    door._TRIES._tries.clear()
    return Caller(house=house, token=token_of(house, *Scope))
