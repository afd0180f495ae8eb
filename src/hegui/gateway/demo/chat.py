"""The demo model's chat completions: several choices, reasoning, tool calls, usage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from hegui.gateway.demo.grammar import Script
from hegui.gateway.demo.told import CREATED, JSON, Told

__all__ = ["ToldChat"]


class ToldChat(Told):
    """A chat completion."""

    def __init__(self, body: Mapping[str, Any], script: Script, question: str) -> None:
        super().__init__(body, script, question)
        n = body.get("n")
        options = body.get("stream_options")
        self.n = n if isinstance(n, int) else 1
        self.has_usage = isinstance(options, dict) and options.get("include_usage") is True
        self.has_logprobs = body.get("logprobs") is True

    def opening(self) -> list[bytes]:
        """Return the role of each choice."""
        return self._frames({"role": "assistant", "content": ""})

    def pieces(self) -> Iterator[list[bytes]]:
        """Yield reasoning, then the answer or the arguments of a tool."""
        for text in self.cut(self.reasoning or ""):
            yield self._frames({"reasoning_content": text})
        if self.script.tool is None:
            for text in self.cut(self.content):
                yield self.piece(text)
            return
        yield self._frames({"tool_calls": [_call("", with_index=True)]})
        for text in self.cut(self.script.tool):
            yield self._frames({"tool_calls": [{"index": 0, "function": {"arguments": text}}]})

    def piece(self, text: str) -> list[bytes]:
        """Return a piece of content."""
        return self._frames({"content": text}, [text] if self.has_logprobs else [])

    def closing(self) -> list[bytes]:
        """Return the finish reasons, usage when asked for, and the end."""
        last: list[dict[str, object]] = [
            {"index": i, "delta": {}, "logprobs": None, "finish_reason": self._finish()}
            for i in range(self.n)
        ]
        about = self._about("chat.completion.chunk")
        frames = [orjson.dumps({**about, "choices": last})]
        if self.has_usage:
            frames.append(orjson.dumps({**about, "choices": [], "usage": self._usage()}))
        return [*frames, b"[DONE]"]

    def whole(self) -> tuple[str, bytes]:
        """Return the completion."""
        message: dict[str, object] = {"role": "assistant", "content": self.content}
        if self.reasoning is not None:
            message["reasoning_content"] = self.reasoning
        if self.script.tool is not None:
            message.update(content=None, tool_calls=[_call(self.script.tool, with_index=False)])
        tokens = _logprobs(list(self.cut(self.content)) if self.has_logprobs else [])
        completion = {
            **self._about("chat.completion"),
            "choices": [
                {"index": i, "message": message, "logprobs": tokens,
                 "finish_reason": self._finish()}
                for i in range(self.n)
            ],
            "usage": self._usage(),
        }  # fmt: skip
        return JSON, orjson.dumps(completion)

    def _frames(self, delta: dict[str, object], tokens: list[str] | None = None) -> list[bytes]:
        logprobs = _logprobs(tokens or [])
        return [
            orjson.dumps(
                {
                    **self._about("chat.completion.chunk"),
                    "choices": [
                        {"index": i, "delta": delta, "logprobs": logprobs, "finish_reason": None}
                    ],
                }
            )
            for i in range(self.n)
        ]

    def _finish(self) -> str:
        return self.script.finish if self.script.tool is None else "tool_calls"

    def _about(self, kind: str) -> dict[str, object]:
        return {"id": "chatcmpl-demo", "object": kind, "created": CREATED, "model": self.model,
                "system_fingerprint": "fp_demo"}  # fmt: skip

    def _usage(self) -> dict[str, int]:
        made = self.n * len(self.content)
        return {
            "prompt_tokens": self.asked,
            "completion_tokens": made,
            "total_tokens": self.asked + made,
        }


def _logprobs(tokens: list[str]) -> dict[str, object] | None:
    if not tokens:
        return None
    items = [
        {"token": token, "logprob": -0.5, "bytes": list(token.encode()), "top_logprobs": []}
        for token in tokens
    ]
    return {"content": items, "refusal": None}


def _call(arguments: str, *, with_index: bool) -> dict[str, object]:
    function = {"name": "demo_lookup", "arguments": arguments}
    call: dict[str, object] = {"id": "call_demo", "type": "function", "function": function}
    return {"index": 0, **call} if with_index else call
