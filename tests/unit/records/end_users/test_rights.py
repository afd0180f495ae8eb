"""What a person may ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.unit.records.end_users.people import ANN, CANARY, NOON, SUSPENDED, later, taken

from hegui.errors import UnknownUser

if TYPE_CHECKING:
    from tests.unit.records.folders import Listening

pytestmark = pytest.mark.usefixtures("var")


class TestRights:
    """PIPL articles 45 and 47."""

    def _begun(self) -> None:
        from hegui.records.end_users.sealing import seal
        from hegui.records.end_users.store import DatabaseUsers

        DatabaseUsers().record(SUSPENDED, taken())
        seal(SUSPENDED.ref, "r-1", CANARY, NOON)

    def test_an_export_has_all_that_is_kept(self) -> None:
        """State, acts and inputs; not the hash."""
        from hegui.records.end_users.rights import export

        self._begun()
        told = export(SUSPENDED.ref)

        assert ("minor", "suspend") == (told["user"]["age"], told["acts"][0]["act"])
        assert CANARY.replace("\ud800", "?") == told["inputs"][0]["text"]
        assert SUSPENDED.digest not in str(told)

    def test_a_measure_outlives_erasure_until_its_end(
        self, ledger: Listening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Asking to be forgotten does not end a suspension; its end does."""
        from hegui.records.end_users.purge import Keep, purge
        from hegui.records.end_users.rights import erase
        from hegui.records.end_users.store import DatabaseUsers

        self._begun()
        erased = erase(ledger, SUSPENDED.ref, by="user")
        kept = DatabaseUsers().load(SUSPENDED.digest)

        assert (False, NOON + timedelta(hours=24), 1) == (
            erased.is_whole,
            erased.kept_until,
            erased.inputs,
        )
        assert kept is not None
        assert kept.measure.in_force(NOON).is_stop
        year = timedelta(days=365)
        assert 0 == purge(ledger, Keep(inputs=year, acts=year, rows=year)).rows
        later(monkeypatch, hours=25)
        assert 1 == purge(ledger, Keep(inputs=year, acts=year, rows=year)).rows
        assert None is DatabaseUsers().load(SUSPENDED.digest)

    def test_what_must_be_kept_is_kept_and_told(self, ledger: Listening) -> None:
        """Records of measures have a minimum; whose they were is gone."""
        from hegui.records.end_users.rights import erase
        from hegui.records.end_users.store import DatabaseUsers
        from hegui.records.models import EndUserAct, EndUserRow

        DatabaseUsers().record(ANN, taken())
        half = timedelta(days=180)
        erased = erase(ledger, ANN.ref, by="user", acts_min=half)

        assert (False, NOON + half) == (erased.is_whole, erased.kept_until)
        assert (0, 2) == (EndUserRow.objects.count(), EndUserAct.objects.count())

    def test_nothing_to_keep_is_all_gone(self, ledger: Listening) -> None:
        """The entry names the reference alone."""
        from hegui.records.end_users.rights import erase, export
        from hegui.records.end_users.store import DatabaseUsers

        DatabaseUsers().save([ANN])
        erased = erase(ledger, ANN.digest, by="officer")

        assert erased.is_whole
        assert ANN.digest not in str(ledger.entries)
        with pytest.raises(UnknownUser):
            export(ANN.ref)
