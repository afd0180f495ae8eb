"""What a body under ``/api/`` may carry, counted on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from hegui.console.frame.body_limit import API_BODY_BYTES, FILE_BYTES, BodyLimit


def through(path: str, announced: bytes, body: bytes) -> tuple[list[Any], list[Mapping[str, Any]]]:
    """Send one request through the limit; return what was answered and what came in."""
    sent: list[Any] = []
    came: list[Mapping[str, Any]] = []

    async def inner(_scope: Any, receive: Any, _send: Any) -> None:
        came.append(await receive())

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"content-length", announced)]}
    asyncio.run(BodyLimit(inner)(scope, receive, send))
    return sent, came


@pytest.mark.parametrize(
    ("path", "most"), [("/api/v1/keys", API_BODY_BYTES), ("/api/v1/labels/check", FILE_BYTES)]
)
def test_each_address_has_its_limit(path: str, most: int) -> None:
    """A file may be large where a file is looked at; everything else is short."""
    sent, came = through(path, b"%d" % most, b"x")
    refused, nothing = through(path, b"%d" % (most + 1), b"x")

    assert ([], 1) == (sent, len(came))
    assert (413, []) == (refused[0]["status"], nothing)


def test_what_is_too_large_is_told_as_a_problem() -> None:
    """A program reads JSON here too, and the connection is let go."""
    sent, _ = through("/api/v1/keys", b"70000", b"x")
    headers = dict(sent[0]["headers"])
    told = orjson.loads(sent[1]["body"])

    assert (b"application/problem+json", b"close") == (
        headers[b"content-type"],
        headers[b"connection"],
    )
    assert ("InputTooLarge", 413) == (told["code"], told["status"])


def test_a_body_that_lies_about_its_length_is_cut() -> None:
    """Counted as it comes, whatever was announced."""
    _, came = through("/api/v1/keys", b"1", b"x" * (API_BODY_BYTES + 1))

    assert ["http.disconnect"] == [message["type"] for message in came]
