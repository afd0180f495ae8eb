"""The front door: which part answers which path. Default deny is theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

__all__ = ["front_door"]

Scope = Any  # an ASGI scope: a dict whose keys depend on its type
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def front_door(gateway: App, console: App) -> App:
    """Return one ASGI application out of two.

    ``/v1`` and everything below it, ``/healthz`` and ``/readyz`` go to the
    gateway; every other path goes to the console.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"] if scope["type"] == "http" else ""
        is_api = path.startswith("/v1/") or path in {"/v1", "/healthz", "/readyz"}
        await (gateway if is_api else console)(scope, receive, send)

    return answer
