"""OpenAI's older completions: ``POST /v1/completions``, a text that is continued."""

from __future__ import annotations

from typing import ClassVar

import orjson

from hegui.errors import GatewayError, InvalidValue, UnsupportedParameter
from hegui.gateway.asked import Asked
from hegui.gateway.body import (
    both,
    count,
    flag,
    is_number,
    model_of,
    parsed,
    strings,
    user_of,
    wants_json,
)
from hegui.gateway.dialects.chat.request import include_usage
from hegui.gateway.dialects.completions.continued import StreamedText, WholeText
from hegui.gateway.dialects.embeddings import texts_in
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.sse import frame
from hegui.gateway.voice import Voice
from hegui.gateway.wire import as_openai

__all__ = ["Completions"]

_PLAIN = frozenset({"model", "prompt", "stream", "n"})


class Completions:
    """Completions, streamed and whole."""

    path: ClassVar[str] = "/v1/completions"
    endpoint: ClassVar[Endpoint | None] = Endpoint("completions")
    takes_files: ClassVar[bool] = False

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type
        body = parsed(raw)
        model = model_of(body)
        texts = list(texts_in(body.get("prompt"), "prompt"))
        n = count(body, "n", limits.choices) * len(texts)
        if n > limits.choices:
            expected = f"at most {limits.choices} answers in all"
            raise InvalidValue("prompt", expected=expected, found=f"prompts for {n}")
        if body.get("logprobs") is not None:
            raise UnsupportedParameter("logprobs", "this endpoint gives no token probabilities")
        last = texts[-1]
        for key, value in body.items():
            if key not in _PLAIN and not is_number(value):
                texts.extend(both(found) for found in strings(value))
        stream = flag(body, "stream")
        return Asked(
            model=model,
            texts=tuple(texts),
            last=last,
            stream=stream,
            n=n,
            include_usage=stream and include_usage(body),
            is_json=wants_json(body.get("response_format")),
            user=user_of(body, "safety_identifier", "user"),
            body=orjson.dumps(body),
        )

    def whole(self, asked: Asked, voice: Voice) -> WholeText:
        """Return the state of an answer that comes at once."""
        return WholeText(asked, voice)

    def streamed(self, asked: Asked, voice: Voice) -> StreamedText:
        """Return the state of an answer that is streamed."""
        return StreamedText(asked, voice)

    def error(self, error: GatewayError) -> object:
        """Return an error in OpenAI's shape."""
        return as_openai(error)

    def error_frame(self, error: GatewayError) -> bytes:
        """Return an error as the last frame; ``[DONE]`` never follows it."""
        return frame(orjson.dumps(as_openai(error)))
