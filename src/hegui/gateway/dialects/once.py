"""What the endpoints share whose answers never stream and have OpenAI's error shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import orjson

from hegui.errors import ContentPolicyViolation, GatewayError, UnsupportedParameter
from hegui.gateway.asked import Asked
from hegui.gateway.choice import Choice
from hegui.gateway.dialect import Streamed
from hegui.gateway.sse import frame
from hegui.gateway.voice import Voice
from hegui.gateway.wire import as_openai

__all__ = ["Once", "Wordless", "check_not_streamed"]

_AT_ONCE: Final = "this endpoint answers at once"


class Once:
    """A dialect whose answers come at once."""

    takes_files: ClassVar[bool] = False

    def streamed(self, asked: Asked, voice: Voice) -> Streamed:
        """Refuse a stream.

        Raises:
            UnsupportedParameter: always.
        """
        del asked, voice
        raise UnsupportedParameter("stream", _AT_ONCE)

    def error(self, error: GatewayError) -> object:
        """Return an error in OpenAI's shape."""
        return as_openai(error)

    def error_frame(self, error: GatewayError) -> bytes:
        """Return an error as a frame."""
        return frame(orjson.dumps(as_openai(error)))


class Wordless:
    """An answer with no place for words: a refusal is an error that says them."""

    choices: Sequence[Choice] = ()

    def speak(self, said: str) -> None:
        """Refuse with `said`.

        Raises:
            ContentPolicyViolation: always.
        """
        raise ContentPolicyViolation(said)


def check_not_streamed(body: Mapping[str, object], *names: str) -> None:
    """Refuse a request for a stream.

    Raises:
        UnsupportedParameter: it asks for one.
    """
    for name in ("stream", *names):
        if body.get(name):
            raise UnsupportedParameter(name, _AT_ONCE)
