"""What a response is asked for is judged in every item."""

from __future__ import annotations

import orjson
import pytest

from hegui.errors import InvalidValue, UnsupportedParameter
from hegui.gateway.dialects.responses.request import parse


def raw(given: object = "你好", **more: object) -> bytes:
    """Return a body."""
    return orjson.dumps({"model": "m", "input": given, **more})


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ({"role": "user", "content": "甲"}, "甲"),
        ({"role": "user", "content": [{"type": "input_text", "text": "乙"}]}, "乙"),
        ({"type": "function_call_output", "call_id": "c", "output": "丙"}, "丙"),
        ({"type": "function_call_output", "output": [{"text": "丁"}]}, "丁"),
        ({"type": "function_call", "name": "f", "arguments": '{"a": "戊"}'}, "戊"),
        ({"type": "reasoning", "summary": [{"text": "己"}], "encrypted_content": "QQ=="}, "己"),
        ({"type": "of_next_year", "words": ["庚"]}, "庚"),
        ({"role": "user", "content": [{"type": "input_file", "filename": "辛.pdf"}]}, "辛.pdf"),
    ],
)
def test_every_string_of_an_item_is_judged(item: dict[str, object], text: str) -> None:
    """Whatever its kind, since strings are strings."""
    assert text in "".join(parse(raw([item])).texts)


def test_the_parts_of_a_message_are_one_text() -> None:
    """A model reads them without a border."""
    parts = [{"type": "input_text", "text": "一"}, {"type": "input_text", "text": "二"}]
    asked = parse(raw([{"role": "user", "content": parts}]))

    assert asked.texts == ("一二",)
    assert asked.last == "一二"


@pytest.mark.parametrize(
    ("item", "kind", "size"),
    [
        ({"content": [{"type": "input_image", "image_url": "data:image/png;base64,AA"}]},
         "image", 24),
        ({"content": [{"type": "input_image", "file_id": "f-1"}]}, "image", 0),
        ({"content": [{"type": "input_file", "file_data": "QUJD"}]}, "file", 4),
        ({"type": "reasoning", "encrypted_content": "QUJD"}, "encrypted", 4),
        ({"type": "item_reference", "id": "x"}, "reference", 0),
    ],
)  # fmt: skip
def test_what_nobody_can_read_passes_and_is_told(
    item: dict[str, object], kind: str, size: int
) -> None:
    """With its length."""
    assert [(u.kind, u.bytes) for u in parse(raw([item])).unjudged] == [(kind, size)]


@pytest.mark.parametrize("name", ["previous_response_id", "conversation", "prompt"])
def test_what_the_upstream_keeps_is_told_as_a_reference(name: str) -> None:
    """It was judged when it was made, or never."""
    assert [u.field for u in parse(raw(**{name: "x"})).unjudged] == [name]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (raw(1), InvalidValue),
        (raw(["x"]), InvalidValue),
        (raw([{"content": 1}]), InvalidValue),
        (raw([{"content": ["x"]}]), InvalidValue),
        (raw(background=True), UnsupportedParameter),
        (raw(top_logprobs=1), UnsupportedParameter),
    ],
)
def test_what_cannot_be_read_or_judged_is_refused(body: bytes, error: type[Exception]) -> None:
    """Before anything acts on it."""
    with pytest.raises(error):
        parse(body)


def test_instructions_and_tools_are_judged() -> None:
    """And the end user is named as OpenAI has it."""
    asked = parse(raw(instructions="甲", tools=[{"description": "乙"}], safety_identifier="u"))

    assert {"甲", "乙"} <= set(asked.texts)
    assert asked.user == "u"
