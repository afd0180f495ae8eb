"""A message that came whole is what the same message would be as a stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from tests.unit.gateway.judging import LABEL, TERM, a_request, a_voice

from hegui.errors import UpstreamInvalid
from hegui.gateway.dialects.messages.whole import WholeMessage

CALL = {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}


def take(*blocks: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is delivered of a message."""
    asked = a_request()
    answer = WholeMessage(asked, a_voice(asked))
    message = {"id": "msg_1", "model": "m", "content": blocks, "stop_reason": "end_turn",
               "usage": {"input_tokens": 1, "output_tokens": 2}}  # fmt: skip
    answer.take(orjson.dumps(message), b"")
    found: dict[str, Any] = orjson.loads(answer.body()[1])
    return found


def test_blocks_keep_their_order_and_the_label_its_place() -> None:
    """Before the call of a tool."""
    found = take({"type": "text", "text": "我查一下。"}, CALL)

    assert found["content"] == [{"type": "text", "text": f"我查一下。\n\n{LABEL}"}, CALL]
    assert found["usage"] == {"input_tokens": 1, "output_tokens": 2}


def test_a_stop_drops_the_calls_of_tools() -> None:
    """No agent runs half of a plan."""
    found = take(CALL, {"type": "text", "text": f"好{TERM}。"})

    assert [block["type"] for block in found["content"]] == ["text"]
    assert found["stop_reason"] == "refusal"


def test_input_that_a_mask_has_broken_is_no_input() -> None:
    """A number in JSON that is masked is JSON no more."""
    with pytest.raises(UpstreamInvalid):
        take({**CALL, "input": {"phone": 13800138000}})


def test_a_judge_from_outside_leaves_none_of_its_text() -> None:
    """Our words stand alone."""
    asked = a_request()
    answer = WholeMessage(asked, a_voice(asked))
    answer.take(b"{}", b"", {0: ("a1.terrorism",)})

    (block,) = orjson.loads(answer.body()[1])["content"]
    assert block["text"].startswith("停。")


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b"{}", b'{"content": []}', b'{"content": "x"}'])
def test_what_cannot_be_read_cannot_be_judged(raw: bytes) -> None:
    """Nothing of it is passed on."""
    asked = a_request()
    with pytest.raises(UpstreamInvalid):
        WholeMessage(asked, a_voice(asked)).take(raw, b"")
