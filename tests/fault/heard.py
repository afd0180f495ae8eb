"""What a client hears from a gateway, down to the bytes, and put together by field."""

from __future__ import annotations

import http.client
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from tests.conformance.openai.serving import KEY
from tests.fault.scripted import MODEL

__all__ = ["CHAT", "Heard", "listen", "read"]

CHAT: Final = "/v1/chat/completions"
_END: Final = b"data: [DONE]\n\n"


@dataclass
class Heard:
    """One answer as it reached the client."""

    status: int
    headers: dict[str, str]
    raw: bytes = b""
    arrivals: list[tuple[float, int]] = field(default_factory=list)
    """When how many bytes were there, in seconds since the request."""

    @property
    def is_stream(self) -> bool:
        """Whether it is an event stream."""
        return self.headers.get("content-type", "").startswith("text/event-stream")

    @property
    def is_done(self) -> bool:
        """Whether it ended as a whole answer ends."""
        return self.raw.endswith(_END) if self.is_stream else self.status == 200

    @property
    def frames(self) -> list[dict[str, Any]]:
        """Every JSON object that came, in order."""
        if not self.is_stream:
            return [orjson.loads(self.raw)]
        blocks = self.raw.removesuffix(_END).split(b"\n\n")
        if blocks.pop():
            raise AssertionError(f"the last frame has no end: {self.raw[-200:]!r}")
        return [orjson.loads(block.removeprefix(b"data: ")) for block in blocks]

    @property
    def error(self) -> str | None:
        """OpenAI's code of the error, or None."""
        for found in self.frames:
            if "error" in found:
                return str(found["error"]["code"])
        return None

    @property
    def texts(self) -> dict[tuple[int, str], str]:
        """Every string of every choice as a client puts it together, by choice and path."""
        out: dict[tuple[int, str], str] = defaultdict(str)
        for found in self.frames:
            for choice in found.get("choices", ()):
                for name in ("delta", "message", "logprobs"):
                    _gather(out, choice["index"], "", choice.get(name))
        return dict(out)

    def text(self, name: str = "content", index: int = 0) -> str:
        """Return one field of one choice."""
        return self.texts.get((index, f".{name}"), "")

    def finish(self, index: int = 0) -> str | None:
        """Return the finish reason of a choice."""
        for found in self.frames:
            for choice in found.get("choices", ()):
                if choice["index"] == index and choice.get("finish_reason"):
                    return str(choice["finish_reason"])
        return None


def listen(
    url: str,
    question: str = "你好",
    *,
    stream: bool,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Heard:
    """Ask a chat question and return all that was heard.

    Args:
        url: of the gateway, without a path.
        question: what the user says.
        stream: whether to ask for a stream.
        headers: further ones.
        more: further fields of the body, or others in place of the usual ones.
    """
    body = {
        "model": MODEL,
        "messages": [{"role": "user", "content": question}],
        "stream": stream,
        **more,
    }
    return read(url, CHAT, orjson.dumps(body), headers=headers)


def read(
    url: str,
    path: str,
    body: bytes | None = None,
    *,
    method: str = "POST",
    headers: dict[str, str] | None = None,
) -> Heard:
    """Send a request and return all that was heard."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    begun = time.monotonic()
    try:
        connection.request(
            method, path, body, {"Authorization": f"Bearer {KEY}", **(headers or {})}
        )
        reply = connection.getresponse()
        heard = Heard(reply.status, {k.lower(): v for k, v in reply.getheaders()})
        while got := reply.read1():
            heard.raw += got
            heard.arrivals.append((time.monotonic() - begun, len(heard.raw)))
    finally:
        connection.close()
    return heard


def _gather(out: dict[tuple[int, str], str], index: int, path: str, value: object) -> None:
    if isinstance(value, str):
        out[index, path] += value
    elif isinstance(value, dict):
        for key, inner in value.items():
            _gather(out, index, f"{path}.{key}", inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            at = inner.get("index", place) if isinstance(inner, dict) else place
            _gather(out, index, f"{path}[{at}]", inner)
