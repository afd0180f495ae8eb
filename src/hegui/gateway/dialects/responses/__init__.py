"""OpenAI's responses: ``POST /v1/responses``."""

from __future__ import annotations

from typing import ClassVar

from hegui.errors import GatewayError
from hegui.gateway.asked import Asked
from hegui.gateway.dialects.responses.request import parse
from hegui.gateway.dialects.responses.streamed import StreamedResponse, event
from hegui.gateway.dialects.responses.whole import WholeResponse
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice
from hegui.gateway.wire import as_openai

__all__ = ["Responses"]


class Responses:
    """Responses, streamed and whole."""

    path: ClassVar[str] = "/v1/responses"
    endpoint: ClassVar[Endpoint | None] = Endpoint("responses")
    takes_files: ClassVar[bool] = False

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type, limits
        return parse(raw)

    def whole(self, asked: Asked, voice: Voice) -> WholeResponse:
        """Return the state of an answer that comes at once."""
        return WholeResponse(asked, voice)

    def streamed(self, asked: Asked, voice: Voice) -> StreamedResponse:
        """Return the state of an answer that is streamed."""
        return StreamedResponse(asked, voice)

    def error(self, error: GatewayError) -> object:
        """Return an error in OpenAI's shape."""
        return as_openai(error)

    def error_frame(self, error: GatewayError) -> bytes:
        """Return an error as the last event; ``response.completed`` never follows it."""
        said = {"code": error.code, "message": error.explain(), "param": error.param}
        return event({"type": "error", **said})
