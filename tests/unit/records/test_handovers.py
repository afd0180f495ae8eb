"""Content is given without its label only on terms, and whoever got it stays on record.

cn/labelling-2025/art-9-terms, cn/labelling-2025/art-9-log
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from hegui import clock
from hegui.controls.label_law import unlabelled_until
from hegui.errors import NoAgreement

if TYPE_CHECKING:
    from tests.unit.records.folders import Listening

    from hegui.records.models import Handover


def give(ledger: Listening, agreed_on: date) -> Handover:
    """Give something today."""
    from hegui.records.handovers import hand_over

    return hand_over(
        ledger,
        recipient="张三 <zhang@example>",
        content="n-1",
        agreed_on=agreed_on,
        keep_until=unlabelled_until(clock.today()),
        by="officer",
    )


def agree(ledger: Listening) -> None:
    """Publish an agreement."""
    from hegui.records.publications import publish

    publish(ledger, "agreement", zh="协议", en="terms", fields={}, by="officer")


@pytest.mark.usefixtures("var")
class TestGiving:
    def test_nothing_without_an_agreement(self, ledger: Listening) -> None:
        with pytest.raises(NoAgreement, match="no service agreement"):
            give(ledger, clock.today())

    def test_who_accepted_an_older_one_accepts_again(self, ledger: Listening) -> None:
        agree(ledger)

        with pytest.raises(NoAgreement, match="version 1"):
            give(ledger, clock.today() - timedelta(days=1))

    def test_nobody_accepted_tomorrow(self, ledger: Listening) -> None:
        agree(ledger)

        with pytest.raises(NoAgreement, match="has not come"):
            give(ledger, clock.today() + timedelta(days=1))

    def test_the_recipient_is_in_the_records_and_not_in_the_entry(self, ledger: Listening) -> None:
        agree(ledger)
        row = give(ledger, clock.today())
        told = str(ledger.entries[-1])

        assert "张三" in row.recipient
        assert "张三" not in told
        assert "n-1" in told
        assert row.receipt in str(row)


def test_the_term_is_the_laws() -> None:
    """Six months after the end of August is the end of February."""
    assert date(2027, 2, 28) == unlabelled_until(date(2026, 8, 31))
