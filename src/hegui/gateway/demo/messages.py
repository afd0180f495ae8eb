"""The demo model's messages, as Anthropic's protocol tells them."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from hegui.gateway.demo.told import JSON, Told

__all__ = ["ToldMessage"]


class ToldMessage(Told):
    """A message: thinking, then text or a tool's call."""

    def opening(self) -> list[bytes]:
        """Return how the message begins."""
        message = {**self._about(), "content": [], "stop_reason": None, "stop_sequence": None}
        return [_frame(type="message_start", message=message)]

    def pieces(self) -> Iterator[list[bytes]]:
        """Yield the blocks in pieces; what begins and ends one goes with its neighbours."""
        at = 0
        if self.reasoning is not None:
            yield [_begin(at, {"type": "thinking", "thinking": "", "signature": ""})]
            for text in self.cut(self.reasoning):
                yield [_delta(at, type="thinking_delta", thinking=text)]
            yield [_delta(at, type="signature_delta", signature="ZGVtbw=="), _end(at)]
            at += 1
        if self.script.tool is None:
            yield [_begin(at, {"type": "text", "text": ""})]
            for text in self.cut(self.content):
                yield [_delta(at, type="text_delta", text=text)]
        else:
            yield [_begin(at, {**_TOOL, "input": {}})]
            for text in self.cut(self.script.tool):
                yield [_delta(at, type="input_json_delta", partial_json=text)]
        if not self.script.endless:
            yield [_end(at)]

    def piece(self, text: str) -> list[bytes]:
        """Return a piece of the last block."""
        at = 0 if self.reasoning is None else 1
        return [_delta(at, type="text_delta", text=text)]

    def closing(self) -> list[bytes]:
        """Return the stop reason and the end."""
        delta = {"stop_reason": self._stop_reason(), "stop_sequence": None}
        usage = {"output_tokens": len(self.content)}
        return [_frame(type="message_delta", delta=delta, usage=usage), _frame(type="message_stop")]

    def whole(self) -> tuple[str, bytes]:
        """Return the message."""
        blocks: list[dict[str, object]] = []
        if self.reasoning is not None:
            thinking = {"type": "thinking", "thinking": self.reasoning, "signature": "ZGVtbw=="}
            blocks.append({**thinking})
        if self.script.tool is None:
            blocks.append({"type": "text", "text": self.content})
        else:
            blocks.append({**_TOOL, "input": orjson.loads(self.script.tool)})
        message = {
            **self._about(),
            "content": blocks,
            "stop_reason": self._stop_reason(),
            "stop_sequence": None,
        }
        return JSON, orjson.dumps(message)

    def _about(self) -> dict[str, object]:
        usage = {"input_tokens": self.asked, "output_tokens": len(self.content)}
        return {"id": "msg_demo", "type": "message", "role": "assistant", "model": self.model,
                "usage": usage}  # fmt: skip

    def _stop_reason(self) -> str:
        if self.script.tool is not None:
            return "tool_use"
        return "end_turn" if self.script.finish == "stop" else self.script.finish


_TOOL = {"type": "tool_use", "id": "toolu_demo", "name": "demo_lookup"}


def _frame(**payload: object) -> bytes:
    return orjson.dumps(payload)


def _begin(at: int, block: dict[str, object]) -> bytes:
    return _frame(type="content_block_start", index=at, content_block=block)


def _delta(at: int, **delta: object) -> bytes:
    return _frame(type="content_block_delta", index=at, delta=delta)


def _end(at: int) -> bytes:
    return _frame(type="content_block_stop", index=at)
