"""Which protocol the demo model tells its answer in, by path."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

import orjson

from hegui.gateway.demo.chat import ToldChat
from hegui.gateway.demo.messages import ToldMessage
from hegui.gateway.demo.others import (
    ToldPicture,
    ToldSound,
    ToldText,
    ToldTranscript,
    ToldVectors,
)
from hegui.gateway.demo.responses import ToldResponse
from hegui.gateway.demo.told import Told
from hegui.gateway.multipart import read

__all__ = ["TELLERS", "body_of"]

TELLERS: Final = MappingProxyType[str, type[Told]](
    {
        "/v1/chat/completions": ToldChat,
        "/v1/messages": ToldMessage,
        "/v1/responses": ToldResponse,
        "/v1/completions": ToldText,
        "/v1/embeddings": ToldVectors,
        "/v1/images/generations": ToldPicture,
        "/v1/images/edits": ToldPicture,
        "/v1/audio/speech": ToldSound,
        "/v1/audio/transcriptions": ToldTranscript,
    }
)
"""Every endpoint that takes a prompt."""


def body_of(raw: bytes, content_type: str) -> dict[str, Any]:
    """Return the fields of a request; of a file, its length."""
    if content_type.startswith("multipart/"):
        parts = read(raw, content_type)
        return {p.name: p.text if p.filename is None else len(p.raw) for p in parts}
    found: dict[str, Any] = orjson.loads(raw)
    return found
