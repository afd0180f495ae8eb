"""An answer of the demo model as one protocol tells it, piece by piece or whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any, Final

from hegui.gateway.demo.grammar import Script
from hegui.gateway.demo.words import scripted

__all__ = ["CREATED", "JSON", "Told", "error", "last_question", "text_in"]

CREATED: Final = 1_760_000_000
"""A fixed instant, so that the same question gives the same bytes."""

JSON: Final = "application/json"


class Told:
    """One answer. A protocol says how it opens, goes on and closes, and how it looks whole."""

    def __init__(self, body: Mapping[str, Any], script: Script, question: str) -> None:
        self.body = body
        self.script = script
        self.model = body["model"]
        self.is_stream = body.get("stream") is True and not script.whole
        self.content = scripted(script, question)
        self.asked = len(question)
        self.reasoning = script.reason
        if self.reasoning is None and self.model == "hegui-demo-reasoner":
            self.reasoning = "…"

    @staticmethod
    def question(body: Mapping[str, Any]) -> str:
        """Return what the user asked last: where the instructions stand."""
        return last_question(body.get("messages"))

    def opening(self) -> list[bytes]:
        """Return the frames before the first word."""
        return []

    def pieces(self) -> Iterator[list[bytes]]:
        """Yield the frames of each piece."""
        for text in self.cut(self.content):
            yield self.piece(text)

    def piece(self, text: str) -> list[bytes]:
        """Return the frames of one piece of the answer."""
        del text
        return []

    def closing(self) -> list[bytes]:
        """Return the frames after the last word."""
        return []

    def whole(self) -> tuple[str, bytes]:
        """Return content type and body of the same answer at once."""
        return JSON, b"{}"

    def cut(self, text: str) -> Iterator[str]:
        """Yield a text in pieces as the script says."""
        sizes = cycle((self.script.chunk,) if self.script.chunk else (1, 2, 3, 4))
        at = 0
        while at < len(text):
            size = next(sizes)
            yield text[at : at + size]
            at += size


def last_question(messages: object) -> str:
    """Return the text of the user's last message."""
    for message in reversed(messages if isinstance(messages, list) else []):
        if isinstance(message, dict) and message.get("role") == "user":
            return text_in(message.get("content"))
    return ""


def text_in(content: object) -> str:
    """Return what a content says, whether it is a text or a list of parts."""
    if isinstance(content, list):
        texts = (part.get("text") for part in content if isinstance(part, dict))
        return "".join(text for text in texts if isinstance(text, str))
    return content if isinstance(content, str) else ""


def error(message: str) -> dict[str, object]:
    """Return an error in OpenAI's shape."""
    return {"error": {"message": message, "type": "demo", "param": None, "code": None}}
