"""OpenAI's chat completions: ``POST /v1/chat/completions``."""

from __future__ import annotations

from typing import ClassVar

import orjson

from hegui.errors import GatewayError
from hegui.gateway.asked import Asked
from hegui.gateway.dialects.chat.request import parse
from hegui.gateway.dialects.chat.streamed import StreamedChat
from hegui.gateway.dialects.chat.whole import WholeChat
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.sse import frame
from hegui.gateway.voice import Voice
from hegui.gateway.wire import as_openai

__all__ = ["Chat"]


class Chat:
    """Chat completions, streamed and whole."""

    path: ClassVar[str] = "/v1/chat/completions"
    endpoint: ClassVar[Endpoint | None] = Endpoint("chat/completions")
    takes_files: ClassVar[bool] = False

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type
        return parse(raw, limits)

    def whole(self, asked: Asked, voice: Voice) -> WholeChat:
        """Return the state of an answer that comes at once."""
        return WholeChat(asked, voice)

    def streamed(self, asked: Asked, voice: Voice) -> StreamedChat:
        """Return the state of an answer that is streamed."""
        return StreamedChat(asked, voice)

    def error(self, error: GatewayError) -> object:
        """Return an error in OpenAI's shape."""
        return as_openai(error)

    def error_frame(self, error: GatewayError) -> bytes:
        """Return an error as the last frame; ``[DONE]`` never follows it."""
        return frame(orjson.dumps(as_openai(error)))
