"""The demo model's responses, event by event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import orjson

from hegui.gateway.demo.grammar import Script
from hegui.gateway.demo.told import CREATED, JSON, Told, last_question, text_in

__all__ = ["ToldResponse"]


class ToldResponse(Told):
    """A response: reasoning, then a message or a function's call."""

    def __init__(self, body: Mapping[str, Any], script: Script, question: str) -> None:
        super().__init__(body, script, question)
        self._numbers = count()

    @staticmethod
    def question(body: Mapping[str, Any]) -> str:
        """Return the text of the input's last message."""
        given = body.get("input")
        return last_question(given) if isinstance(given, list) else text_in(given)

    def opening(self) -> list[bytes]:
        """Return how the response begins."""
        return [self._event("created", response=self._response("in_progress", []))]

    def pieces(self) -> Iterator[list[bytes]]:
        """Yield the items in pieces."""
        for at, item in enumerate(self._items()):
            yield [self._event("output_item.added", output_index=at, item=_opened(item))]
            yield from self._item(at, item)
            if not self.script.endless:
                yield [self._event("output_item.done", output_index=at, item=item)]

    def piece(self, text: str) -> list[bytes]:
        """Return a piece of the last message."""
        return [self._delta("output_text", len(self._items()) - 1, text, content_index=0)]

    def closing(self) -> list[bytes]:
        """Return the whole response once more."""
        status = "completed" if self.script.finish == "stop" else "incomplete"
        return [self._event(status, response=self._response(status, self._items()))]

    def whole(self) -> tuple[str, bytes]:
        """Return the response."""
        status = "completed" if self.script.finish == "stop" else "incomplete"
        return JSON, orjson.dumps(self._response(status, self._items()))

    def _item(self, at: int, item: dict[str, Any]) -> Iterator[list[bytes]]:
        match item["type"]:
            case "reasoning":
                for text in self.cut(item["content"][0]["text"]):
                    yield [self._delta("reasoning_text", at, text, content_index=0)]
            case "message":
                for text in self.cut(self.content):
                    yield [self._delta("output_text", at, text, content_index=0)]
            case _:
                for text in self.cut(item["arguments"]):
                    yield [self._delta("function_call_arguments", at, text)]

    def _items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        if self.reasoning is not None:
            part = {"type": "reasoning_text", "text": self.reasoning}
            items.append({"id": "rs_demo", "type": "reasoning", "summary": [], "content": [part]})
        if self.script.tool is not None:
            items.append(
                {"id": "fc_demo", "type": "function_call", "call_id": "call_demo",
                 "name": "demo_lookup", "arguments": self.script.tool, "status": "completed"}
            )  # fmt: skip
            return items
        text = {"type": "output_text", "text": self.content, "annotations": [], "logprobs": []}
        items.append(
            {"id": "msg_demo", "type": "message", "role": "assistant", "status": "completed",
             "content": [text]}
        )  # fmt: skip
        return items

    def _response(self, status: str, output: list[dict[str, Any]]) -> dict[str, Any]:
        usage = {
            "input_tokens": self.asked,
            "output_tokens": len(self.content),
            "total_tokens": self.asked + len(self.content),
        }
        why = {"reason": self.script.finish} if status == "incomplete" else None
        return {"id": "resp_demo", "object": "response", "created_at": CREATED, "status": status,
                "model": self.model, "output": output, "incomplete_details": why, "error": None,
                "usage": usage}  # fmt: skip

    def _delta(self, kind: str, at: int, text: str, **more: int) -> bytes:
        return self._event(f"{kind}.delta", item_id="x", output_index=at, delta=text, **more)

    def _event(self, kind: str, **more: object) -> bytes:
        found = {"type": f"response.{kind}", "sequence_number": next(self._numbers), **more}
        return orjson.dumps(found)


def _opened(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as it is before any of its text has come."""
    if item["type"] == "function_call":
        return {**item, "arguments": "", "status": "in_progress"}
    return {**item, "content": []}
