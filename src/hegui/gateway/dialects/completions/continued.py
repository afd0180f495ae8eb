"""A text that the model continues: one field for each choice, streamed and whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from hegui import clock
from hegui.errors import UpstreamInvalid
from hegui.gateway.asked import JSON_TYPE, Asked
from hegui.gateway.choice import Choice
from hegui.gateway.dialects.chat.streamed import KEPT, NO_USAGE
from hegui.gateway.sse import DONE, frame
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept, reason

__all__ = ["StreamedText", "WholeText"]

_TEXT = "text"


class StreamedText:
    """The frames of one streamed completion."""

    __slots__ = ("_asked", "_choices", "_voice", "about", "out", "tail", "usage")

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._voice = voice
        self._choices: dict[int, Choice] = {}
        self.about: dict[str, object] = {}
        """Id, model and so on of the answer."""
        self.usage: object = None
        self.out: list[bytes] = []
        self.tail: list[bytes] = []

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices that have begun."""
        return tuple(self._choices.values())

    @property
    def is_finished(self) -> bool:
        """Whether every choice that began has a finish reason."""
        return bool(self._choices) and all(c.finish_reason for c in self._choices.values())

    @property
    def delivered(self) -> int:
        """Code points that may have reached the client, of all choices."""
        return sum(choice.delivered for choice in self._choices.values())

    def take_all(self, frames: list[bytes]) -> bool:
        """Judge the data of several frames; True when the answer is complete with them."""
        for raw in frames:
            if raw == b"[DONE]":
                return True
            self._take(answer_in(raw, "a completion's chunk in each frame"))
            if self._is_over():
                return True
        return False

    def take_whole(self, raw: bytes) -> None:
        """Judge a whole completion as if it were the one chunk of a stream."""
        found = answer_in(raw, "a stream or a completion")
        if not isinstance(found.get("choices"), list):
            raise UpstreamInvalid("a stream or a completion", "something else")
        self._take(found)

    def stop(self, index: int, categories: tuple[str, ...]) -> None:
        """End a choice as if a control had stopped it."""
        choice = self._choice(index)
        if choice.finish_reason is None:
            choice.stop(categories)
            self._stop(choice)

    def end(self) -> None:
        """Close the choices that have no finish reason yet, as ``stop``."""
        for choice in self._choices.values():
            if choice.finish_reason is None:
                self._finish(choice, "stop")
        if self._asked.include_usage and self.usage is not None:
            last = {**self.about, "choices": [], "usage": self.usage}
            self.tail.append(frame(orjson.dumps(last)))
        self.tail.append(DONE)

    def speak(self, said: str) -> None:
        """Answer with hegui's own words in every choice."""
        self.about = {
            "id": f"cmpl-{self._voice.receipt}",
            "object": "text_completion",
            "created": int(clock.now().timestamp()),
            "model": self._asked.model,
        }
        self.usage = NO_USAGE
        for index in range(self._asked.n):
            choice = self._choice(index)
            self._say(choice, choice.say(said))
            self._close(choice, "content_filter")

    def _choice(self, index: int) -> Choice:
        choice = self._choices.get(index)
        if choice is None:
            choice = self._choices[index] = self._voice.choice(index, Choice)
        return choice

    def _is_over(self) -> bool:
        """Tell whether every choice was stopped, so that the upstream may be closed."""
        return len(self._choices) == self._asked.n and all(
            choice.is_filtered for choice in self._choices.values()
        )

    def _take(self, found: dict[str, object]) -> None:
        if not self.about:
            self.about = {**kept(found, KEPT, self._asked.model), "object": "text_completion"}
        if isinstance(usage := found.get("usage"), dict):
            self.usage = self._voice.usage(usage)
        items = found.get("choices") or []
        if not isinstance(items, list):
            raise UpstreamInvalid("choices as a list", "something else")
        for item in items:
            self._take_choice(item)

    def _take_choice(self, item: object) -> None:
        if not isinstance(item, dict):
            raise UpstreamInvalid("choices as objects", "something else")
        index, text = item.get("index", 0), item.get(_TEXT) or ""
        if not isinstance(index, int) or not 0 <= index < self._asked.n:
            raise UpstreamInvalid(f"the index of one of {self._asked.n} choices", "another one")
        if not isinstance(text, str):
            raise UpstreamInvalid("a choice's text as a string", "something else")
        choice = self._choice(index)
        if choice.finish_reason is not None:
            return
        if text:
            self._say(choice, choice.push(_TEXT, text, is_shown=True))
        if choice.stopped is not None:
            self._stop(choice)
        elif item.get("finish_reason") is not None:
            self._finish(choice, reason(item["finish_reason"]))

    def _finish(self, choice: Choice, finish: str) -> None:
        if _TEXT in choice.names:
            self._say(choice, choice.finish(_TEXT))
        if choice.stopped is not None:
            self._stop(choice)
        else:
            self._close(choice, finish)

    def _stop(self, choice: Choice) -> None:
        self._say(choice, choice.say(self._voice.closing(choice)))
        self._close(choice, "content_filter")

    def _close(self, choice: Choice, finish: str) -> None:
        self._say(choice, choice.label())
        choice.finish_reason = finish
        self.tail.append(self._frame(choice.index, "", finish))

    def _say(self, choice: Choice, text: str) -> None:
        if text:
            self.out.append(self._frame(choice.index, text, None))

    def _frame(self, index: int, text: str, finish: str | None) -> bytes:
        item = {"index": index, _TEXT: text, "logprobs": None, "finish_reason": finish}
        return frame(orjson.dumps({**self.about, "choices": [item]}))


class WholeText:
    """One completion that is not streamed: what the same completion would be as a stream."""

    __slots__ = ("_stream",)

    stops_choices = True

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._stream = StreamedText(asked, voice)

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices."""
        return self._stream.choices

    def take(
        self, raw: bytes, content_type: bytes, stops: Mapping[int, tuple[str, ...]] | None = None
    ) -> None:
        """Judge the upstream's body."""
        del content_type
        for index, categories in (stops or {}).items():
            self._stream.stop(index, categories)
        self._stream.take_whole(raw)
        if not self.choices:
            raise UpstreamInvalid("a completion with choices", "none")
        self._stream.end()

    def speak(self, said: str) -> None:
        """Answer with hegui's own words."""
        self._stream.speak(said)
        self._stream.end()

    def body(self) -> tuple[bytes, bytes]:
        """Return the completion to deliver."""
        items = [
            {
                "index": choice.index,
                _TEXT: choice.text,
                "logprobs": None,
                "finish_reason": choice.finish_reason,
            }
            for choice in self.choices
        ]
        answer = {**self._stream.about, "choices": items, "usage": self._stream.usage}
        return JSON_TYPE, orjson.dumps(answer)
