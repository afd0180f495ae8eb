"""A chat completion that came whole: judged field by field, then written anew.

What is delivered is what the same answer would deliver as a stream: the text
up to a stop, closing words, the label. Only the tool calls differ: a stop in
any field drops all of them, so that no agent runs half of a plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import orjson

from hegui import clock
from hegui.errors import UpstreamInvalid
from hegui.gateway.asked import JSON_TYPE, Asked
from hegui.gateway.dialects.chat.choice import ChatChoice
from hegui.gateway.dialects.chat.streamed import KEPT, NO_USAGE
from hegui.gateway.voice import Voice
from hegui.gateway.written import answer_in, kept, reason

__all__ = ["WholeChat"]

_FIRST: Final = ("reasoning_content", "reasoning", "content", "refusal")
"""Judged in the order in which a stream would show them."""


class WholeChat:
    """One chat completion that is not streamed."""

    __slots__ = ("_asked", "_completion", "_voice", "choices")

    stops_choices = True

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._voice = voice
        self._completion: dict[str, object] = {}
        self.choices: Sequence[ChatChoice] = ()

    def take(
        self, raw: bytes, content_type: bytes, stops: Mapping[int, tuple[str, ...]] | None = None
    ) -> None:
        """Judge the upstream's body.

        Args:
            raw: the whole of it.
            content_type: what the upstream calls it; not trusted.
            stops: choices that another judge has stopped, by index: none of
                their text is delivered.

        Raises:
            UpstreamInvalid: it is no chat completion.
            UpstreamFailed: it is an error.
            ModerationUnavailable: the engine failed.
        """
        del content_type
        found = answer_in(raw, "a chat completion as JSON")
        items = found.get("choices")
        if not isinstance(items, list) or not items:
            raise UpstreamInvalid("a chat completion with choices", "none")
        self._completion = kept(found, KEPT, self._asked.model)
        self._completion["choices"] = [self._take_choice(item, stops or {}) for item in items]
        if isinstance(found.get("usage"), dict):
            self._completion["usage"] = self._voice.usage(found["usage"])

    def speak(self, said: str) -> None:
        """Answer with hegui's own words in every choice."""
        self._completion = {
            "id": f"chatcmpl-{self._voice.receipt}",
            "object": "chat.completion",
            "created": int(clock.now().timestamp()),
            "model": self._asked.model,
            "choices": [self._spoken(index, said) for index in range(self._asked.n)],
            "usage": NO_USAGE,
        }

    def body(self) -> tuple[bytes, bytes]:
        """Return the completion to deliver."""
        return JSON_TYPE, orjson.dumps(self._completion)

    def _open(self, index: int) -> ChatChoice:
        choice = self._voice.choice(index, ChatChoice)
        self.choices = (*self.choices, choice)
        return choice

    def _spoken(self, index: int, said: str) -> dict[str, object]:
        choice = self._open(index)
        message: dict[str, object] = {
            "role": "assistant",
            "content": choice.say(said),
            "refusal": None,
        }
        choice.finish_reason = "content_filter"
        return _item(choice, message)

    def _take_choice(self, item: object, stops: Mapping[int, tuple[str, ...]]) -> dict[str, object]:
        if not isinstance(item, dict) or not isinstance(item.get("message"), dict):
            raise UpstreamInvalid("choices with a message", "something else")
        index = item.get("index", 0)
        if (
            not isinstance(index, int)
            or not 0 <= index < self._asked.n
            or any(index == choice.index for choice in self.choices)
        ):
            raise UpstreamInvalid(f"the index of one of {self._asked.n} choices", "another one")
        choice = self._open(index)
        out: dict[str, object] = {"role": "assistant", "content": None}
        if index in stops:
            choice.stop(stops[index])
        else:
            choice.keep_logprobs(item.get("logprobs"))
            message = item["message"]
            ordered = {name: message[name] for name in _FIRST if name in message}
            out.update(choice.take_whole({**ordered, **message}, self._voice))
        if choice.stopped is None:
            choice.finish_reason = reason(item.get("finish_reason") or "stop")
        else:
            choice.finish_reason = "content_filter"
            for name in ("tool_calls", "function_call", "audio"):
                out.pop(name, None)
            _add(out, choice.say(self._voice.closing(choice)))
        return _item(choice, out)


def _item(choice: ChatChoice, message: dict[str, object]) -> dict[str, object]:
    _add(message, choice.label())
    return {
        "index": choice.index,
        "message": message,
        "logprobs": choice.closing_logprobs(),
        "finish_reason": choice.finish_reason,
    }


def _add(message: dict[str, object], text: str) -> None:
    """Write hegui's own words behind the content."""
    if text:
        before = message.get("content")
        message["content"] = before + text if isinstance(before, str) else text
