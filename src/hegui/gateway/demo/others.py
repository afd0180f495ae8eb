"""The demo model's other endpoints: a continued text, vectors, pictures and sound."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import orjson

from hegui.gateway.demo.told import CREATED, JSON, Told, text_in

__all__ = [
    "PICTURE",
    "SOUND",
    "ToldPicture",
    "ToldSound",
    "ToldText",
    "ToldTranscript",
    "ToldVectors",
]


def _chunk(kind: bytes, raw: bytes) -> bytes:
    return struct.pack(">I", len(raw)) + kind + raw + struct.pack(">I", zlib.crc32(kind + raw))


PICTURE: Final = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress((b"\0" + b"\x33\x66\x99" * 64) * 64, 9)),
        _chunk(b"IEND", b""),
    )
)
"""A blue square, 64 by 64, as PNG."""

_SAMPLES: Final = bytes(1600)

SOUND: Final = (
    b"RIFF"
    + struct.pack("<I", 36 + len(_SAMPLES))
    + b"WAVEfmt "
    + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    + b"data"
    + struct.pack("<I", len(_SAMPLES))
    + _SAMPLES
)
"""A tenth of a second of silence, as WAV."""

_SIZE: Final = 8
"""Numbers in a vector."""


class ToldText(Told):
    """A text that is continued."""

    @staticmethod
    def question(body: Mapping[str, Any]) -> str:
        """Return the prompt, or the last of several."""
        prompt = body.get("prompt")
        return prompt[-1] if isinstance(prompt, list) else str(prompt)

    def piece(self, text: str) -> list[bytes]:
        """Return a piece of it, for each choice."""
        return [self._frame(index, text, None) for index in range(self._n())]

    def closing(self) -> list[bytes]:
        """Return the finish reasons and the end."""
        return [*(self._frame(i, "", self.script.finish) for i in range(self._n())), b"[DONE]"]

    def whole(self) -> tuple[str, bytes]:
        """Return the completion."""
        items = [
            {"index": i, "text": self.content, "logprobs": None,
             "finish_reason": self.script.finish}
            for i in range(self._n())
        ]  # fmt: skip
        usage = {"prompt_tokens": self.asked, "completion_tokens": len(self.content)}
        total = {"total_tokens": self.asked + len(self.content)}
        return JSON, orjson.dumps({**self._about(), "choices": items, "usage": {**usage, **total}})

    def _n(self) -> int:
        prompt = self.body.get("prompt")
        return (self.body.get("n") or 1) * (len(prompt) if isinstance(prompt, list) else 1)

    def _about(self) -> dict[str, object]:
        return {"id": "cmpl-demo", "object": "text_completion", "created": CREATED,
                "model": self.model}  # fmt: skip

    def _frame(self, index: int, text: str, finish: str | None) -> bytes:
        item = {"index": index, "text": text, "logprobs": None, "finish_reason": finish}
        return orjson.dumps({**self._about(), "choices": [item]})


class ToldVectors(Told):
    """Vectors that depend on the text and mean nothing."""

    @staticmethod
    def question(body: Mapping[str, Any]) -> str:
        """Return the input, or the last of several."""
        given = body.get("input")
        return given[-1] if isinstance(given, list) else str(given)

    def whole(self) -> tuple[str, bytes]:
        """Return one vector for each text."""
        given = self.body["input"]
        texts = given if isinstance(given, list) else [given]
        items = [
            {"object": "embedding", "index": at, "embedding": self._vector(text)}
            for at, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": self.asked, "total_tokens": self.asked}
        answer = {"object": "list", "model": self.model, "data": items, "usage": usage}
        return JSON, orjson.dumps(answer)

    def _vector(self, text: str) -> object:
        numbers = [byte / 256 for byte in sha256(text.encode()).digest()[:_SIZE]]
        if self.body.get("encoding_format") == "base64":
            return b64encode(struct.pack(f"<{_SIZE}f", *numbers)).decode()
        return numbers


class ToldPicture(Told):
    """The blue square, and the prompt as the model understood it."""

    @staticmethod
    def question(body: Mapping[str, Any]) -> str:
        """Return the prompt."""
        return str(body.get("prompt"))

    def whole(self) -> tuple[str, bytes]:
        """Return the pictures that were asked for."""
        is_odd = self.script.leak or self.script.say is not None
        revised = self.content if is_odd else f"一个蓝色的方块：{self.question(self.body)}"
        picture = {"b64_json": b64encode(PICTURE).decode(), "revised_prompt": revised}
        count = int(self.body.get("n") or 1)
        return JSON, orjson.dumps({"created": CREATED, "data": [picture] * count})


class ToldSound(Told):
    """Silence."""

    @staticmethod
    def question(body: Mapping[str, Any]) -> str:
        """Return the text to speak."""
        return text_in(body.get("input"))

    def whole(self) -> tuple[str, bytes]:
        """Return the sound."""
        return "audio/wav", SOUND


class ToldTranscript(Told):
    """What the demo model makes of any sound: its answer to the prompt."""

    @staticmethod
    def question(body: Mapping[str, Any]) -> str:
        """Return the prompt."""
        return text_in(body.get("prompt"))

    def whole(self) -> tuple[str, bytes]:
        """Return the transcript in the format that was asked for."""
        kind = self.body.get("response_format", "json")
        if kind == "text":
            return "text/plain; charset=utf-8", self.content.encode()
        answer: dict[str, object] = {"text": self.content}
        if kind == "verbose_json":
            segment = {"id": 0, "start": 0.0, "end": 0.1, "text": self.content}
            answer.update(task="transcribe", language="chinese", duration=0.1, segments=[segment])
        return JSON, orjson.dumps(answer)
