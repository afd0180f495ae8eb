"""What the gateway writes of end users comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.unit.records.end_users.people import ANN, NOON, SUSPENDED, WHY, taken

from hegui.records.end_user import MeasureKind

if TYPE_CHECKING:
    from tests.unit.records.folders import Listening

pytestmark = pytest.mark.usefixtures("var")


class TestStore:
    """What the gateway writes comes back as it was."""

    def test_a_user_comes_back_whole(self) -> None:
        """Every field, and none for a stranger."""
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.save([ANN])
        store.save([replace(ANN, seen=NOON + timedelta(hours=1))])

        assert replace(ANN, seen=NOON + timedelta(hours=1)) == store.load(ANN.digest)
        assert None is store.load("cd" * 32)

    def test_what_staff_did_is_ahead(self, ledger: Listening) -> None:
        """The gateway's counts do not undo a decision."""
        from hegui.records.end_users.desk import lift
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.record(SUSPENDED, taken())
        lift(ledger, SUSPENDED.ref, by="officer", reason=WHY)

        theirs = store.save([SUSPENDED])

        assert [MeasureKind.NONE] == [user.measure.kind for user in theirs]
        assert [MeasureKind.NONE] == [user.measure.kind for user in store.acted(NOON)]

    def test_the_erased_do_not_come_back(self, ledger: Listening) -> None:
        """Though a request of theirs was still running."""
        from hegui.records.end_users.rights import erase
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.save([ANN])
        erase(ledger, ANN.ref, by="user")
        store.save([ANN])

        assert None is store.load(ANN.digest)

    def test_the_erased_are_told(self, ledger: Listening) -> None:
        """So that a gateway's memory lets them go, too."""
        from hegui.records.end_users.rights import erase
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.save([ANN])
        erase(ledger, ANN.ref, by="user")

        assert [ANN.ref] == list(store.erased(NOON))
