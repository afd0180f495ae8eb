"""Requests that the description of the management API allows, and others, by Schemathesis.

    python -m tests.conformance.managed 200     so many per operation and mode

Against the real program with a service of its own. Every answer is held against
the description: its status, its type and its shape. Names of things that exist
are given to half of the requests, so that more than 404 is seen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import schemathesis
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.conformance.generated import Draw, asked_in_every_way
from tests.conftest import Running, start_server

from hegui import clock
from hegui.ledger import Ledger

__all__ = ["call", "managed_in_every_way", "token_for"]

SCOPES: Final = ("read", "attest", "cases", "keys", "users")
NAMES: Final = {
    "obligation": ["cn/genai-2023/art-14-1-stop", "cn/algorithm-2021/art-7-staff", "x"],
    "control": ["content/illegal_output_is_stopped", "content/nothing"],
    "seq": ["0", "1", "4711", "-1", "x"],
    "after": ["", "0", "cn/genai-2023/art-14-1-stop"],
}
_CHECKS: Final = [
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def token_for(running: Running, *scopes: str) -> str:
    """Return a token made by the command line beside the running service."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "hegui", "token", "new", "test", "--json"),
            *(word for scope in scopes for word in ("--scope", scope)),
        ],
        env={**os.environ, "HEGUI_VAR": str(running.var)},
        cwd=running.var,
        capture_output=True,
        text=True,
        check=True,
    )
    secret: str = json.loads(done.stdout)["secret"]
    return secret


def call(running: Running, token: str, method: str, address: str, body: object = None) -> Any:
    """Call as a program does, and return what came."""
    place = urlsplit(running.url)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        connection.request(
            method,
            f"/api/v1{address}",
            None if body is None else json.dumps(body),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        return json.load(connection.getresponse())
    finally:
        connection.close()


def seeded(folder: Path) -> dict[str, list[str]]:
    """Put a case, an end user and a key into a folder, and return their names by parameter."""
    from hegui.records.setup import prepare

    prepare(folder)
    from hegui.cases import Kind
    from hegui.records.desk import open_case
    from hegui.records.end_user import EndUser
    from hegui.records.end_users.store import DatabaseUsers
    from hegui.records.keys import issue_key

    now, ref = clock.now(), "u-00000000000000000001"
    DatabaseUsers().save([EndUser(ref=ref, digest="0" * 64, created=now, seen=now)])
    with Ledger.open(folder / "ledger") as ledger:
        case = open_case(ledger, Kind.COMPLAINT, text="stop it", contact="a@b.example").case
    return {"ref": [ref], "number": [case.number], "key": [issue_key("web").key.id]}


def managed_in_every_way(
    running: Running,
    token: str,
    examples: int,
    paths: Collection[str] | None = None,
    names: Mapping[str, list[str]] = NAMES,
) -> Counter[str]:
    """Call operations in so many ways each; return operation and status with their counts.

    Raises:
        AssertionError: a status of 500 or more.
        FailureGroup: an answer that the description does not allow.
    """
    schema = schemathesis.openapi.from_dict(call(running, token, "GET", "/openapi.json"))
    schema.config.update(base_url=running.url)
    return asked_in_every_way(
        schema,
        examples,
        lambda case, draw: _ask(running, token, case, draw, names),
        paths=paths,
    )


def _ask(
    running: Running, token: str, case: Any, draw: Draw, names: Mapping[str, list[str]]
) -> str:
    body = case.body if isinstance(case.body, dict) else {}
    for place in (case.path_parameters, body):
        for name in sorted(names.keys() & place.keys()):
            if draw(st.booleans()):
                place[name] = draw(st.sampled_from(names[name]))
    answer = case.call(
        base_url=running.url, headers={"Authorization": f"Bearer {token}"}, timeout=120
    )
    at = f"{case.method} {case.operation.path}: {answer.status_code}"
    if answer.status_code >= 500:
        raise AssertionError(f"{at} {answer.text[:500]} to {case.body!r} {case.query!r}")
    if answer.status_code != 400:  # the HTTP parser's own word about a malformed request
        case.validate_response(answer, checks=_CHECKS)
    return at


def main(examples: int) -> None:
    """Ask and print what came."""
    with tempfile.TemporaryDirectory() as folder:
        names = {**NAMES, **seeded(Path(folder))}
        running = start_server(Path(folder))
        try:
            token = token_for(running, *SCOPES)
            ends = managed_in_every_way(running, token, examples, names=names)
        finally:
            running.stop()
    for end, times in sorted(ends.items()):
        print(f"{times:7} {end}")  # noqa: T201 - what the script is for
    print(f"{ends.total()} requests, none with a status of 500 or more")  # noqa: T201 - the same


if __name__ == "__main__":
    main(int(sys.argv[1]))
