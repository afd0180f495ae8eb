"""Before the front door: whose word about addresses counts, and whose pages may call.

``X-Forwarded-For`` and its kin say whatever their sender likes. They are taken
off every request, and believed only from networks that the operator declared:
the client is then the nearest address in the chain that is no declared proxy.

Browsers let a page of another origin call ``/v1`` only when we say so. Nobody
is allowed unless declared, never everybody, and never with cookies: what
counts is the API key.

Without either declared the cost is one look at each header's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from hegui.cli.service.door import App, Receive, Scope, Send
from hegui.gateway.declared import AccessRule

__all__ = ["Edge"]

_FORWARDED: Final = frozenset(
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-proto",
        b"x-forwarded-server",
        b"x-real-ip",
    }
)
_PREFLIGHT_S: Final = b"600"
_HEADERS: Final = b"authorization, content-type, x-api-key, anthropic-version, x-hegui-user"
_EXPOSED: Final = (
    b"x-hegui-receipt, x-hegui-label, x-hegui-mode, x-hegui-notice, x-request-id, retry-after"
)


class Edge:
    """An application before another.

    Args:
        inner: what answers.
        access: who is believed and who may call; exchange it with `swap`.
    """

    def __init__(self, inner: App, access: AccessRule | None = None) -> None:
        self._inner = inner
        self._proxies: tuple[IPv4Network | IPv6Network, ...] = ()
        self._origins: frozenset[bytes] = frozenset()
        self.swap(access or AccessRule())

    def swap(self, access: AccessRule) -> None:
        """Follow other rules from the next request on."""
        self._proxies = tuple(ip_network(each) for each in access.proxies)
        self._origins = frozenset(each.encode() for each in access.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        headers: Sequence[tuple[bytes, bytes]] = scope["headers"]
        if not _FORWARDED.isdisjoint([name for name, _ in headers]):
            scope = self._own(scope, headers)
        if self._origins and scope["path"].startswith("/v1/"):
            origin = next((value for name, value in headers if name == b"origin"), b"")
            if origin in self._origins:
                await self._shared(scope, receive, send, origin)
                return
        await self._inner(scope, receive, send)

    def _own(self, scope: Scope, headers: Sequence[tuple[bytes, bytes]]) -> Scope:
        """Return the request without what others say about its way, or with what is believed."""
        kept = [(name, value) for name, value in headers if name not in _FORWARDED]
        own = {**scope, "headers": kept}
        client = scope.get("client")
        if not client or not self._is_proxy(client[0]):
            return own
        chain = [
            part.strip()
            for name, value in headers
            if name == b"x-forwarded-for"
            for part in value.decode("latin-1").split(",")
        ]
        for address in reversed(chain):
            if not _is_address(address):
                break  # from here on the chain is nobody's word
            own["client"] = (address, 0)
            if not self._is_proxy(address):
                break
        protos = [value for name, value in headers if name == b"x-forwarded-proto"]
        if protos and protos[-1] in {b"http", b"https"}:
            own["scheme"] = protos[-1].decode()
            kept.append((b"x-forwarded-proto", protos[-1]))
        return own

    def _is_proxy(self, address: str) -> bool:
        if not _is_address(address):
            return False
        ip = ip_address(address)
        return any(ip in network for network in self._proxies)

    async def _shared(self, scope: Scope, receive: Receive, send: Send, origin: bytes) -> None:
        """Serve a page of a declared origin."""
        allowed = [(b"access-control-allow-origin", origin), (b"vary", b"origin")]
        if scope["method"] == "OPTIONS":
            headers = [
                *allowed,
                (b"access-control-allow-methods", b"GET, POST"),
                (b"access-control-allow-headers", _HEADERS),
                (b"access-control-max-age", _PREFLIGHT_S),
                (b"content-length", b"0"),
            ]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        allowed.append((b"access-control-expose-headers", _EXPOSED))

        async def told(message: Scope) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *allowed]}
            await send(message)

        await self._inner(scope, receive, told)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
