"""In by a link or a password, out again, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import client, text_of

if TYPE_CHECKING:
    from tests.unit.console.house import House

PASSWORD = "chrysanthemum-harbour-42"


def with_password(house: House) -> None:
    """Give the first person a password through the console."""
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert 302 == house.staff.post("/account/", form).status_code


def test_a_link_lets_in_once(house: House) -> None:
    """The first browser gets in, the second is told why not."""
    from hegui.records import login

    link = login.path(login.issue_ticket())
    first, second = house.stranger.get(link), client().get(link)

    assert (302, "/") == (first.status_code, first.headers["Location"])
    assert 200 == house.stranger.get("/").status_code
    assert 403 == second.status_code
    assert "This link was used" in text_of(second)


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_looking_ahead_spends_no_link(header: str, house: House) -> None:
    """A browser that fetches pages in advance does not use the link up."""
    from hegui.records import login

    link = login.path(login.issue_ticket())
    ahead = house.stranger.get(link, headers={header.lower(): "prefetch"})
    head = house.stranger.head(link)

    assert (503, 405) == (ahead.status_code, head.status_code)
    assert 302 == house.stranger.get(link).status_code


def test_a_password_lets_in(house: House) -> None:
    """After it was set in the account, name and password do."""
    with_password(house)
    answer = house.stranger.post(
        "/login/?next=/keys/", {"username": "officer", "password": PASSWORD, "next": "/keys/"}
    )

    assert (302, "/keys/") == (answer.status_code, answer.headers["Location"])


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site(place: str, house: House) -> None:
    """A login, a day and a language lead on within this site only."""
    with_password(house)
    form = {"username": "officer", "password": PASSWORD, "next": place}
    ends = (
        house.stranger.post("/login/", form),
        house.staff.post("/as-of/", {"on": "", "next": place}),
        house.staff.post("/language/", {"language": "en", "next": place}),
    )

    assert ["/", "/", "/"] == [end.headers["Location"] for end in ends]


def test_a_wrong_password_is_refused_and_slowed_down(house: House) -> None:
    """Ten tries, then a quarter of an hour, for the right one too."""
    with_password(house)
    wrong = {"username": "officer", "password": "wrong"}
    first = house.stranger.post("/login/", wrong)
    for _ in range(9):
        house.stranger.post("/login/", wrong)
    last = house.stranger.post("/login/", {"username": "Officer", "password": PASSWORD})

    assert "Name and password do not fit." in text_of(first)
    assert "Too many tries." in text_of(last)
    assert 302 == house.stranger.get("/").status_code


@pytest.mark.parametrize(
    ("password", "mend"),
    [
        ("short-1", "at least 12 characters"),
        ("qwerty123456", "too common"),
        ("officer12345", "too similar"),
    ],
)
def test_a_weak_password_is_refused(password: str, mend: str, house: House) -> None:
    """Short, common or like the name."""
    form = {"new_password1": password, "new_password2": password}
    page = house.staff.post("/account/", form)

    assert 422 == page.status_code
    assert mend in text_of(page)


def test_leaving_ends_the_session(house: House) -> None:
    """The next page asks for a login."""
    house.staff.post("/logout/")

    assert 302 == house.staff.get("/").status_code


def test_the_language_is_remembered(house: House) -> None:
    """Whatever the browser says."""
    house.stranger.post("/language/", {"language": "zh-hans", "next": "/public/"})

    assert "投诉举报" in text_of(house.stranger.get("/public/"))


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(house: House) -> None:
    """HttpOnly and SameSite."""
    from hegui.records import login

    answer = house.stranger.get(login.path(login.issue_ticket()))
    cookie = answer.cookies["hegui_session"]

    assert (True, "Lax") == (cookie["httponly"], cookie["samesite"])
