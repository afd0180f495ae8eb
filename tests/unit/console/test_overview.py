"""The first page says how things stand, in numbers that lead to their rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import EXCHANGE, REFUSED, client, text_of

from hegui import clock

if TYPE_CHECKING:
    from tests.unit.console.house import House


def test_the_sentence_counts_what_the_posture_counts(house: House) -> None:
    """The four numbers are those of the audit."""
    from hegui.console.frame.standing import posture_on

    counts = posture_on(clock.today()).counts
    ok, failing, stale, unknown = (counts[s] for s in counts)
    said = text_of(house.staff.get("/"))

    assert (
        f"{sum(counts.values())} obligations bind this service or may bind it: {ok} are shown to"
        f" be met, {failing} fail, {stale} are stale, {unknown} are unknown." in said
    )


def test_every_state_leads_to_its_rows(house: House) -> None:
    """Pressing a number shows as many rows as it says."""
    page = house.staff.get("/").content.decode()
    told = re.findall(r'href="(/obligations/\?state=\w+)"><span class="number">(\d+)<', page)
    rows = {link: house.staff.get(f"{link}&format=json").json() for link, _ in told}

    assert 4 == len(told)
    assert {link: int(number) for link, number in told} == {
        link: len(found) for link, found in rows.items()
    }


def test_a_refused_request_stands_among_recent_decisions(house: House) -> None:
    """With its entry and its receipt."""
    receipt = house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    page = house.staff.get("/").content.decode()

    assert f'href="/receipts/{receipt.id}/"' in page
    assert "content/illegal_prompt_is_refused: stopped" in page


def test_an_empty_service_says_how_to_begin(house: House) -> None:
    """No request yet: the page says what would be here and where to start."""
    assert "No request has come through the gateway yet." in text_of(house.staff.get("/"))


@pytest.mark.usefixtures("house")
def test_the_page_speaks_chinese() -> None:
    """The same page for a Chinese reader."""
    from django.contrib.auth.models import User

    reader = client("zh-CN")
    reader.force_login(User.objects.get())
    page = reader.get("/")

    assert 'lang="zh-Hans"' in page.content.decode()
    assert "项义务约束或可能约束本服务" in text_of(page)
