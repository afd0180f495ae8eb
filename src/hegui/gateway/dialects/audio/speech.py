"""Speech from a text: the text is judged, the sound passes as a file, to be labelled."""

from __future__ import annotations

import re
from typing import ClassVar, Final

import orjson

from hegui.errors import UnsupportedParameter, UpstreamInvalid
from hegui.gateway.asked import Asked
from hegui.gateway.body import both, is_number, model_of, parsed, strings, text_of, user_of
from hegui.gateway.dialects.once import Once, Wordless, check_not_streamed
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice

__all__ = ["SpeechFromText"]

_SOUND: Final = re.compile(rb"audio/[\w.+\-]{1,60}|application/octet-stream")


class SpeechFromText(Once):
    """Speech."""

    path: ClassVar[str] = "/v1/audio/speech"
    endpoint: ClassVar[Endpoint | None] = Endpoint("audio/speech")

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type, limits
        body = parsed(raw)
        model = model_of(body)
        check_not_streamed(body)
        if body.get("stream_format") not in (None, "audio"):
            raise UnsupportedParameter("stream_format", "sound is labelled when all of it is there")
        said = both(text_of(body, "input"))
        texts = [said]
        for key, value in body.items():
            if key not in {"model", "input"} and not is_number(value):
                texts.extend(both(found) for found in strings(value))
        return Asked(
            model=model,
            texts=tuple(texts),
            last=said,
            user=user_of(body, "safety_identifier", "user"),
            body=orjson.dumps(body),
        )

    def whole(self, asked: Asked, voice: Voice) -> Sound:
        """Return the state of an answer."""
        del asked
        return Sound(voice)


class Sound(Wordless):
    """The sound of one request: it says what was judged as the prompt."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._raw = b""
        self._type = b""

    def take(self, raw: bytes, content_type: bytes) -> None:
        """Pass the upstream's sound on as a file.

        Raises:
            UpstreamInvalid: it is no sound.
            FileWithheld: its label could not be written.
        """
        kind = content_type.partition(b";")[0].strip().lower()
        if not raw or not _SOUND.fullmatch(kind):
            raise UpstreamInvalid("sound", "something else")
        self._type = kind
        self._raw = self._voice.file("audio", raw, "audio")

    def body(self) -> tuple[bytes, bytes]:
        """Return the sound to deliver."""
        return self._type, self._raw
