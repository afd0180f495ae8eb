"""Unlawful inputs, encrypted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.records.end_users.people import ANN, CANARY, NOON

pytestmark = pytest.mark.usefixtures("var")


class TestSealing:
    """An unlawful input is kept so that only its day's key opens it."""

    def test_it_opens_again_and_lies_nowhere_in_clear(self, var: Path) -> None:
        """Half a surrogate pair included."""
        from hegui.records.end_users.sealing import opened, seal

        row = seal(ANN.ref, "r-1", CANARY, NOON)

        assert CANARY == opened(row)
        everything = b"".join(file.read_bytes() for file in var.rglob("*") if file.is_file())
        assert b"canary-7431" not in everything

    def test_a_row_in_another_place_does_not_open(self) -> None:
        """Reference, receipt and instant are bound to the text."""
        from hegui.records.end_users.sealing import opened, seal

        row = seal(ANN.ref, "r-1", CANARY, NOON)
        row.ref = "u-somebody-else"

        assert None is opened(row)

    def test_without_its_key_it_is_gone(self) -> None:
        """Throwing a key away deletes what it sealed."""
        from hegui.records.end_users.sealing import drop_key, key_days, opened, seal

        row = seal(ANN.ref, "r-1", CANARY, NOON)
        drop_key(NOON.date())
        drop_key(NOON.date())

        assert (None, ()) == (opened(row), key_days())
