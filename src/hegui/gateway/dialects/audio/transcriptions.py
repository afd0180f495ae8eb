"""Text from sound: nobody here can listen, so the transcript is what is judged.

``verbose_json`` says the same text three times: whole, in segments, in words.
The two others are delivered when they are clean and nothing of the first was
stopped or masked; else they are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

import orjson

from hegui.errors import UnsupportedParameter, UpstreamInvalid
from hegui.gateway.asked import JSON_TYPE, Asked
from hegui.gateway.choice import Choice
from hegui.gateway.dialects.forms import as_asked, fields_of
from hegui.gateway.dialects.once import Once, Wordless
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.judge import BOUNDARY
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept

__all__ = ["Transcriptions"]

_FORMATS: Final = ("json", "text", "verbose_json")
_PIECES: Final = {"segments": "text", "words": "word"}
_NUMBERS: Final = ("id", "seek", "start", "end", "temperature", "avg_logprob",
                   "compression_ratio", "no_speech_prob")  # fmt: skip


class Transcriptions(Once):
    """Transcripts."""

    path: ClassVar[str] = "/v1/audio/transcriptions"
    endpoint: ClassVar[Endpoint | None] = Endpoint("audio/transcriptions")
    takes_files: ClassVar[bool] = True

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del limits
        parts, fields = fields_of(raw, content_type)
        if fields.get("response_format", "json") not in _FORMATS:
            raise UnsupportedParameter("response_format", f"it can be {', '.join(_FORMATS)}")
        if any(part.name == "include[]" for part in parts):
            raise UnsupportedParameter("include", "this endpoint gives no token probabilities")
        prompt = fields.get("prompt")
        last = prompt if isinstance(prompt, str) else ""
        return as_asked(parts, fields, files={"file": "audio"}, last=last)

    def whole(self, asked: Asked, voice: Voice) -> Transcript:
        """Return the state of an answer."""
        return Transcript(asked, voice)


class Transcript(Wordless):
    """The transcript of one request."""

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._format = asked.options["response_format"]
        self._voice = voice
        self._choice = voice.choice(0, Choice)
        self._answer: dict[str, object] = {}
        self.choices: Sequence[Choice] = (self._choice,)

    def take(self, raw: bytes, content_type: bytes) -> None:
        """Judge the upstream's transcript."""
        del content_type
        if self._format == "text":
            try:
                found: dict[str, object] = {"text": raw.decode()}
            except UnicodeDecodeError:
                raise UpstreamInvalid("a transcript in UTF-8", "something else") from None
        else:
            found = answer_in(raw, "a transcript as JSON")
        said = found.get("text")
        if not isinstance(said, str):
            raise UpstreamInvalid("a transcript with its text", "none")
        choice = self._choice
        text = choice.whole("text", said, is_shown=True)
        self._answer = kept(found, ("task", "language", "duration"))
        if choice.stopped is None:
            choice.finish_reason = "stop"
            if text == said:
                self._take_pieces(found)
        else:
            choice.say(self._voice.closing(choice))
        choice.label()
        if isinstance(usage := found.get("usage"), dict):
            self._answer["usage"] = self._voice.usage(usage)

    def body(self) -> tuple[bytes, bytes]:
        """Return the transcript to deliver."""
        if self._format == "text":
            return b"text/plain; charset=utf-8", self._choice.text.encode()
        return JSON_TYPE, orjson.dumps({"text": self._choice.text, **self._answer})

    def _take_pieces(self, found: dict[str, object]) -> None:
        for name, key in _PIECES.items():
            items = found.get(name)
            if not isinstance(items, list):
                continue
            pieces = [_piece(item, key) for item in items]
            texts = [str(piece[key]) for piece in pieces]
            if self._voice.judge.is_clean(BOUNDARY.join(("".join(texts), " ".join(texts)))):
                self._answer[name] = pieces


def _piece(item: object, key: str) -> dict[str, object]:
    text = item.get(key) if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(text, str):
        raise UpstreamInvalid("pieces of a transcript with their text", "something else")
    numbers = {name: item[name] for name in _NUMBERS if isinstance(item.get(name), int | float)}
    return {**numbers, key: text}
