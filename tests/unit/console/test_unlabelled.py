"""The log of content given without its explicit label."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.unit.console.house import text_of

from hegui import clock

if TYPE_CHECKING:
    from tests.unit.console.house import House

ROW = {"recipient": "=张三", "content": "n-7"}
WHERE = "/labels/unlabelled/"


def agree(house: House) -> None:
    """Publish an agreement."""
    house.staff.post("/publications/agreement/", {"zh": "协议", "en": "terms"})


def test_without_an_agreement_nothing_may_be_given(house: House) -> None:
    response = house.staff.post(WHERE, {**ROW, "agreed_on": clock.today().isoformat()})

    assert 422 == response.status_code
    assert "No service agreement is published" in text_of(response)
    assert 0 == house.reader.count(kind="unlabelled-output")


def test_it_is_recorded_and_exported_without_the_recipient(house: House) -> None:
    agree(house)
    page = house.staff.post(WHERE, {**ROW, "agreed_on": clock.today().isoformat()}, follow=True)
    rows = json.loads(house.staff.get(f"{WHERE}?format=json").content)
    table = house.staff.get(f"{WHERE}?format=csv").content.decode()

    assert "It may be given now" in text_of(page)
    assert "=张三" in text_of(page)
    assert ["n-7"] == [row["content"] for row in rows]
    assert "张三" not in table
    assert 1 == house.reader.count(kind="unlabelled-output")


def test_a_lost_row_is_a_failure(house: House) -> None:
    """The audit holds the ledger against the records."""
    from hegui.audit.evidence import gather
    from hegui.records.models import Handover

    agree(house)
    house.staff.post(WHERE, {**ROW, "agreed_on": clock.today().isoformat()})
    before = gather(house.reader, now=clock.now()).handovers
    Handover.objects.update(keep_until=clock.today())
    short = gather(house.reader, now=clock.now()).handovers
    Handover.objects.all().delete()
    after = gather(house.reader, now=clock.now()).handovers

    assert before is not None
    assert short is not None
    assert after is not None
    assert (1, 0, 0) == (before.rows, before.missing, before.short)
    assert (1, 0, 1) == (short.rows, short.missing, short.short)
    assert (0, 1, 0) == (after.rows, after.missing, after.short)
