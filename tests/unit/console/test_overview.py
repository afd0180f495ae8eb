"""The first page says how things stand, in numbers that lead to their rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import EXCHANGE, REFUSED, client, text_of

from hegui import clock
from hegui.law import Applicability

if TYPE_CHECKING:
    from tests.unit.console.house import House


def test_the_sentence_counts_what_the_posture_counts(house: House) -> None:
    """The numbers are those of the audit, what binds and what may kept apart."""
    from hegui.console.frame.standing import posture_on

    rows = posture_on(clock.today()).rows
    binding = [row for row in rows if row.decision.verdict is Applicability.APPLIES]
    ok, failing, stale, unknown = (
        sum(row.status.value == state for row in binding)
        for state in ("ok", "failing", "stale", "unknown")
    )
    said = text_of(house.staff.get("/"))

    assert (
        f"{len(binding)} obligations bind this service: {ok} are shown to be met, {failing} fail,"
        f" {stale} are stale, {unknown} are unknown." in said
    )
    assert f"Another {len(rows) - len(binding)} may bind it." in said


def test_one_step_stands_once_with_all_that_it_mends(house: House) -> None:
    """Duties that wait for the same act are one line of work, with links to them."""
    page = house.staff.get("/").content.decode()
    said = text_of(house.staff.get("/"))

    assert 1 == said.count("Write and publish the complaint entry")
    assert re.search(r"for \d+ obligations:", said)
    assert '/obligations/?binds=applies&amp;state=failing&amp;sort=state"' in page


def test_deadlines_that_are_near_stand_on_the_first_page(living: House) -> None:
    """What binds and falls due within 60 days is named with its day."""
    living.staff.post("/deadlines/", {"kind": "launch", "on": clock.today().isoformat()})
    for fact in ("service.public_opinion", "service.registered_users"):
        living.staff.post(f"/interview/{fact}/", {"answer": "true"})
    said = text_of(living.staff.get("/"))

    assert f"launch on {clock.today().isoformat()}:" in said


def test_every_state_leads_to_its_rows(house: House) -> None:
    """Pressing a number shows as many rows as it says."""
    page = house.staff.get("/").content.decode()
    told = re.findall(
        r'href="(/obligations/\?binds=applies&amp;state=\w+)"><span class="number">(\d+)<', page
    )
    rows = {
        link: house.staff.get(f"{link.replace('&amp;', '&')}&format=json").json()
        for link, _ in told
    }

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
    assert "项义务约束本服务" in text_of(page)
