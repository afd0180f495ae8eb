"""The client's side: bodies are bounded while they come, errors have OpenAI's shape."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

import orjson
import pytest

from hegui.errors import AtCapacity, BodyTooLarge, InvalidJson, InvalidValue
from hegui.gateway.wire import Wire, header


def a_wire(
    messages: Sequence[dict[str, Any]] = (), headers: Sequence[tuple[bytes, bytes]] = ()
) -> tuple[Wire, list[MutableMapping[str, Any]]]:
    """Return a wire that receives `messages`, and what it sends."""
    coming = iter(messages)
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return next(coming)

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    return Wire({"headers": list(headers)}, receive, send, write_s=1), sent


def part(body: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


@pytest.mark.parametrize(
    "parts",
    [[part(b"12345")], [part(b"12", more=True), part(b"", more=True), part(b"345")]],
    ids=["one", "several"],
)
async def test_a_body_as_long_as_allowed_is_read(parts: list[dict[str, Any]]) -> None:
    wire, _ = a_wire(parts)

    assert b"12345" == await wire.body(5)


async def test_a_body_is_refused_with_the_part_that_is_too_much() -> None:
    """The rest is not read: there is no third part to give."""
    wire, _ = a_wire([part(b"123", more=True), part(b"456", more=True)])
    with pytest.raises(BodyTooLarge):
        await wire.body(5)


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ([(b"content-length", b"6")], BodyTooLarge),
        ([(b"content-encoding", b"gzip")], InvalidJson),
    ],
    ids=["says too much", "compressed"],
)
async def test_a_head_that_says_enough_is_refused_unread(
    headers: list[tuple[bytes, bytes]], error: type[Exception]
) -> None:
    wire, _ = a_wire([], headers)
    with pytest.raises(error):
        await wire.body(5)


async def test_a_client_that_leaves_in_mid_body_is_no_request() -> None:
    wire, _ = a_wire([part(b'{"a": 1}', more=True), {"type": "http.disconnect"}])
    with pytest.raises(InvalidJson, match="not sent to its end"):
        await wire.body(100)


async def test_an_error_names_the_field_and_when_to_come_again() -> None:
    wire, sent = a_wire()
    await wire.error(InvalidValue("n", expected="1 to 8", found="9"))
    other, busy = a_wire()
    await other.error(AtCapacity(3), ((b"x", b"y"),))

    said = orjson.loads(sent[1]["body"])["error"]
    assert ("n", "invalid_value", "invalid_request_error") == (
        said["param"],
        said["code"],
        said["type"],
    )
    assert b"retry-after" not in dict(sent[0]["headers"])
    assert {b"x": b"y", b"retry-after": b"1"}.items() <= dict(busy[0]["headers"]).items()
    assert (503, True) == (busy[0]["status"], other.has_started)


def test_the_last_of_several_headers_counts() -> None:
    scope = {"headers": [(b"authorization", b"a"), (b"x", b"y"), (b"authorization", b"b")]}

    assert ("b", None) == (header(scope, b"authorization"), header(scope, b"z"))
