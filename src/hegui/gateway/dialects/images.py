"""OpenAI's images: ``POST /v1/images/generations`` and ``/v1/images/edits``.

The prompt is judged, and what the model made of it (``revised_prompt``) too. A
picture passes as a file, to be labelled. One behind an address is refused, since
nobody could put a label on it.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import orjson

from hegui.errors import ContentPolicyViolation, UnsupportedParameter, UpstreamInvalid
from hegui.gateway.asked import JSON_TYPE, Asked
from hegui.gateway.body import both, count, is_number, model_of, parsed, strings, text_of, user_of
from hegui.gateway.choice import Choice
from hegui.gateway.dialects.forms import as_asked, fields_of
from hegui.gateway.dialects.once import Once, Wordless, check_not_streamed
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept

__all__ = ["ImageEdits", "ImageGenerations"]

_KEPT: Final = ("created", "background", "output_format", "quality", "size")


class ImageGenerations(Once):
    """Pictures from a prompt."""

    path: ClassVar[str] = "/v1/images/generations"
    endpoint: ClassVar[Endpoint | None] = Endpoint("images/generations")

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type
        body = parsed(raw)
        model = model_of(body)
        _check(body)
        prompt = both(text_of(body, "prompt"))
        texts = [prompt]
        for key, value in body.items():
            if key not in {"model", "prompt"} and not is_number(value):
                texts.extend(both(found) for found in strings(value))
        return Asked(
            model=model,
            texts=tuple(texts),
            last=prompt,
            n=count(body, "n", limits.choices),
            user=user_of(body, "safety_identifier", "user"),
            body=orjson.dumps(body),
        )

    def whole(self, asked: Asked, voice: Voice) -> Pictures:
        """Return the state of an answer."""
        del asked
        return Pictures(voice)


class ImageEdits(Once):
    """Pictures from other pictures and a prompt, sent as a form."""

    path: ClassVar[str] = "/v1/images/edits"
    endpoint: ClassVar[Endpoint | None] = Endpoint("images/edits")
    takes_files: ClassVar[bool] = True

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del limits
        parts, fields = fields_of(raw, content_type)
        _check(fields)
        prompt = text_of(fields, "prompt")
        return as_asked(parts, fields, files={"image": "image", "mask": "image"}, last=prompt)

    def whole(self, asked: Asked, voice: Voice) -> Pictures:
        """Return the state of an answer."""
        del asked
        return Pictures(voice)


class Pictures(Wordless):
    """The pictures of one request."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._answer: dict[str, object] = {}
        self.choices: Sequence[Choice] = ()

    def take(self, raw: bytes, content_type: bytes) -> None:
        """Judge the upstream's body and pass its pictures on as files.

        Raises:
            ContentPolicyViolation: the prompt as the model understood it may not pass.
            FileWithheld: a label could not be written.
        """
        del content_type
        found = answer_in(raw, "pictures as JSON")
        items = found.get("data")
        if not isinstance(items, list) or not items:
            raise UpstreamInvalid("a list of pictures", "something else")
        self._answer = {
            **kept(found, _KEPT),
            "data": [self._picture(at, item) for at, item in enumerate(items)],
        }
        if isinstance(usage := found.get("usage"), dict):
            self._answer["usage"] = self._voice.usage(usage)

    def body(self) -> tuple[bytes, bytes]:
        """Return the pictures to deliver."""
        return JSON_TYPE, orjson.dumps(self._answer)

    def _picture(self, at: int, item: object) -> dict[str, object]:
        packed = item.get("b64_json") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(packed, str):
            raise UpstreamInvalid("pictures in base64", "something else")
        choice = self._voice.choice(at, Choice)
        self.choices = (*self.choices, choice)
        out: dict[str, object] = {}
        revised = item.get("revised_prompt")
        if isinstance(revised, str):
            out["revised_prompt"] = choice.whole("revised_prompt", revised)
            if choice.stopped is not None:
                raise ContentPolicyViolation(self._voice.refusal(choice.stopped))
        try:
            raw = b64decode(packed, validate=True)
        except (binascii.Error, ValueError):
            raise UpstreamInvalid("pictures in base64", "something else") from None
        labelled = self._voice.file(f"{at}.b64_json", raw, "image")
        return {"b64_json": b64encode(labelled).decode("ascii"), **out}


def _check(body: Mapping[str, object]) -> None:
    check_not_streamed(body, "partial_images")
    if body.get("response_format") == "url":
        raise UnsupportedParameter("response_format", "a picture behind an address has no label")
