"""Anthropic's messages: ``POST /v1/messages``."""

from __future__ import annotations

from typing import ClassVar, Final

from hegui.errors import GatewayError
from hegui.gateway.asked import Asked
from hegui.gateway.dialects.messages.request import parse
from hegui.gateway.dialects.messages.streamed import StreamedMessage, event
from hegui.gateway.dialects.messages.whole import WholeMessage
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice

__all__ = ["Messages"]

_TYPES: Final = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
}
"""Anthropic's names of errors by status; the rest is told by who is at fault."""


class Messages:
    """Messages, streamed and whole."""

    path: ClassVar[str] = "/v1/messages"
    endpoint: ClassVar[Endpoint | None] = Endpoint(
        "messages", key_header="x-api-key: ", headers=("anthropic-version: 2023-06-01",)
    )
    takes_files: ClassVar[bool] = False

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type, limits
        return parse(raw)

    def whole(self, asked: Asked, voice: Voice) -> WholeMessage:
        """Return the state of an answer that comes at once."""
        return WholeMessage(asked, voice)

    def streamed(self, asked: Asked, voice: Voice) -> StreamedMessage:
        """Return the state of an answer that is streamed."""
        return StreamedMessage(asked, voice)

    def error(self, error: GatewayError) -> dict[str, object]:
        """Return an error in Anthropic's shape, with hegui's code beside it.

        >>> from hegui.errors import InvalidApiKey
        >>> Messages().error(InvalidApiKey())['error']['type']
        'authentication_error'
        """
        at_fault = "invalid_request_error" if error.status < 500 else "api_error"
        said: dict[str, object] = {
            "type": _TYPES.get(error.status, at_fault),
            "message": error.explain(),
            "code": error.code,
        }
        return {"type": "error", "error": said}

    def error_frame(self, error: GatewayError) -> bytes:
        """Return an error as the last event; ``message_stop`` never follows it."""
        return event(self.error(error))
