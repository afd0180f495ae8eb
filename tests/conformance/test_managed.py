"""The management API of the real program: as described, whatever is asked, and apart from /v1."""

from __future__ import annotations

import json
import re
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from tests.conformance.managed import SCOPES, call, managed_in_every_way, token_for
from tests.conftest import Running

ROOT: Final = Path(__file__).parents[2]
PATHS: Final = ("/api/v1/keys", "/api/v1/entries/{seq}")


@pytest.fixture(scope="module")
def token(server: Running) -> str:
    """A token with every scope, made by the command line beside the running service."""
    return token_for(server, *SCOPES)


def status(running: Running, path: str, bearer: str, body: bytes | None = None) -> int:
    """Return the status of one call."""
    place = urlsplit(running.url)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        method = "GET" if body is None else "POST"
        connection.request(method, path, body, {"Authorization": f"Bearer {bearer}"})
        return connection.getresponse().status
    finally:
        connection.close()


def test_no_described_request_gets_a_500(server: Running, token: str) -> None:
    """Three of each kind on two addresses; `tests.conformance.managed` asks thousands."""
    ends = managed_in_every_way(server, token, 3, PATHS)

    assert ends["POST /api/v1/keys: 201"]
    assert ends["POST /api/v1/keys: 422"]


def test_neither_door_takes_the_other_s_secret(server: Running, token: str) -> None:
    """A key opens /v1 and a token opens /api/v1; the other way round both are refused."""
    got = [
        status(server, path, bearer)
        for path in ("/v1/models", "/api/v1/service")
        for bearer in (server.api_key, token)
    ]

    assert [200, 401, 401, 200] == got


def waited_for(expected: int, server: Running, key: str) -> int:
    """Return what the gateway says to a key, which it learns of within two seconds."""
    until = time.monotonic() + 20
    while (got := status(server, "/v1/models", key)) != expected and time.monotonic() < until:
        time.sleep(0.05)
    return got


def test_a_key_made_here_opens_the_gateway_until_it_is_revoked(server: Running, token: str) -> None:
    """One service: what is made here counts there, and what is revoked counts no more."""
    made = call(server, token, "POST", "/keys", {"name": "nightly"})
    before = waited_for(200, server, made["secret"])
    call(server, token, "POST", f"/keys/{made['id']}/revoke", {"because": "the run is over"})

    assert (200, 401) == (before, waited_for(401, server, made["secret"]))


def test_a_body_over_the_limit_is_a_problem(server: Running, token: str) -> None:
    """Counted on the wire: a JSON body of more than 64 KiB is thrown away as it comes."""
    assert 413 == status(server, "/api/v1/keys", token, b" " * 70_000)


def test_the_published_description_is_the_served_one(server: Running, token: str) -> None:
    """Whoever generates a client from the file gets one that fits."""
    file = ROOT / "docs" / "reference" / "openapi.management.json"

    assert json.loads(file.read_text("utf-8")) == call(server, token, "GET", "/openapi.json")


def test_the_guide_calls_what_is_there() -> None:
    """Every address in the guide's commands has a rule for the verb that is shown."""
    from hegui.console.api.rules import RULES

    guide = (ROOT / "docs" / "how-to" / "management-api.md").read_text("utf-8")
    shown = re.findall(r"api (GET|POST|PATCH) '?(/[^\s'\"?]*)", guide)
    known = {
        (verb, re.compile(re.sub(r"\\\{[a-z]+\\\}", ".+", re.escape(path)))) for verb, path in RULES
    }

    assert len(shown) > 8
    assert [] == [
        (verb, path)
        for verb, path in shown
        if not any(verb == v and pattern.fullmatch(path) for v, pattern in known)
    ]
