"""An answer that came whole: judged field by field, then written anew.

What is delivered is what the same answer would deliver as a stream: the text
up to a stop, closing words, the label. Only the tool calls differ: a stop in
any field drops all of them, so that no agent runs half of a plan.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import orjson

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.choice import Choice
from hegui.gateway.streamed import reason, skeleton

__all__ = ["WholeAnswer"]

_FIRST: Final = ("reasoning_content", "reasoning", "content", "refusal")
"""Judged in the order in which a stream would show them."""


class WholeAnswer:
    """One answer that is not streamed."""

    __slots__ = ("_choice", "_closing", "_n", "choices")

    def __init__(
        self, n: int, *, choice: Callable[[int], Choice], closing: Callable[[Choice], str]
    ) -> None:
        self._n = n
        self._choice = choice
        self._closing = closing
        self.choices: dict[int, Choice] = {}

    def take(self, raw: bytes) -> dict[str, object]:
        """Judge the upstream's body and return the completion to deliver.

        Raises:
            UpstreamInvalid: it is no chat completion.
            UpstreamFailed: it is an error.
            ModerationUnavailable: the engine failed.
        """
        try:
            found = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise UpstreamInvalid("a chat completion as JSON", "something else") from None
        if not isinstance(found, dict):
            raise UpstreamInvalid("a chat completion", "something else")
        if found.get("error"):
            raise UpstreamFailed("it reported an error in its answer")
        items = found.get("choices")
        if not isinstance(items, list) or not items:
            raise UpstreamInvalid("a chat completion with choices", "none")
        completion = skeleton(found)
        completion["choices"] = [self._take_choice(item) for item in items]
        if isinstance(found.get("usage"), dict):
            completion["usage"] = found["usage"]
        return completion

    def speak(self, about: dict[str, object], text: str) -> dict[str, object]:
        """Return a completion with hegui's own words in every choice.

        Args:
            about: id, model and so on of the answer.
            text: what to say.
        """
        items: list[dict[str, object]] = []
        for index in range(self._n):
            choice = self.choices[index] = self._choice(index)
            message: dict[str, object] = {"role": "assistant", "content": None, "refusal": None}
            _join(message, choice.say(text))
            choice.finish_reason = "content_filter"
            items.append(_item(choice, message))
        return {**about, "choices": items}

    def _take_choice(self, item: object) -> dict[str, object]:
        if not isinstance(item, dict) or not isinstance(item.get("message"), dict):
            raise UpstreamInvalid("choices with a message", "something else")
        index = item.get("index", 0)
        if not isinstance(index, int) or not 0 <= index < self._n or index in self.choices:
            raise UpstreamInvalid(f"the index of one of {self._n} choices", "another one")
        choice = self.choices[index] = self._choice(index)
        message = _judged(choice, item["message"])
        if choice.stopped is not None:
            choice.finish_reason = "content_filter"
            message.pop("tool_calls", None)
            message.pop("function_call", None)
            _join(message, choice.say(self._closing(choice)))
        else:
            choice.finish_reason = reason(item.get("finish_reason") or "stop")
        return _item(choice, message)


def _item(choice: Choice, message: dict[str, object]) -> dict[str, object]:
    _join(message, choice.label())
    return {
        "index": choice.index,
        "message": message,
        "logprobs": None,
        "finish_reason": choice.finish_reason,
    }


def _judged(choice: Choice, message: dict[str, object]) -> dict[str, object]:
    ordered: dict[str, object] = {name: message[name] for name in _FIRST if name in message}
    ordered.update(message)
    ordered.pop("role", None)
    out: dict[str, object] = {"role": "assistant", "content": None}
    for name, value in ordered.items():
        if name in {"content", "refusal"} and value is None:
            out[name] = None
            continue
        _join(out, choice.take_whole(name, value))
        if choice.stopped is not None:
            break
    return out


def _join(message: dict[str, object], deltas: list[dict[str, object]]) -> None:
    """Write deltas into a message as a client would."""
    for delta in deltas:
        for name, value in delta.items():
            before = message.get(name)
            if isinstance(before, str) and isinstance(value, str):
                message[name] = before + value
            else:
                message[name] = value
