"""One choice of a chat completion: its deltas in, the deltas that may go out.

Every string field is judged, whatever its name, so that reasoning is, however a
server calls it; fields of another kind are dropped, since nobody has judged them.
"""

from __future__ import annotations

from typing import Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.choice import Choice
from hegui.gateway.dialects.chat.audio import Audio
from hegui.gateway.dialects.chat.calls import ToolCall, head_of, judged_whole, kind_in
from hegui.gateway.dialects.chat.logprobs import Logprobs
from hegui.gateway.judge import Judge
from hegui.gateway.voice import Voice
from hegui.labels.text import TextLabel

__all__ = ["ChatChoice"]

_CALLS: Final = 32
"""Most tool calls of one choice."""

_TEXT_FIELDS: Final = frozenset({"content", "refusal"})
"""What a reader sees as the answer; the label stands there."""

_FUNCTION_CALL: Final = ""
"""The key of the older form, which has no index."""


class ChatChoice(Choice):
    """One choice of a chat completion, streamed or whole."""

    __slots__ = ("_audio", "_calls", "logprobs")

    def __init__(self, index: int, judge: Judge, label: TextLabel | None, question: str) -> None:
        super().__init__(index, judge, label, question)
        self._calls: dict[int | str, ToolCall] = {}
        self._audio: Audio | None = None
        self.logprobs: Logprobs | None = None

    def take(self, delta: dict[str, object]) -> dict[str, object]:
        """Return what may be delivered of `delta`; empty when all of it is held.

        After a stop `stopped` is set and nothing more is to be taken.

        Raises:
            UpstreamInvalid: the delta is not of a kind that can be judged.
            ModerationUnavailable: the engine failed.
        """
        out: dict[str, object] = {}
        for name, value in delta.items():
            if isinstance(value, str):
                if name == "role":
                    out[name] = "assistant"
                elif not value:
                    out[name] = ""
                elif text := self.push(_checked(name), value, is_shown=name in _TEXT_FIELDS):
                    out[name] = text
            elif value is not None:
                self._take_other(name, value, out)
            if self.stopped is not None:
                break
        return out

    def take_whole(self, message: dict[str, object], voice: Voice) -> dict[str, object]:
        """Return what may be delivered of a message that came whole, without its role."""
        out: dict[str, object] = {}
        for name, value in message.items():
            if name == "role":
                continue
            if value is None:
                if name in _TEXT_FIELDS:
                    out[name] = None
            elif isinstance(value, str):
                out[name] = self.whole(_checked(name), value, is_shown=name in _TEXT_FIELDS)
            elif name == "tool_calls" and isinstance(value, list):
                if calls := self._whole_calls(value):
                    out[name] = calls
            elif name == "function_call" and isinstance(value, dict):
                out[name] = judged_whole(name, "function", value, self)
            elif name == "audio" and isinstance(value, dict):
                out[name] = self._whole_audio(value, voice)
            elif name == "content":
                raise UpstreamInvalid("content as a string", "another kind of content")
            if self.stopped is not None:
                break
        return out

    def close(self, voice: Voice) -> list[dict[str, object]]:
        """Return the deltas of what was still held; sets `stopped` when it may not pass."""
        out: list[dict[str, object]] = []
        for name in self.names:
            if "." in name:
                continue  # of a tool call or a sound, which come below
            if text := self.finish(name):
                out.append({name: text})
            if self.stopped is not None:
                return out
        for key, call in self._calls.items():
            if said := call.close(self):
                piece = call.as_delta(said)
                out.append({"function_call": said} if key == "" else {"tool_calls": [piece]})
            if self.stopped is not None:
                return out
        if self._audio is not None:
            rest = self._audio.finish(self)
            if rest:
                out.append({"audio": {"transcript": rest}})
            if self.stopped is None and (sound := self._audio.close(self, voice)):
                out.append({"audio": sound})
        return out

    def keep_logprobs(self, found: object) -> None:
        """Keep token probabilities until the choice ends."""
        if found is not None:
            if self.logprobs is None:
                self.logprobs = Logprobs()
            self.logprobs.take(found)

    def closing_logprobs(self) -> dict[str, object] | None:
        """Return the token probabilities that may be delivered with the end."""
        if self.logprobs is None or self.stopped is not None:
            return None
        return self.logprobs.close(self._judge)

    def _take_other(self, name: str, value: object, out: dict[str, object]) -> None:
        if name == "tool_calls" and isinstance(value, list):
            if calls := self._tool_calls(value):
                out[name] = calls
        elif name == "function_call" and isinstance(value, dict):
            if _FUNCTION_CALL not in self._calls:
                self._open_call(_FUNCTION_CALL, ToolCall(name, "function", {}))
            said = self._calls[_FUNCTION_CALL].take(value, self)
            if said and self.stopped is None:
                out[name] = said
        elif name == "audio" and isinstance(value, dict):
            self._audio = self._audio or Audio()
            if heard := self._audio.take(value, self):
                out[name] = heard
        elif name == "content":
            raise UpstreamInvalid("content as a string", "another kind of content")

    def _tool_calls(self, pieces: list[object]) -> list[dict[str, object]]:
        out: list[dict[str, object]] = []
        for piece in pieces:
            if not isinstance(piece, dict):
                raise UpstreamInvalid("tool calls as objects", "something else")
            key = piece.get("index", 0)
            if not isinstance(key, int):
                raise UpstreamInvalid("the index of a tool call", "something else")
            call = self._calls.get(key)
            if call is None:
                head = {"index": key, **head_of(piece)}
                call = ToolCall(f"tool_calls[{len(self._calls)}]", kind_in(piece), head)
                self._open_call(key, call)
            said = piece.get(call.kind) or {}
            if not isinstance(said, dict):
                raise UpstreamInvalid("tool calls as objects", "something else")
            taken = call.take(said, self)
            if self.stopped is not None:
                return out
            if taken:
                out.append(call.as_delta(taken))
        return out

    def _whole_calls(self, calls: list[object]) -> list[dict[str, object]]:
        out: list[dict[str, object]] = []
        for at, call in enumerate(calls[:_CALLS]):
            kind = kind_in(call) if isinstance(call, dict) else ""
            if not isinstance(call, dict) or not isinstance(said := call.get(kind), dict):
                raise UpstreamInvalid("tool calls with a function", "something else")
            judged = judged_whole(f"tool_calls[{at}]", kind, said, self)
            out.append({**head_of(call), kind: judged})
            if self.stopped is not None:
                break
        return out

    def _whole_audio(self, found: dict[str, object], voice: Voice) -> dict[str, object]:
        audio = Audio()
        heard = audio.take_whole(found, self)
        return {"transcript": heard, **audio.close(self, voice)}

    def _open_call(self, key: int | str, call: ToolCall) -> None:
        if len(self._calls) >= _CALLS:
            raise UpstreamInvalid(f"at most {_CALLS} tool calls", "more")
        self._calls[key] = call


def _checked(name: str) -> str:
    """Return a field's name, which stands in the answer as it came."""
    if not name.isidentifier():
        raise UpstreamInvalid("the fields of a chat answer", "a strange one")
    return name
