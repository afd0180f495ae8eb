"""A complaint, from the public's form to the answer and the appeal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.unit.console.house import text_of

from hegui import clock

if TYPE_CHECKING:
    from tests.unit.console.house import House

WORDS = "它把我的电话号码说出来了，请处理。<script>alert(1)</script>"
COMPLAINT = {"kind": "complaint", "text": WORDS, "contact": "=cmd@example", "about_receipt": ""}


def complain(house: House, **changes: str) -> tuple[str, str, str]:
    """Send the form as a stranger; return number, secret and what the page said."""
    page = house.stranger.post("/public/complaint/", {**COMPLAINT, **changes}, follow=True)
    text = page.content.decode()
    number = re.search(r"[CRA]-\d{8}-\w{5}-\w", text)
    secret = re.search(r'data-copy="([0-9A-Z]{26})"', text)
    assert number is not None
    assert secret is not None
    return number[0], secret[1], text_of(page)


def look(house: House, number: str, secret: str, **more: str) -> str:
    """Follow a case up and return what the page says."""
    form = {"number": number, "secret": secret, **more}
    return text_of(house.stranger.post("/public/follow-up/", form))


def test_a_day_is_promised_when_a_limit_is_published(house: House) -> None:
    """The promise is the published limit, in Beijing days."""
    from datetime import timedelta

    without = complain(house)[2]
    house.staff.post(
        "/publications/complaint-handling/", {"answer_days": "15", "procedure": "p", "zh": "z"}
    )
    promised = complain(house)[2]

    assert "no day can be promised" in without
    assert f"You get an answer by {clock.today() + timedelta(days=15)}" in promised


def test_the_secret_is_shown_once(house: House) -> None:
    """Loading the page again does not show it again."""
    _, secret, _ = complain(house)
    again = house.stranger.get("/public/complaint/received/", follow=True)

    assert secret not in again.content.decode()


def test_only_number_and_secret_together_open_a_case(house: House) -> None:
    """One without the other is told the same as neither."""
    number, secret, _ = complain(house)
    other = complain(house)[0]

    assert "What you wrote" in look(house, number, secret)
    assert "What you wrote" in look(house, number.lower().replace("-", ""), f" {secret.lower()} ")
    assert "Number and secret do not fit." in look(house, number, "wrong")
    assert "Number and secret do not fit." in look(house, other, secret)
    assert "This is no reference number" in look(house, "C-1", secret)


def test_guessing_is_slowed_down(house: House) -> None:
    """After twenty tries from one address the door stays shut, for the right secret too."""
    number, secret, _ = complain(house)
    for _ in range(20):
        look(house, "C-20261121-00000-0", "wrong")
        look(house, number, "wrong")

    assert "Too many tries." in look(house, number, secret)


def test_a_case_is_accepted_answered_and_appealed(house: House) -> None:
    """Each move is seen on the other side and leaves an entry without words."""
    number, secret, _ = complain(house)
    desk = f"/cases/{number}/"
    house.staff.post(desk, {"move": "accept"})
    silent = house.staff.post(desk, {"move": "answer", "words": ""})
    house.staff.post(desk, {"move": "answer", "words": "已删除该回答，并改进了过滤。"})
    answered = look(house, number, secret)
    look(house, number, secret, words="问题仍然存在，请再看。")
    reopened = text_of(house.staff.get(desk))
    entries = house.reader.entries(ref=f"case/{number}")

    assert 422 == silent.status_code
    assert "已删除该回答" in answered
    assert "opened again" in reopened
    assert "问题仍然存在" in reopened
    assert ["appeal", "answer", "accept", "receive"] == [e.payload["move"] for e in entries]
    assert not any("电话" in str(e.payload) or "删除" in str(e.payload) for e in entries)


def test_a_move_that_is_gone_is_told(house: House) -> None:
    """Two people at one desk: the second is told, and nothing happens twice."""
    number, _, _ = complain(house)
    house.staff.post(f"/cases/{number}/", {"move": "accept"})
    page = house.staff.post(f"/cases/{number}/", {"move": "accept"})
    nonsense = house.staff.post(f"/cases/{number}/", {"move": "nonsense"})

    assert (422, 422) == (page.status_code, nonsense.status_code)
    assert "The case moved on in the meantime." in text_of(page)
    assert 2 == house.reader.count(kind="case")


def test_what_a_person_wrote_is_shown_as_text(house: House) -> None:
    """On the desk and on the follow-up page."""
    number, secret, _ = complain(house)
    pages = (
        house.staff.get(f"/cases/{number}/"),
        house.stranger.post("/public/follow-up/", {"number": number, "secret": secret}),
    )

    assert not any("<script>alert" in page.content.decode() for page in pages)
    assert all("&lt;script&gt;alert(1)" in page.content.decode() for page in pages)


def test_files_of_cases_hold_no_words_and_no_contact(house: House) -> None:
    """What leaves the house in a file names nobody."""
    number, _, _ = complain(house)
    files = [house.staff.get(f"/cases/?format={kind}").content.decode() for kind in ("csv", "json")]

    assert all(number in file for file in files)
    assert not any("电话" in file or "example" in file for file in files)


def test_cases_are_filtered(house: House) -> None:
    """Those that are owed an answer by default; others by the address."""
    number, _, _ = complain(house, kind="report")

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in house.staff.get(f"/cases/?format=json&{query}").json()]

    assert [number] == numbers("")
    assert [] == numbers("kind=appeal")
    assert [] == numbers("state=closed")
    assert [number] == numbers("state=all&kind=report")
    assert "No case fits." in text_of(house.staff.get("/cases/?state=closed"))


def test_short_words_and_a_wrong_receipt_are_told(house: House) -> None:
    """The mistake stands beside its field; what was typed is kept."""
    page = house.stranger.post(
        "/public/complaint/", {**COMPLAINT, "text": "short", "about_receipt": "12"}
    )

    assert 422 == page.status_code
    assert "A receipt begins with r- and has letters and digits after it." in text_of(page)
    assert "=cmd@example" in page.content.decode()
    assert 0 == house.reader.count(kind="case")


def test_a_flood_of_complaints_is_slowed_down(house: House) -> None:
    """The twenty-first within an hour from one address is asked to wait."""
    for _ in range(20):
        complain(house)
    page = house.stranger.post("/public/complaint/", COMPLAINT)

    assert "Too many came from your address" in text_of(page)
    assert 20 == house.reader.count(kind="case")


def test_an_open_case_waits_on_the_overview(house: House) -> None:
    """And in the count beside the room."""
    number, _, _ = complain(house)

    assert number in text_of(house.staff.get("/"))
