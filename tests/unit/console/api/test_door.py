"""Every address x who calls x verb: nothing is open that the table does not name."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.unit.console.api.calling import Caller, token_of

if TYPE_CHECKING:
    from tests.unit.console.house import House

VERBS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
NAMES: Final = {
    "obligation": "cn/genai-2023/art-14-1-stop",
    "control": "content/illegal_output_is_stopped",
    "seq": "0",
    "receipt": "r-00000000000000000000000000",
    "key": "k-0",
    "number": "C-20261121-00000-0",
    "ref": "u-0",
}

# What a program with every scope gets, and the scope without which it gets 403.
TABLE: Final[dict[tuple[str, str], tuple[str, int]]] = {
    ("GET", "/service"): ("read", 200),
    ("GET", "/openapi.json"): ("read", 200),
    ("GET", "/obligations"): ("read", 200),
    ("GET", "/obligations/{obligation}"): ("read", 200),
    ("GET", "/posture"): ("read", 200),
    ("GET", "/posture/{obligation}"): ("read", 200),
    ("GET", "/controls"): ("read", 200),
    ("GET", "/controls/{control}"): ("read", 200),
    ("GET", "/entries"): ("read", 200),
    ("GET", "/entries/{seq}"): ("read", 200),
    ("GET", "/checkpoint"): ("read", 200),
    ("GET", "/receipts/{receipt}"): ("read", 404),
    ("POST", "/proofs/check"): ("read", 422),
    ("POST", "/labels/check"): ("read", 200),
    ("GET", "/attestations"): ("read", 200),
    ("POST", "/attestations"): ("attest", 422),
    ("GET", "/keys"): ("keys", 200),
    ("POST", "/keys"): ("keys", 422),
    ("GET", "/keys/{key}"): ("keys", 404),
    ("PATCH", "/keys/{key}"): ("keys", 422),
    ("POST", "/keys/{key}/revoke"): ("keys", 422),
    ("GET", "/cases"): ("cases", 200),
    ("GET", "/cases/{number}"): ("cases", 404),
    ("POST", "/cases/{number}/moves"): ("cases", 422),
    ("GET", "/users"): ("users", 200),
    ("GET", "/users/{ref}"): ("users", 404),
    ("POST", "/users/{ref}/measures"): ("users", 422),
    ("POST", "/users/{ref}/lift"): ("users", 422),
}
ADDRESSES: Final = sorted({address for _, address in TABLE})


def filled(address: str) -> str:
    """Return an example of an address."""
    return address.format(**NAMES)


def served() -> set[tuple[str, str]]:
    """Return every verb and address that some code answers, whatever the rules say."""
    from hegui.console.api.openapi import operations
    from hegui.console.api.routes import API

    return set(operations(API))


@pytest.mark.usefixtures("house")
def test_every_address_has_its_rule_and_its_line_here() -> None:
    """A resource without a rule, a rule without a resource, or either without a line, is red."""
    from hegui.console.api.rules import RULES

    assert set(TABLE) == served()
    assert {key: scope for key, (scope, _) in TABLE.items()} == {
        key: scope.value for key, scope in RULES.items()
    }


@pytest.mark.usefixtures("house")
def test_every_shape_has_a_name_of_its_own() -> None:
    """Two shapes of one name would stand in the description as one."""
    from ninja import Schema

    from hegui.console.api import routes

    kinds = [
        kind
        for module in routes.RESOURCES
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Schema) and kind.__name__ != "Which"
    ]
    names = {kind: kind.__name__ for kind in kinds}

    assert len(names) == len(set(names.values()))
    assert len(names) > 30


def statuses(call: Caller) -> dict[tuple[str, str], int]:
    """Return what a caller gets from every address by every verb."""
    from hegui.console.api import door

    got = {}
    for address in ADDRESSES:
        door._TRIES._tries.clear()  # what is asked here is the door's word, not its patience
        for verb in VERBS:
            got[verb, address] = call.raw(verb, filled(address)).status_code
    return got


EVERYTHING: Final = [(verb, address) for address in ADDRESSES for verb in VERBS]


def test_nobody_without_a_token_comes_in(call: Caller) -> None:
    """Nothing is shown, whatever the verb: 401, and a word about what to send."""
    nobody = replace(call, token="")
    answer = nobody.raw("GET", "/posture")

    assert dict.fromkeys(EVERYTHING, 401) == statuses(nobody)
    assert 'Bearer realm="hegui"' == answer.headers["WWW-Authenticate"]
    assert "TokenRefused" == answer.json()["code"]


def test_a_key_of_the_gateway_opens_nothing(call: Caller) -> None:
    """Keys are for the gateway."""
    from hegui.records.keys import issue_key

    key = replace(call, token=issue_key("web").secret)

    assert dict.fromkeys(EVERYTHING, 401) == statuses(key)


def test_a_login_at_the_console_opens_nothing(call: Caller) -> None:
    """The session cookie does not count, so that no other site can call in a person's name."""
    cookie = replace(call, token="", house=replace(call.house, stranger=call.house.staff))

    assert dict.fromkeys(EVERYTHING, 401) == statuses(cookie)


def test_a_token_without_the_scope_is_refused(call: Caller) -> None:
    """With every scope but the one that is needed: 403, which names it."""
    from hegui.records.scope import Scope

    lacking = {
        scope.value: replace(
            call, token=token_of(call.house, *(other for other in Scope if other is not scope))
        )
        for scope in Scope
    }
    for (verb, address), (needed, _) in TABLE.items():
        told = lacking[needed](verb, filled(address), expect=403)

        assert ("ScopeMissing", f"the scope {needed}") == (told["code"], told["expected"])


def test_every_scope(call: Caller) -> None:
    """With every scope the verbs of the table answer, and no other."""
    wanted = {key: TABLE.get(key, ("", 405))[1] for key in EVERYTHING}

    assert wanted == statuses(call)


def test_a_wrong_verb_is_told_the_right_ones(call: Caller) -> None:
    """405 names the verbs that the table has."""
    for address in ADDRESSES:
        allow = call.raw("OPTIONS", filled(address)).headers["Allow"].split(", ")

        assert {verb for verb, known in TABLE if known == address} == set(allow)


def test_a_resource_without_a_rule_is_refused(call: Caller, monkeypatch: Any) -> None:
    """Default deny: code that could answer does not, until somebody has written its rule."""
    from hegui.console.api import rules

    fewer = {key: scope for key, scope in rules.RULES.items() if key != ("GET", "/service")}
    monkeypatch.setattr(rules, "RULES", fewer)

    assert ("GET", "/service") in served()
    assert "UnknownAddress" == call("GET", "/service", expect=404)["code"]


def test_an_unknown_address_is_a_problem_and_no_page(call: Caller) -> None:
    """A program reads JSON, also where nothing is."""
    for address in (
        "/",
        "/nothing",
        "/docs",
        "/keys/k-1/nothing",
        "/keys/",
        "//",
        "/%00",
        "/a%0Ab",
    ):
        answer = call.raw("GET", address)

        assert 404 == answer.status_code
        assert "application/problem+json" == answer.headers["Content-Type"]


@pytest.mark.parametrize("what", ["revoked", "expired", "without a role", "closed"])
def test_a_token_that_no_longer_counts(what: str, call: Caller) -> None:
    """Revoked, expired, or of somebody who lost the role: refused with the next call."""
    from django.contrib.auth.models import User

    from hegui import clock
    from hegui.records.models import ApiToken
    from hegui.records.tokens import revoke_token

    call("GET", "/service")
    match what:
        case "revoked":
            revoke_token(call.house.ledger, ApiToken.objects.get().id, because="lost", by="t")
        case "expired":
            ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
        case "without a role":
            User.objects.update(is_staff=False)
        case _:
            User.objects.update(is_active=False)

    assert "TokenRefused" == call("GET", "/service", expect=401)["code"]


def test_wrong_tokens_are_slowed_down_and_right_ones_are_not(call: Caller) -> None:
    """Ten in a quarter of an hour from one address; a good token is let in all the same."""
    wrong = replace(call, token="hegui-t-0000000000-guess")
    got = [wrong.raw("GET", "/service").status_code for _ in range(12)]

    assert [401] * 10 + [429] * 2 == got
    assert "900" == wrong.raw("GET", "/service").headers["Retry-After"]
    assert 200 == call.raw("GET", "/service").status_code


def test_the_gateway_lets_no_token_in(call: Caller) -> None:
    """The other way round: a token is no key."""
    from hegui.records.keys import DatabaseKeys

    keys = DatabaseKeys()
    try:
        found = keys.lookup(call.token)
    finally:
        keys.close()

    assert found is None


def test_a_bug_is_told_without_its_trace(call: Caller, monkeypatch: Any) -> None:
    """500 says that it is ours and where to look; nothing of the code leaves the house."""
    from hegui.console import runtime

    def broken() -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(runtime, "current", broken)
    answer = call.raw("GET", "/service")

    assert (500, "ServerFailure") == (answer.status_code, answer.json()["code"])
    assert b"secret" not in answer.content
    assert b"ZeroDivision" not in answer.content


def test_answers_carry_the_policy_of_the_console(call: Caller) -> None:
    """Not cached, not framed, not sniffed."""
    answer = call.raw("GET", "/service")

    assert "no-store" in answer.headers["Cache-Control"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "Set-Cookie" not in answer.headers


def test_a_start_does_not_pay_for_it() -> None:
    """Neither django-ninja nor the resources are imported until the first call."""
    program = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'hegui.records.settings'\n"
        "import django; django.setup()\n"
        "import hegui.console.urls\n"
        "print([n for n in ('ninja', 'hegui.console.api.routes') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.strip()


def test_a_token_is_used_to_the_minute(house: House, call: Caller) -> None:
    """Its last use is noted, and pages that are kept are not made anew for it."""
    from hegui.records import version
    from hegui.records.models import ApiToken

    before = version.current()
    call("GET", "/service")

    assert ApiToken.objects.get().last_used_at is not None
    assert before == version.current()
    assert house.reader.last(kind="token") is not None
