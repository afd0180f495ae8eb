"""Public notices: written by staff, read by everybody, each version an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import client, text_of

if TYPE_CHECKING:
    from tests.unit.console.house import House

HANDLING = {
    "answer_days": "15",
    "procedure": "受理、核查、答复",
    "zh": "十五日内答复",
    "en": "in 15 days",
}


def test_publishing_makes_the_duty_ok_at_once(house: House) -> None:
    """From the failing obligation by its button to the form, and back to ok."""
    duty = "/obligations/cn/genai-2023/art-15-publish/"
    before = house.staff.get(duty)
    house.staff.post("/publications/complaint-handling/", HANDLING)
    after = text_of(house.staff.get(duty))
    entry = house.reader.last(kind="publication")

    assert 'href="/publications/complaint-handling/"' in before.content.decode()
    assert entry is not None
    assert f"published since {entry.payload['since']}" in after
    assert "officer" == entry.payload["by"]


def test_the_public_reads_it_in_both_languages(house: House) -> None:
    """Each reader gets their own words, or the other's when there are none."""
    house.staff.post("/publications/complaint-handling/", HANDLING)
    house.staff.post("/publications/agreement/", {"zh": "只有中文"})

    assert "in 15 days" in text_of(client("en").get("/public/notices/complaint-handling/"))
    assert "十五日内答复" in text_of(client("zh-CN").get("/public/notices/complaint-handling/"))
    assert "只有中文" in text_of(client("en").get("/public/notices/agreement/"))


def test_an_older_version_stays_readable(house: House) -> None:
    """A later version does not take the earlier one away."""
    house.staff.post("/publications/agreement/", {"zh": "第一版"})
    house.staff.post("/publications/agreement/", {"zh": "第二版"})

    assert "第二版" in text_of(house.stranger.get("/public/notices/agreement/"))
    assert "第一版" in text_of(house.stranger.get("/public/notices/agreement/?version=1"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("answer_days", "0"), ("answer_days", "soon"), ("zh", ""), ("procedure", "")],
)
def test_a_mistake_publishes_nothing(field: str, value: str, house: House) -> None:
    """What was typed is kept, and no version is made."""
    page = house.staff.post("/publications/complaint-handling/", {**HANDLING, field: value})

    assert 422 == page.status_code
    assert "in 15 days" in page.content.decode()
    assert 0 == house.reader.count(kind="publication")


def test_the_form_begins_with_the_version_in_force(house: House) -> None:
    """Nobody writes everything twice."""
    house.staff.post("/publications/complaint-handling/", HANDLING)

    assert (
        "受理、核查、答复" in house.staff.get("/publications/complaint-handling/").content.decode()
    )


def test_the_field_names_follow_the_reader(house: House) -> None:
    """Fields are declared in two languages, and shown in one."""
    house.staff.cookies["hegui_language"] = "zh-hans"

    assert "答复时限（自然日）" in text_of(house.staff.get("/publications/complaint-handling/"))


def test_a_kind_that_does_not_exist(house: House) -> None:
    """404, for staff and for the public."""
    assert 404 == house.staff.get("/publications/nonsense/").status_code
    assert 404 == house.stranger.get("/public/notices/nonsense/").status_code


def test_an_empty_service_says_that_it_is(house: House) -> None:
    """Nothing published is told as such, never hidden."""
    said = text_of(house.stranger.get("/public/"))

    assert "The provider has not published anything about this service yet." in said
    assert "has not published within how many days" in said
