"""One choice of an answer while it streams: judged per visible field.

Each field of each choice has its own hold-back: choices interleave, and so do
reasoning and content. Every string field is judged, whatever its name; fields
of another kind are dropped, since nobody has judged them. Tool calls:

    name        held until it is complete, so that clients get it in one piece
    arguments   escapes written out, then judged like any text
    id, type    passed

    delta ──▶ `take` ──▶ what may be delivered of it
              `close` ─▶ what was still held, and the label
"""

from __future__ import annotations

from typing import Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.judge import Judge, Released
from hegui.gateway.toolcall import ToolCall, head_of, judged_whole
from hegui.labels.text import TextLabel, has_explicit_label
from hegui.moderation import Stream

__all__ = ["Choice"]

_FIELDS: Final = 32
"""Most fields and tool calls of one choice; a model that sends more is broken."""

_SAMPLE: Final = 40
"""Code points that decide the language of the label."""

_LABEL_WORDS: Final = ("生成", "合成", "enerated", "ENERATED", "ynthesi")
"""Every usual label holds one of them."""

_TEXT_FIELDS: Final = frozenset({"content", "refusal"})
"""What a reader sees as the answer; the label stands there."""


def _is_labelled(text: str) -> bool:
    """Tell whether the model has labelled its answer itself; an odd label only gets a second.

    Most answers hold none of the words of a label, and then nothing is parsed.
    """
    return any(word in text for word in _LABEL_WORDS) and has_explicit_label(text)


class Choice:
    """One choice of a streamed answer."""

    __slots__ = (
        "_calls",
        "_fields",
        "_judge",
        "_label",
        "_lead",
        "_others",
        "_question",
        "_shown",
        "delivered",
        "finish_reason",
        "index",
        "is_labelled",
        "stopped",
    )

    def __init__(self, index: int, judge: Judge, label: TextLabel | None, question: str) -> None:
        self.index = index
        self.stopped: tuple[str, ...] | None = None
        """Categories that stopped it."""
        self.finish_reason: str | None = None
        self.is_labelled = False
        """Whether the explicit label stands in it, hegui's or the model's own."""
        self.delivered = 0
        """Code points in all visible fields, label included."""
        self._judge = judge
        self._label = label
        self._question = question
        self._fields: dict[str, Stream] = {}
        self._calls: dict[int | str, ToolCall] = {}
        self._shown: list[str] = []
        self._others = ""
        self._lead: dict[str, object] | None = None

    @property
    def text(self) -> str:
        """The answer as a reader has it so far."""
        if len(self._shown) > 1:
            self._shown = ["".join(self._shown)]
        return self._shown[0] if self._shown else ""

    def take(self, delta: dict[str, object]) -> list[dict[str, object]]:
        """Return what may be delivered of `delta`, as deltas; none when all of it is held.

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
                elif text := self._field(name, value):
                    out[name] = text
            elif name == "tool_calls" and isinstance(value, list):
                if calls := self._tool_calls(value):
                    out[name] = calls
            elif name == "function_call" and isinstance(value, dict):
                out.update(self._function_call(value))
            elif name == "content" and value is not None:
                raise UpstreamInvalid("content as a string", "another kind of content")
            if self.stopped is not None:
                break
        if self._lead is None:
            return [out] if out else []
        lead, self._lead = self._lead, None
        return [lead, out]

    def take_whole(self, name: str, value: object) -> list[dict[str, object]]:
        """Return what may be delivered of a field that came whole, as deltas."""
        if isinstance(value, str):
            self._check_field(name, len(self._fields))
            text = self._deliver(name, self._judge.whole(value))
            lead, self._lead = self._lead, None
            return [*([] if lead is None else [lead]), {name: text}]
        if name == "tool_calls" and isinstance(value, list):
            calls = [self._whole_call(call) for call in value[:_FIELDS]]
            return [{name: calls}] if calls else []
        if name == "function_call" and isinstance(value, dict):
            return [{name: self._whole_call({"function": value})["function"]}]
        if name == "content" and value is not None:
            raise UpstreamInvalid("content as a string", "another kind of content")
        return []

    def close(self) -> list[dict[str, object]]:
        """Return the deltas of what was still held; sets `stopped` when it may not pass."""
        out: list[dict[str, object]] = []
        for name, stream in self._fields.items():
            released = self._judge.finish(stream)
            if text := self._deliver(name, released):
                if self._lead is not None:
                    out.append(self._lead)
                    self._lead = None
                out.append({name: text})
            if self.stopped is not None:
                return out
        for key, call in self._calls.items():
            function, released = call.close(self._judge)
            self._count(function, released)
            if function:
                piece = call.as_delta(function)
                out.append(
                    {"function_call": function} if isinstance(key, str) else {"tool_calls": [piece]}
                )
            if self.stopped is not None:
                return out
        return out

    def say(self, text: str) -> list[dict[str, object]]:
        """Return hegui's own words as deltas, and count them as delivered."""
        self._show(text)
        if self._lead is None:
            return [{"content": text}]
        lead, self._lead = self._lead, None
        return [lead, {"content": text}]

    def label(self) -> list[dict[str, object]]:
        """Return the explicit label as deltas, when it is due and not there yet."""
        if self._label is None or not (self._shown or self._others):
            return []
        self.is_labelled = True
        if not self._shown:
            return self._added(self._label.words_for(self._others))
        text = self.text
        if self._label.position == "start" or _is_labelled(text):
            return []
        return self._added(f"\n\n{self._label.words_for(text[:_SAMPLE])}")

    def _field(self, name: str, text: str) -> str:
        stream = self._fields.get(name)
        if stream is None:
            self._check_field(name, len(self._fields))
            stream = self._fields[name] = self._judge.stream()
        return self._deliver(name, self._judge.push(stream, text))

    @staticmethod
    def _check_field(name: str, known: int) -> None:
        if known >= _FIELDS or not name.isidentifier() or len(name) > 64:
            raise UpstreamInvalid("the fields of a chat answer", "too many or strange ones")

    def _deliver(self, name: str, released: Released) -> str:
        self.stopped = released.stopped
        text = released.text
        if text:
            if name in _TEXT_FIELDS:
                self._show(text)
            else:
                self._others = self._others or text
                self.delivered += len(text)
        return text

    def _show(self, text: str) -> None:
        if not self._shown and self._label is not None and self._label.position == "start":
            lead = f"{self._label.words_for(self._question)}\n\n"
            self._lead = self._added(lead)[0]
        self._shown.append(text)
        self.delivered += len(text)

    def _added(self, text: str) -> list[dict[str, object]]:
        if not text:
            return []
        self._shown.append(text)
        self.delivered += len(text)
        return [{"content": text}]

    def _tool_calls(self, pieces: list[object]) -> list[dict[str, object]]:
        out: list[dict[str, object]] = []
        for piece in pieces:
            if not isinstance(piece, dict) or not isinstance(piece.get("function", {}), dict):
                raise UpstreamInvalid("tool calls as objects", "something else")
            key = piece.get("index", 0)
            if not isinstance(key, int):
                raise UpstreamInvalid("the index of a tool call", "something else")
            if key not in self._calls:
                self._open_call(key, {"index": key, **head_of(piece)})
            call = self._calls[key]
            function, released = call.take(piece.get("function") or {}, self._judge)
            self._count(function, released)
            if self.stopped is not None:
                return out
            if function:
                out.append(call.as_delta(function))
        return out

    def _function_call(self, function: dict[str, object]) -> dict[str, object]:
        if "" not in self._calls:
            self._open_call("", {})
        taken, released = self._calls[""].take(function, self._judge)
        self._count(taken, released)
        return {"function_call": taken} if taken and self.stopped is None else {}

    def _whole_call(self, call: object) -> dict[str, object]:
        if not isinstance(call, dict) or not isinstance(call.get("function"), dict):
            raise UpstreamInvalid("tool calls with a function", "something else")
        function, released = judged_whole(call["function"], self._judge)
        self._count(function, released)
        return {**head_of(call), "function": function}

    def _open_call(self, key: int | str, head: dict[str, object]) -> None:
        if len(self._calls) >= _FIELDS:
            raise UpstreamInvalid(f"at most {_FIELDS} tool calls", "more")
        self._calls[key] = ToolCall(head, self._judge.stream())

    def _count(self, function: dict[str, object], released: Released) -> None:
        self.stopped = released.stopped
        self.delivered += sum(len(value) for value in function.values() if isinstance(value, str))
