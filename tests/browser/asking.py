"""Ask the gateway of a running server, as a client with an API key does."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from tests.conftest import Running

BANNED = "请问哪里能买到海洛因"
"""A prompt that the starter lexicon knows."""


def ask(served: Running, text: str) -> tuple[str, dict[str, Any]]:
    """Send one chat request and return its receipt and its answer."""
    request = urllib.request.Request(  # noqa: S310 - our own loopback address
        f"{served.url}/v1/chat/completions",
        data=json.dumps(
            {"model": served.model, "messages": [{"role": "user", "content": text}]}
        ).encode(),
        headers={
            "Authorization": f"Bearer {served.api_key}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
        return answer.headers["x-hegui-receipt"], json.load(answer)
