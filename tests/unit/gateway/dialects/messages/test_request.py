"""What a message asks is judged in every block, and what nobody can read is told."""

from __future__ import annotations

import orjson
import pytest

from hegui.errors import InvalidValue, ModelNotFound, UnjudgeableContent
from hegui.gateway.asked import Unjudged
from hegui.gateway.dialects.messages.request import parse


def raw(content: object = "你好", **more: object) -> bytes:
    """Return a body with one message of the user."""
    messages = [{"role": "user", "content": content}]
    return orjson.dumps({"model": "m", "max_tokens": 9, "messages": messages, **more})


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ({"type": "text", "text": "甲"}, "甲"),
        ({"type": "text", "text": "x", "citations": [{"cited_text": "乙"}]}, "乙"),
        ({"type": "tool_use", "id": "t", "name": "f", "input": {"丙": 1}}, "丙"),
        ({"type": "tool_result", "tool_use_id": "t", "content": "丁"}, "丁"),
        ({"type": "tool_result", "content": [{"type": "text", "text": "戊"}]}, "戊"),
        ({"type": "thinking", "thinking": "己", "signature": "QQ=="}, "己"),
        ({"type": "document", "source": {"type": "text", "data": "庚"}}, "庚"),
        ({"type": "document", "source": {"type": "base64", "data": "QQ"}, "title": "辛"}, "辛"),
        ({"type": "search_result", "title": "壬", "content": []}, "壬"),
    ],
)
def test_every_string_of_a_block_is_judged(block: dict[str, object], text: str) -> None:
    """Whatever block it stands in."""
    assert text in "".join(parse(raw([block])).texts)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"system": "甲"}, "甲"),
        ({"system": [{"type": "text", "text": "乙"}]}, "乙"),
        ({"tools": [{"name": "f", "description": "丙"}]}, "丙"),
        ({"stop_sequences": ["丁"]}, "丁"),
    ],
)
def test_what_stands_beside_the_messages_is_judged(fields: dict[str, object], text: str) -> None:
    """System prompt, tools and the rest."""
    assert text in parse(raw(**fields)).texts


@pytest.mark.parametrize(
    ("block", "kind", "size"),
    [
        ({"type": "image", "source": {"type": "base64", "data": "QUJD"}}, "image", 4),
        ({"type": "document", "source": {"type": "base64", "data": "QUJD"}}, "file", 4),
        ({"type": "redacted_thinking", "data": "QUJDRA=="}, "encrypted", 8),
        ({"type": "thinking", "thinking": "x", "signature": "QQ=="}, "encrypted", 4),
    ],
)
def test_what_nobody_can_read_passes_and_is_told(
    block: dict[str, object], kind: str, size: int
) -> None:
    """With its place and its length."""
    (found,) = parse(raw([block])).unjudged

    assert (found.kind, found.bytes) == (kind, size)
    assert found.field.startswith("messages[0].content[0]")


def test_a_picture_in_a_tool_s_result_is_told_with_its_place() -> None:
    """However deep it stands."""
    image = {"type": "image", "source": {"type": "base64", "data": "AA"}}
    asked = parse(raw([{"type": "tool_result", "content": [image]}]))

    assert asked.unjudged == (
        Unjudged(field="messages[0].content[0].content[0]", kind="image", bytes=2),
    )


def test_the_end_user_is_named_in_the_metadata() -> None:
    """As Anthropic has it."""
    assert parse(raw(metadata={"user_id": "u-1"})).user == "u-1"
    assert parse(raw()).user == ""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (raw([{"type": "hologram"}]), UnjudgeableContent),
        (raw([{"type": ["text"]}]), InvalidValue),
        (raw([{"type": "text", "text": 1}]), InvalidValue),
        (raw(["x"]), InvalidValue),
        (raw(1), InvalidValue),
        (raw(messages=[]), InvalidValue),
        (raw(messages=["x"]), InvalidValue),
        (raw(messages=[{"role": "boss", "content": "x"}]), InvalidValue),
        (raw(model="tell me"), ModelNotFound),
        (raw(stream="yes"), InvalidValue),
    ],
)
def test_what_cannot_be_read_is_refused(body: bytes, error: type[Exception]) -> None:
    """Before anything acts on it."""
    with pytest.raises(error):
        parse(body)
