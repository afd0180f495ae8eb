"""The front door: which part answers which path. Default deny is theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

__all__ = ["front_door"]

Scope = Any  # an ASGI scope: a dict whose keys depend on its type
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_OF_GATEWAY: Final = frozenset({"/v1", "/healthz", "/readyz", "/metrics"})


def front_door(gateway: App, console: App) -> App:
    """Return one ASGI application out of two.

    ``/v1`` and everything below it, ``/healthz``, ``/readyz`` and ``/metrics``
    go to the gateway; every other path goes to the console.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"] if scope["type"] == "http" else ""
        is_api = path.startswith("/v1/") or path in _OF_GATEWAY
        await (gateway if is_api else console)(scope, receive, send)

    return answer
