"""What is judged is what is forwarded, and it is all of it.

Which bodies are refused, and how, is in tests/conformance/openai/test_malformed.py.
"""

from __future__ import annotations

import orjson
import pytest

from hegui.errors import InvalidValue
from hegui.gateway.asked import Asked, Unjudged
from hegui.gateway.dialects.chat import request
from hegui.gateway.limits import Limits


def parse(body: bytes) -> Asked:
    """Return what a body asks."""
    return request.parse(body, Limits())


USER = {"role": "user", "content": "你好"}


def raw(**fields: object) -> bytes:
    """Return a body with some fields added."""
    return orjson.dumps({"model": "m", "messages": [USER], **fields})


def test_of_a_key_that_stands_twice_the_judged_one_is_forwarded() -> None:
    """A client cannot show the judge one text and the model another."""
    asked = parse(b'{"model":"m","messages":[{"role":"user","content":"A","content":"B"}]}')

    assert asked.texts == ("B",)
    assert orjson.loads(asked.body)["messages"] == [{"role": "user", "content": "B"}]
    assert b'"A"' not in asked.body


def test_fields_of_vendors_are_forwarded_and_their_text_is_judged() -> None:
    """`top_k` passes; a template's text is text."""
    asked = parse(raw(top_k=3, chat_template_kwargs={"note": "写在这里"}))

    assert orjson.loads(asked.body)["top_k"] == 3
    assert "写在这里" in asked.texts


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"tools": [{"function": {"name": "f", "parameters": {"properties": {"甲": {}}}}}]}, "甲"),
        ({"response_format": {"json_schema": {"description": "乙"}}}, "乙"),
        ({"stop": "丙"}, "丙"),
        ({"metadata": {"丁": "x"}}, "丁"),
        ({"prediction": {"type": "content", "content": "戊"}}, "戊"),
        ({"user": "己"}, "己"),
    ],
)
def test_every_string_is_judged_keys_included(fields: dict[str, object], text: str) -> None:
    """Whatever field it stands in."""
    assert text in parse(raw(**fields)).texts


def test_text_in_escapes_is_judged_in_both_readings() -> None:
    """A tool call's arguments are JSON inside a string."""
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": r'"\u8d4c"'}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}

    texts = parse(raw(messages=[message])).texts

    assert '"\\u8d4c"\n"赌"' in texts


def test_the_parts_of_a_message_are_one_text() -> None:
    """A model reads them without a border, so a judge does, too."""
    parts = [{"type": "text", "text": "一"}, {"type": "text", "text": "二"}]

    assert parse(raw(messages=[{"role": "user", "content": parts}])).texts == ("一二",)


def test_the_user_s_last_message_decides_the_language() -> None:
    """Not a system prompt, and not a tool's result."""
    messages = [{"role": "system", "content": "s"}, USER, {"role": "tool", "content": "t"}]

    assert parse(raw(messages=messages)).last == "你好"


@pytest.mark.parametrize(
    ("fields", "stream", "include_usage", "n"),
    [
        ({}, False, False, 1),
        ({"stream": None, "n": None}, False, False, 1),
        ({"stream": True, "n": 2}, True, False, 2),
        ({"stream": True, "stream_options": {"include_usage": True}}, True, True, 1),
        ({"stream": False, "stream_options": {"include_usage": True}}, False, False, 1),
    ],
)
def test_modes_are_read(
    fields: dict[str, object], stream: bool, include_usage: bool, n: int
) -> None:
    """Null is the same as absent."""
    asked = parse(raw(**fields))

    assert (stream, include_usage, n) == (asked.stream, asked.include_usage, asked.n)


def test_a_message_repeats_no_long_value() -> None:
    """An error message is short, whatever was sent."""
    with pytest.raises(InvalidValue) as caught:
        parse(raw(stream="x" * 10_000))

    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("part", "kind", "size", "text"),
    [
        ({"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}, "image", 24, ""),
        ({"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}, "audio", 4,
         "wav"),
        ({"type": "file", "file": {"file_data": "AA", "filename": "甲.pdf"}}, "file", 2, "甲.pdf"),
        ({"type": "image_url", "image_url": {"url": "https://x/乙"}}, "image", 0, "https://x/乙"),
    ],
)  # fmt: skip
def test_a_file_passes_and_is_told_as_unjudged(
    part: dict[str, object], kind: str, size: int, text: str
) -> None:
    """Its bytes are nobody's; what is written around them is judged."""
    asked = parse(raw(messages=[{"role": "user", "content": [part]}]))

    assert asked.unjudged == (Unjudged(field="messages[0].content[0]", kind=kind, bytes=size),)
    assert text in "".join(asked.texts)


def test_a_former_spoken_answer_is_a_reference_that_nobody_looked_at() -> None:
    """It names what the upstream keeps."""
    message = {"role": "assistant", "content": None, "audio": {"id": "audio_1"}}

    unjudged = parse(raw(messages=[USER, message])).unjudged

    assert [found.kind for found in unjudged] == ["reference"]


def test_the_end_user_is_who_the_client_says() -> None:
    """The newer field first."""
    assert parse(raw(user="u-1")).user == "u-1"
    assert parse(raw(user="u-1", safety_identifier="s-1")).user == "s-1"
    assert parse(raw()).user == ""
