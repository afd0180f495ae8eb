"""OpenAI's embeddings: ``POST /v1/embeddings``. The input is judged; vectors are numbers."""

from __future__ import annotations

import re
from typing import ClassVar, Final

import orjson

from hegui.errors import InvalidValue, UnjudgeableContent, UpstreamInvalid
from hegui.gateway.asked import JSON_TYPE, Asked
from hegui.gateway.body import both, is_number, kind_of, model_of, parsed, strings, user_of
from hegui.gateway.dialects.once import Once, Wordless, check_not_streamed
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept

__all__ = ["Embeddings", "texts_in"]

_BASE64: Final = re.compile(r"[A-Za-z0-9+/=]*")


class Embeddings(Once):
    """Embeddings."""

    path: ClassVar[str] = "/v1/embeddings"
    endpoint: ClassVar[Endpoint | None] = Endpoint("embeddings")

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type, limits
        body = parsed(raw)
        model = model_of(body)
        check_not_streamed(body)
        texts = list(texts_in(body.get("input"), "input"))
        last = texts[-1]
        for key, value in body.items():
            if key not in {"model", "input"} and not is_number(value):
                texts.extend(both(found) for found in strings(value))
        return Asked(
            model=model,
            texts=tuple(texts),
            last=last,
            user=user_of(body, "safety_identifier", "user"),
            body=orjson.dumps(body),
        )

    def whole(self, asked: Asked, voice: Voice) -> WholeEmbeddings:
        """Return the state of an answer."""
        return WholeEmbeddings(asked, voice)


class WholeEmbeddings(Wordless):
    """The vectors of one request."""

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._voice = voice
        self._answer: dict[str, object] = {}

    def take(self, raw: bytes, content_type: bytes) -> None:
        """Keep the upstream's vectors, and nothing else of it."""
        del content_type
        found = answer_in(raw, "embeddings as JSON")
        items = found.get("data")
        if not isinstance(items, list):
            raise UpstreamInvalid("a list of embeddings", "something else")
        self._answer = {
            "object": "list",
            **kept(found, ("model",), self._asked.model),
            "data": [_vector(item) for item in items],
        }
        if isinstance(usage := found.get("usage"), dict):
            self._answer["usage"] = self._voice.usage(usage)

    def body(self) -> tuple[bytes, bytes]:
        """Return the vectors to deliver."""
        return JSON_TYPE, orjson.dumps(self._answer)


def texts_in(given: object, at: str) -> tuple[str, ...]:
    """Return the texts of an input that is one text or a list of them.

    Raises:
        UnjudgeableContent: it is a list of tokens, which only the model can read.
        InvalidValue: it is something else, or empty.
    """
    if isinstance(given, str):
        return (both(given),)
    if not isinstance(given, list) or not given:
        found = "an empty list" if given == [] else kind_of(given)
        raise InvalidValue(at, expected="a text or a non-empty list of texts", found=found)
    for index, text in enumerate(given):
        if isinstance(text, int | list):
            raise UnjudgeableContent(f"{at}[{index}]", "a list of tokens")
        if not isinstance(text, str):
            raise InvalidValue(f"{at}[{index}]", expected="a text", found=kind_of(text))
    return tuple(both(text) for text in given)


def _vector(item: object) -> dict[str, object]:
    found = item.get("embedding") if isinstance(item, dict) else None
    is_packed = isinstance(found, str) and _BASE64.fullmatch(found) is not None
    is_plain = isinstance(found, list) and all(isinstance(number, int | float) for number in found)
    if not isinstance(item, dict) or not (is_packed or is_plain):
        raise UpstreamInvalid("an embedding as numbers or base64", "something else")
    index = item.get("index", 0)
    if not isinstance(index, int):
        raise UpstreamInvalid("the index of an embedding", "something else")
    return {"object": "embedding", "index": index, "embedding": found}
