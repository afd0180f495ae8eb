"""A streamed answer: upstream frames in, judged frames out. No sockets here.

    frame ──▶ `take` ──▶ `out`   frames that may go now
              `end`  ──▶ `out`   what was held, closing words, the label
                         `tail`  finish frames, usage: only after the entry is written

Every frame is written anew from known fields, so nothing goes past the judge
in a field that nobody looked at. ``logprobs`` are blanked, since they repeat text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import orjson

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.choice import Choice
from hegui.gateway.sse import frame

__all__ = ["KEPT", "StreamedAnswer", "reason", "skeleton"]

KEPT: Final = ("id", "object", "created", "model", "system_fingerprint", "service_tier")
"""Fields about an answer as a whole; none holds text of it."""

_TAIL: Final = b',"logprobs":null,"finish_reason":null}]}\n\n'

_LONGEST: Final = 256
"""Longest value among them, in code points."""


class StreamedAnswer:
    """The frames of one streamed answer.

    Args:
        n: how many choices were asked for.
        choice: makes the state of a choice from its index.
        closing: words that close a choice which a control stopped; called with it.
    """

    __slots__ = (
        "_choice",
        "_closing",
        "_heads",
        "_n",
        "_skeleton",
        "choices",
        "is_over",
        "out",
        "tail",
    )

    def __init__(
        self, n: int, *, choice: Callable[[int], Choice], closing: Callable[[Choice], str]
    ) -> None:
        self._n = n
        self._choice = choice
        self._closing = closing
        self._skeleton: dict[str, object] = {}
        self._heads: dict[int, bytes] = {}
        self.choices: dict[int, Choice] = {}
        self.out: list[bytes] = []
        self.tail: list[bytes] = []
        self.is_over = False
        """Every choice was stopped, so the upstream may be closed."""

    @property
    def is_finished(self) -> bool:
        """Whether every choice that began has a finish reason."""
        return bool(self.choices) and all(c.finish_reason for c in self.choices.values())

    @property
    def delivered(self) -> int:
        """Code points that may have reached the client, of all choices."""
        return sum(choice.delivered for choice in self.choices.values())

    def take_all(self, frames: list[bytes]) -> bool:
        """Judge the data of several frames; True when the answer is complete with them."""
        for raw in frames:
            if raw == b"[DONE]":
                return True
            self.take(raw)
            if self.is_over:
                return True
        return False

    def take(self, raw: bytes) -> None:
        """Judge one frame's data.

        Raises:
            UpstreamInvalid: it is no chat chunk.
            UpstreamFailed: it is an error.
            ModerationUnavailable: the engine failed.
        """
        try:
            found = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise UpstreamInvalid("a JSON object in each frame", "something else") from None
        self.take_chunk(found)

    def take_chunk(self, found: object) -> None:
        """Judge one frame that is parsed."""
        if not isinstance(found, dict) or not isinstance(found.get("choices", []), list):
            raise UpstreamInvalid("a chat chunk in each frame", "something else")
        if found.get("error"):
            raise UpstreamFailed("it reported an error in its stream")
        if found.get("id") != self._skeleton.get("id", self):
            self._skeleton = skeleton(found)
            self._heads.clear()
        usage = found.get("usage")
        choices = found.get("choices")
        if not choices:
            if isinstance(usage, dict):
                # It follows the finish frames, and so does not go before them.
                self.tail.append(self._frame([], usage))
            return
        for item in choices:
            self._take_choice(item, usage if isinstance(usage, dict) else None)

    def end(self) -> None:
        """Close the choices that have no finish reason yet, as ``stop``."""
        for choice in self.choices.values():
            if choice.finish_reason is None:
                self._finish(choice, "stop", None)

    def speak(self, about: dict[str, object], text: str) -> None:
        """Answer with hegui's own words in every choice.

        Args:
            about: id, model and so on of the answer.
            text: what to say.
        """
        self._skeleton = about
        self._heads.clear()
        for index in range(self._n):
            choice = self.choices[index] = self._choice(index)
            self._say(choice, {"role": "assistant", "content": ""})
            for piece in choice.say(text):
                self._say(choice, piece)
            self._close(choice, "content_filter", None)

    def _take_choice(self, item: object, usage: dict[str, object] | None) -> None:
        if not isinstance(item, dict):
            raise UpstreamInvalid("choices as objects", "something else")
        index = item.get("index", 0)
        if not isinstance(index, int) or not 0 <= index < self._n:
            raise UpstreamInvalid(f"the index of one of {self._n} choices", "another one")
        choice = self.choices.get(index)
        if choice is None:
            choice = self.choices[index] = self._choice(index)
        if choice.finish_reason is not None:
            return  # stopped or finished: whatever still comes is not delivered
        delta = item.get("delta")
        if isinstance(delta, dict):
            for piece in choice.take(delta):
                self._say(choice, piece, usage)
            if choice.stopped is not None:
                self._stop(choice)
                return
        finish = item.get("finish_reason")
        if finish is not None:
            self._finish(choice, reason(finish), usage)

    def _finish(self, choice: Choice, finish: str, usage: dict[str, object] | None) -> None:
        for piece in choice.close():
            self._say(choice, piece)
        if choice.stopped is not None:
            self._stop(choice)
            return
        self._close(choice, finish, usage)

    def _stop(self, choice: Choice) -> None:
        for piece in choice.say(self._closing(choice)):
            self._say(choice, piece)
        self._close(choice, "content_filter", None)
        self.is_over = len(self.choices) == self._n and all(
            c.stopped is not None or c.finish_reason for c in self.choices.values()
        )

    def _close(self, choice: Choice, finish: str, usage: dict[str, object] | None) -> None:
        for piece in choice.label():
            self._say(choice, piece)
        choice.finish_reason = finish
        last = {"index": choice.index, "delta": {}, "logprobs": None, "finish_reason": finish}
        self.tail.append(self._frame([last], usage))

    def _say(
        self, choice: Choice, delta: dict[str, object], usage: dict[str, object] | None = None
    ) -> None:
        if usage is None:
            # The hot path: all but the delta was written when the answer began.
            head = self._heads.get(choice.index) or self._head(choice.index)
            self.out.append(b"".join((head, orjson.dumps(delta), _TAIL)))
            return
        item = {"index": choice.index, "delta": delta, "logprobs": None, "finish_reason": None}
        self.out.append(self._frame([item], usage))

    def _head(self, index: int) -> bytes:
        """Return a frame of this choice up to its delta, and keep it."""
        about = orjson.dumps({**self._skeleton, "choices": [{"index": index}]})
        head = self._heads[index] = b"data: " + about.removesuffix(b"}]}") + b',"delta":'
        return head

    def _frame(self, choices: list[dict[str, object]], usage: dict[str, object] | None) -> bytes:
        chunk = {**self._skeleton, "choices": choices}
        if usage is not None:
            chunk["usage"] = usage
        return frame(orjson.dumps(chunk))


def skeleton(found: dict[str, object]) -> dict[str, object]:
    """Return the fields about an answer as a whole.

    Raises:
        UpstreamInvalid: one of them is long enough to hold a text.
    """
    kept: dict[str, object] = {name: found[name] for name in KEPT if name in found}
    for value in kept.values():
        if isinstance(value, str) and len(value) > _LONGEST:
            raise UpstreamInvalid(f"an id or name of at most {_LONGEST} characters", "a longer one")
        if value is not None and not isinstance(value, str | int | float):
            raise UpstreamInvalid("an id or name as a string", "something else")
    return kept


def reason(value: object) -> str:
    """Return a finish reason.

    Raises:
        UpstreamInvalid: it is no short string.
    """
    if not isinstance(value, str) or not 0 < len(value) <= 32:
        raise UpstreamInvalid("a short finish reason", "something else")
    return value
