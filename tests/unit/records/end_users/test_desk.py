"""What staff, verifiers and users do about end users."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.records.end_users.people import ANN, NOON, SUSPENDED, WHY

from hegui.errors import MeasureNotInForce, ReasonMissing, UnknownUser
from hegui.records.end_user import MeasureKind, RealNameState, Unlawful

if TYPE_CHECKING:
    from tests.unit.records.folders import Listening

pytestmark = pytest.mark.usefixtures("var")


class TestDesk:
    """Each act changes the row, says who, and leaves an entry without words."""

    def test_a_suspension_is_lifted_with_a_reason(self, ledger: Listening) -> None:
        """The reason stays in the records; the ladder remembers its rung."""
        from hegui.records.end_users.desk import lift
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.save([SUSPENDED])
        act = lift(ledger, SUSPENDED.ref, by="officer", reason=WHY)

        kept = store.load(SUSPENDED.digest)
        assert kept is not None
        assert (MeasureKind.NONE, Unlawful(rung=1)) == (kept.measure.kind, kept.unlawful)
        assert ("officer", WHY, 0) == (act.by, act.reason, act.entry)
        assert WHY not in str(ledger.entries)

    def test_what_is_not_in_force_cannot_be_lifted(self, ledger: Listening) -> None:
        """And a reason of two words is none."""
        from hegui.records.end_users.desk import lift
        from hegui.records.end_users.store import DatabaseUsers

        DatabaseUsers().save([ANN])

        with pytest.raises(MeasureNotInForce):
            lift(ledger, ANN.ref, by="officer", reason=WHY)
        with pytest.raises(ReasonMissing):
            lift(ledger, ANN.ref, by="officer", reason="no")
        with pytest.raises(UnknownUser):
            lift(ledger, "u-nobody", by="officer", reason=WHY)
        assert [] == ledger.entries

    def test_a_broken_ledger_changes_nothing(self, ledger: Listening) -> None:
        """Row and entry stand or fall together."""
        from hegui.records.end_users.desk import take
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.save([ANN])
        ledger.is_broken = True

        with pytest.raises(OSError, match="no space"):
            take(ledger, ANN.ref, MeasureKind.END, by="officer", reason=WHY)
        assert ANN == store.load(ANN.digest)

    def test_training_is_refused_and_allowed_again(self, ledger: Listening) -> None:
        """The day of the refusal stays the first one."""
        from hegui.records.end_users.desk import refuse_training
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.save([ANN])
        refuse_training(ledger, ANN.digest, refused=True)
        refused = store.load(ANN.digest)
        refuse_training(ledger, ANN.ref, refused=False)
        allowed = store.load(ANN.digest)

        assert refused is not None
        assert allowed is not None
        assert (NOON, None) == (refused.training_refused, allowed.training_refused)

    def test_a_verifier_answers_once(self, ledger: Listening) -> None:
        """A second answer to one question is not taken."""
        from hegui.records.end_users.desk import answer_verification, start_verification
        from hegui.records.end_users.store import DatabaseUsers

        store = DatabaseUsers()
        store.save([ANN])
        start_verification(ledger, ANN.ref, "v-1", method="mobile_number")
        pending = store.load(ANN.digest)

        assert pending is not None
        assert RealNameState.PENDING == pending.real_name.state
        assert answer_verification(ledger, "v-1", verified=True, method="mobile_number")
        assert not answer_verification(ledger, "v-1", verified=False, method="mobile_number")
        assert not answer_verification(ledger, "v-2", verified=True, method="mobile_number")
        verified = store.load(ANN.digest)
        assert verified is not None
        assert (RealNameState.VERIFIED, "mobile_number", NOON) == (
            verified.real_name.state,
            verified.real_name.method,
            verified.real_name.at,
        )
