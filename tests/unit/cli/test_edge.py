"""Whose word about addresses is believed, and whose pages may call."""

from __future__ import annotations

from typing import Any

import pytest

from hegui.cli.service.edge import Edge
from hegui.gateway.declared import AccessRule

PROXY, STRANGER, PAGE = "10.0.0.7", "203.0.113.9", "https://chat.example"


async def seen(
    access: AccessRule | None,
    headers: dict[str, str],
    *,
    peer: str | None = PROXY,
    method: str = "POST",
    path: str = "/v1/chat/completions",
) -> tuple[dict[str, Any], dict[bytes, bytes], int]:
    """Return the scope that arrives inside, the headers that go out and the status."""
    inside: dict[str, Any] = {}
    sent: list[dict[str, Any]] = []

    async def inner(scope: Any, _receive: Any, send: Any) -> None:
        inside.update(scope)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "scheme": "http",
        "client": None if peer is None else (peer, 5),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await Edge(inner, access)(scope, receive, send)
    return inside, dict(sent[0]["headers"]), sent[0]["status"]


TRUSTED = AccessRule(proxies=("10.0.0.0/8",))


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        (STRANGER, STRANGER),
        (f"1.2.3.4, {STRANGER}", STRANGER),
        (f"1.2.3.4, {STRANGER}, 10.9.9.9", STRANGER),
        ("10.1.1.1, 10.2.2.2", "10.1.1.1"),
        ('evil"}, 10.2.2.2', "10.2.2.2"),
        ("", PROXY),
    ],
)
async def test_a_declared_proxy_is_believed_as_far_as_proxies_go(chain: str, client: str) -> None:
    """The nearest address that is no proxy; what stands before it anybody could have written."""
    inside, _, _ = await seen(TRUSTED, {"x-forwarded-for": chain})

    assert client == inside["client"][0]


@pytest.mark.parametrize(
    ("access", "peer"),
    [(None, PROXY), (TRUSTED, STRANGER), (TRUSTED, None), (None, "127.0.0.1")],
)
async def test_nobody_else_is_believed(access: AccessRule | None, peer: str | None) -> None:
    """And what they said goes no further: not the scheme, not the host."""
    said = {
        "x-forwarded-for": "1.2.3.4",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "evil.example",
        "forwarded": "for=1.2.3.4",
        "x-real-ip": "1.2.3.4",
        "user-agent": "kept",
    }
    inside, _, _ = await seen(access, said, peer=peer)

    assert [(b"user-agent", b"kept")] == list(inside["headers"])
    assert ("http", peer) == (inside["scheme"], inside["client"] and inside["client"][0])


async def test_the_scheme_of_a_declared_proxy_counts() -> None:
    """The console then knows that it is behind TLS."""
    inside, _, _ = await seen(TRUSTED, {"x-forwarded-proto": "https"})

    assert "https" == inside["scheme"]
    assert [(b"x-forwarded-proto", b"https")] == inside["headers"]


async def test_a_scheme_that_is_none_does_not() -> None:
    """Two words at once, or another."""
    inside, _, _ = await seen(TRUSTED, {"x-forwarded-proto": "https, http"})

    assert "http" == inside["scheme"]


SHARED = AccessRule(origins=(PAGE,))


async def test_a_declared_origin_may_call() -> None:
    """Its browser is told so, without cookies."""
    inside, headers, _ = await seen(SHARED, {"origin": PAGE})

    assert PAGE.encode() == headers[b"access-control-allow-origin"]
    assert b"x-hegui-receipt" in headers[b"access-control-expose-headers"]
    assert b"origin" == headers[b"vary"]
    assert b"access-control-allow-credentials" not in headers
    assert "POST" == inside["method"]


async def test_its_browser_may_ask_before() -> None:
    """The question is answered here; nothing behind sees it."""
    inside, headers, status = await seen(SHARED, {"origin": PAGE}, method="OPTIONS")

    assert (204, {}) == (status, inside)
    assert b"GET, POST" == headers[b"access-control-allow-methods"]
    assert b"authorization" in headers[b"access-control-allow-headers"]


@pytest.mark.parametrize(
    ("access", "origin", "path"),
    [
        (None, PAGE, "/v1/models"),
        (SHARED, "https://evil.example", "/v1/models"),
        (SHARED, "null", "/v1/models"),
        (SHARED, f"{PAGE}.evil.example", "/v1/models"),
        (SHARED, PAGE, "/login/"),
        (SHARED, PAGE, "/metrics"),
    ],
)
async def test_no_other_page_and_no_other_place(
    access: AccessRule | None, origin: str, path: str
) -> None:
    """Without our word the browser does not show the answer to the page."""
    inside, headers, _ = await seen(access, {"origin": origin}, path=path, method="OPTIONS")

    assert {b"x": b"y"} == headers
    assert "OPTIONS" == inside["method"]


async def test_what_is_no_request_passes() -> None:
    """The lifespan, for example."""
    passed: list[str] = []

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        passed.append(scope["type"])

    async def nothing(_message: Any = None) -> Any:
        return None

    await Edge(inner)({"type": "lifespan"}, nothing, nothing)

    assert ["lifespan"] == passed
