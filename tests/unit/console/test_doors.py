"""Every address × who asks × verb: nothing is open that is not listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.console.house import wait_until_covered

if TYPE_CHECKING:
    from tests.unit.console.house import House

VERBS = ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
DUTY = "cn/genai-2023/art-14-1-stop"
ARGUMENTS: dict[str, dict[str, Any]] = {
    "obligation": {"id_": DUTY},
    "control": {"name": "content/illegal_output_is_stopped"},
    "entry": {"seq": 0},
    "proof": {"seq": 0},
    "receipt": {"id_": "r-00000000000000000000000000"},
    "key-revoke": {"id_": "k-0"},
    "key-labels": {"id_": "k-0"},
    "publication": {"kind": "purpose"},
    "case": {"number": "C-20261121-00000-0"},
    "end-user": {"ref": "u-0"},
    "login-ticket": {"token": "guess"},
    "api-call": {"rest": "posture"},
    "public-notice": {"kind": "purpose"},
    "fact": {"name": "service.modalities"},
    "instrument": {"id_": "cn/genai-2023"},
    "provision": {"id_": "cn/genai-2023/art-14"},
}

PROVED = {"entry", "proof", "checkpoint"}
"""Pages of what a checkpoint covers, which comes once a second."""

# What a stranger gets by GET and POST from each open door; everything else sends them to the login.
# The management API has a door of its own: tests/unit/console/api/test_door.py.
STRANGER = {
    "api": (401, 401),
    "api-call": (401, 401),
    "login": (200, 422),
    "login-ticket": (403, 405),
    "language": (302, 302),
    "public": (200, 405),
    "public-check": (200, 422),
    "public-complaint": (200, 422),
    "public-complaint-received": (302, 405),
    "public-data": (200, 422),
    "public-follow-up": (200, 422),
    "public-notice": (404, 405),
}

STAFF = {
    "overview": (200, 405),
    "obligations": (200, 405),
    "obligation": (200, 422),
    "interview": (200, 405),
    "interview-begin": (200, 422),
    "interview-several": (200, 302),
    "fact": (200, 422),
    "law": (200, 405),
    "law-diff": (200, 405),
    "law-compare": (200, 405),
    "instrument": (200, 405),
    "provision": (200, 405),
    "deadlines": (200, 422),
    "deadlines-calendar": (200, 405),
    "event-withdraw": (405, 302),
    "deadline-done": (405, 302),
    "controls": (200, 405),
    "control": (200, 405),
    "ledger": (200, 405),
    "checkpoint": (200, 405),
    "entry": (200, 405),
    "proof": (200, 405),
    "receipts": (200, 405),
    "search": (200, 405),
    "receipt": (404, 405),
    "keys": (200, 422),
    "key-revoke": (404, 404),
    "key-labels": (405, 404),
    "publications": (200, 405),
    "publication": (200, 422),
    "labels": (200, 422),
    "labels-unlabelled": (200, 422),
    "cases": (200, 405),
    "case": (404, 404),
    "end-users": (200, 422),
    "end-user": (404, 404),
    "account": (200, 422),
    "as-of": (405, 302),
    "logout": (405, 302),
    "api": (401, 401),
    "api-call": (401, 401),
    "login": (302, 302),
    "login-ticket": (403, 405),
    "language": (302, 302),
    "public": (200, 405),
    "public-check": (200, 422),
    "public-complaint": (200, 422),
    "public-complaint-received": (302, 405),
    "public-data": (200, 422),
    "public-follow-up": (200, 422),
    "public-notice": (404, 405),
}


def names() -> Iterator[str]:
    """Walk the addresses of the console."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[Any]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield pattern.name or "(without a name)"

    yield from walk(get_resolver().url_patterns)


def address(name: str) -> str:
    """Return an example of a named address."""
    from django.urls import reverse

    return reverse(name, kwargs=ARGUMENTS.get(name))


@pytest.mark.usefixtures("house")
def test_every_address_is_in_the_table() -> None:
    """A new page without a line here fails."""
    assert sorted(STAFF) == sorted(names())


@pytest.mark.usefixtures("house")
def test_the_open_doors_are_those_listed() -> None:
    """The list in the code and the list here are the same."""
    from hegui.console.frame.doors import OPEN

    assert set(STRANGER) == OPEN


@pytest.mark.parametrize("name", sorted(set(STAFF) - set(STRANGER)))
def test_a_stranger_is_sent_to_the_login(name: str, house: House) -> None:
    """Whatever the verb, a closed page shows a stranger nothing."""
    house.ledger.append_sync("start", {})
    answers = {verb: house.stranger.generic(verb, address(name)) for verb in VERBS}

    assert dict.fromkeys(VERBS, 302) == {verb: a.status_code for verb, a in answers.items()}
    for answer in answers.values():
        assert answer.headers["Location"].startswith("/login/?next=/")


@pytest.mark.parametrize("name", sorted(STRANGER))
def test_a_stranger_at_an_open_door(name: str, house: House) -> None:
    """Open pages answer strangers, and refuse what they do not take."""
    got = tuple(house.stranger.generic(verb, address(name)).status_code for verb in ("GET", "POST"))

    assert STRANGER[name] == got


@pytest.mark.parametrize("verb", ["GET", "POST"])
@pytest.mark.parametrize("name", sorted(STAFF))
def test_staff(name: str, verb: str, house: House) -> None:
    """Staff get pages, and a plain word about what a page does not take."""
    begun = house.ledger.append_sync("start", {})
    if name in PROVED:
        wait_until_covered(house, begun.seq)
    response = house.staff.generic(verb, address(name))

    assert STAFF[name][verb == "POST"] == response.status_code


@pytest.mark.parametrize("name", sorted(set(STAFF) - set(STRANGER)))
def test_an_account_without_the_role_sees_nothing(name: str, house: House) -> None:
    """To be logged in is not enough."""
    from django.contrib.auth.models import User

    User.objects.update(is_staff=False)
    response = house.staff.get(address(name))

    assert 403 == response.status_code


@pytest.mark.parametrize("name", sorted(n for n in STAFF if STAFF[n][1] not in (401, 405)))
def test_a_form_without_its_token_is_refused(name: str, house: House) -> None:
    """Another site cannot send our forms."""
    from django.contrib.auth.models import User
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    strict.force_login(User.objects.get())
    response = strict.post(address(name), {"name": "x", "because": "xxxx"})

    assert 403 == response.status_code
    assert 0 == house.reader.count(kind="key")


@pytest.mark.parametrize("name", sorted(STAFF))
def test_every_answer_carries_the_policy(name: str, house: House) -> None:
    """No page may run or load anything that is not ours, be framed or be cached."""
    house.ledger.append_sync("start", {})
    response = house.staff.get(address(name))

    assert response.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self';"
    )
    assert "nosniff" == response.headers["X-Content-Type-Options"]
    assert "same-origin" == response.headers["Referrer-Policy"]
    assert "no-store" in response.headers["Cache-Control"]


def test_an_unknown_host_is_refused(house: House) -> None:
    """A name that nobody configured gets nothing, so no other name can be rebound to us."""
    response = house.staff.get("/", headers={"host": "evil.example"})

    assert 400 == response.status_code


def test_an_unknown_address_tells_a_stranger_nothing(house: House) -> None:
    """It is said that nothing is there, without a trace."""
    response = house.stranger.get("/nothing/here/")

    assert 404 == response.status_code
    assert b"Traceback" not in response.content
