"""A console over real parts: the packaged law, the demo service, a ledger of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.console.house import house, living, parts
from tests.unit.records.folders import migrated, var

__all__ = ["house", "living", "migrated", "parts", "var"]


@pytest.fixture(autouse=True)
def _django(migrated: Path) -> Iterator[None]:  # noqa: ARG001 - what it sets up is wanted
    """Django is set up before anything that needs its settings, and speaks as at a first start.

    A request leaves its language behind in the thread, for whatever test comes next.
    """
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield
