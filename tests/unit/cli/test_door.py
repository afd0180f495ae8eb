"""The front door: API paths go to the gateway, all else to the console."""

from __future__ import annotations

from typing import Any

import pytest

from hegui.cli.service.door import App, front_door


def _named(name: str, seen: list[str]) -> App:
    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(name)

    return app


async def _nothing(_message: Any = None) -> Any:
    return None


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/v1", "gateway"),
        ("/v1/chat/completions", "gateway"),
        ("/v1/unknown", "gateway"),
        ("/healthz", "gateway"),
        ("/readyz", "gateway"),
        ("/metrics", "gateway"),
        ("/metrics/x", "console"),
        ("/", "console"),
        ("/v10/chat", "console"),
        ("/healthz/x", "console"),
        ("/login/x/", "console"),
    ],
)
async def test_a_path_has_one_answerer(path: str, who: str) -> None:
    seen: list[str] = []
    door = front_door(_named("gateway", seen), _named("console", seen))

    await door({"type": "http", "path": path}, _nothing, _nothing)

    assert [who] == seen


async def test_other_protocols_go_to_the_console() -> None:
    """The console refuses what it does not speak; the gateway never sees it."""
    seen: list[str] = []
    door = front_door(_named("gateway", seen), _named("console", seen))

    await door({"type": "websocket", "path": "/v1/chat"}, _nothing, _nothing)

    assert ["console"] == seen
