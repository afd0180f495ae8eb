"""A streamed chat completion: upstream frames in, judged frames out. No sockets here.

    frame ──▶ `take` ──▶ `out`   frames that may go now
              `end`  ──▶ `out`   what was held, closing words, the label
                         `tail`  finish frames, usage, [DONE]: only after the entry

Every frame is written anew from known fields, so nothing goes past the judge
in a field that nobody looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import orjson

from hegui import clock
from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.asked import Asked
from hegui.gateway.dialects.chat.choice import ChatChoice
from hegui.gateway.sse import DONE, frame
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept, reason

__all__ = ["KEPT", "NO_USAGE", "StreamedChat"]

KEPT: Final = ("id", "object", "created", "model", "system_fingerprint", "service_tier")
"""Fields about an answer as a whole; none holds text of it."""

NO_USAGE: Final = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}

_TAIL: Final = b',"logprobs":null,"finish_reason":null}]}\n\n'


class StreamedChat:
    """The frames of one streamed answer."""

    __slots__ = (
        "_asked",
        "_choices",
        "_heads",
        "_n",
        "_skeleton",
        "_voice",
        "is_over",
        "out",
        "tail",
    )

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._n = asked.n
        self._voice = voice
        self._skeleton: dict[str, object] = {}
        self._heads: dict[int, bytes] = {}
        self._choices: dict[int, ChatChoice] = {}
        self.out: list[bytes] = []
        self.tail: list[bytes] = []
        self.is_over = False
        """Every choice was stopped, so the upstream may be closed."""

    @property
    def choices(self) -> Sequence[ChatChoice]:
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
        self._take_chunk(found)

    def take_whole(self, raw: bytes) -> None:
        """Judge a whole completion as if it were the one chunk of a stream."""
        found = answer_in(raw, "a stream or a chat completion")
        choices = found.get("choices")
        if isinstance(choices, list):
            whole = [
                {**choice, "delta": _with_indexes(choice["message"])}
                if isinstance(choice, dict) and isinstance(choice.get("message"), dict)
                else choice
                for choice in choices
            ]
            found = {**found, "object": "chat.completion.chunk", "choices": whole}
        self._take_chunk(found)

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
                self._finish(choice, "stop", None)
        self.tail.append(DONE)

    def speak(self, said: str) -> None:
        """Answer with hegui's own words in every choice."""
        self._skeleton = {
            "id": f"chatcmpl-{self._voice.receipt}",
            "object": "chat.completion.chunk",
            "created": int(clock.now().timestamp()),
            "model": self._asked.model,
        }
        for index in range(self._n):
            choice = self._choice(index)
            self._say(choice, {"role": "assistant", "content": ""})
            self._say(choice, {"content": choice.say(said)})
            self._close(choice, "content_filter", None)
        if self._asked.include_usage:
            self.tail.append(self._frame([], NO_USAGE))

    def _choice(self, index: int) -> ChatChoice:
        choice = self._choices.get(index)
        if choice is None:
            choice = self._choices[index] = self._voice.choice(index, ChatChoice)
        return choice

    def _take_chunk(self, found: object) -> None:
        if not isinstance(found, dict) or not isinstance(found.get("choices") or [], list):
            raise UpstreamInvalid("a chat chunk in each frame", "something else")
        if found.get("error"):
            raise UpstreamFailed("it reported an error in its stream")
        if found.get("id") != self._skeleton.get("id", self):
            self._skeleton = kept(found, KEPT, self._asked.model)
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

    def _take_choice(self, item: object, usage: dict[str, object] | None) -> None:
        if not isinstance(item, dict):
            raise UpstreamInvalid("choices as objects", "something else")
        index = item.get("index", 0)
        if not isinstance(index, int) or not 0 <= index < self._n:
            raise UpstreamInvalid(f"the index of one of {self._n} choices", "another one")
        choice = self._choices.get(index) or self._choice(index)
        if choice.finish_reason is not None:
            return  # stopped or finished: whatever still comes is not delivered
        if (logprobs := item.get("logprobs")) is not None:
            choice.keep_logprobs(logprobs)
        delta = item.get("delta")
        if isinstance(delta, dict):
            if out := choice.take(delta):
                self._say(choice, out, usage)
            if choice.stopped is not None:
                self._stop(choice)
                return
        finish = item.get("finish_reason")
        if finish is not None:
            self._finish(choice, reason(finish), usage)

    def _finish(self, choice: ChatChoice, finish: str, usage: dict[str, object] | None) -> None:
        for piece in choice.close(self._voice):
            self._say(choice, piece)
        if choice.stopped is not None:
            self._stop(choice)
            return
        self._close(choice, finish, usage)

    def _stop(self, choice: ChatChoice) -> None:
        self._say(choice, {"content": choice.say(self._voice.closing(choice))})
        self._close(choice, "content_filter", None)
        self.is_over = len(self._choices) == self._n and all(
            c.stopped is not None or c.finish_reason for c in self._choices.values()
        )

    def _close(self, choice: ChatChoice, finish: str, usage: dict[str, object] | None) -> None:
        if label := choice.label():
            self._say(choice, {"content": label})
        choice.finish_reason = finish
        last: dict[str, object] = {
            "index": choice.index,
            "delta": {},
            "logprobs": choice.closing_logprobs(),
            "finish_reason": finish,
        }
        self.tail.append(self._frame([last], usage))

    def _say(
        self,
        choice: ChatChoice,
        delta: dict[str, object],
        usage: dict[str, object] | None = None,
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

    def _frame(self, choices: list[dict[str, object]], usage: object) -> bytes:
        chunk = {**self._skeleton, "choices": choices}
        if usage is not None:
            chunk["usage"] = self._voice.usage(usage)
        return frame(orjson.dumps(chunk))


def _with_indexes(message: dict[str, object]) -> dict[str, object]:
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        return message
    numbered = [
        {**call, "index": index} if isinstance(call, dict) else call
        for index, call in enumerate(calls)
    ]
    return {**message, "tool_calls": numbered}
