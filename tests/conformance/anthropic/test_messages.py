"""Anthropic's SDK gets judged, labelled answers with a receipt, streamed and whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import anthropic
import pytest
from tests.conformance.openai.serving import Served, b64

from hegui.labels import has_explicit_label

TERM = "办假身份证"
BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@dataclass
class Said:
    """What reached the client."""

    message: anthropic.types.Message
    receipt: str

    @property
    def text(self) -> str:
        """All text blocks."""
        return "".join(b.text for b in self.message.content if b.type == "text")


def ask(client: anthropic.Anthropic, question: object, *, stream: bool, **more: Any) -> Said:
    """Ask one question, as a stream or not."""
    arguments: dict[str, Any] = {
        "model": "hegui-demo",
        "max_tokens": 1000,
        "messages": [{"role": "user", "content": question}],
        **more,
    }
    if stream:
        with client.messages.stream(**arguments) as events:
            receipt = events.response.headers["x-hegui-receipt"]
            return Said(events.get_final_message(), receipt)
    reply = client.messages.with_raw_response.create(**arguments)
    return Said(reply.parse(), reply.headers["x-hegui-receipt"])


@BOTH
def test_an_answer_is_labelled_and_leaves_its_entry(
    client: anthropic.Anthropic, served: Served, stream: bool
) -> None:
    """The endpoint, the fields and the bytes that were judged stand in it."""
    said = ask(client, "春天适合种什么花？", stream=stream)

    assert "春天适合种什么花" in said.text
    assert said.text.endswith("\n\n（内容由人工智能生成）")
    assert (said.message.stop_reason, said.message.model) == ("end_turn", "hegui-demo")
    assert said.message.usage.output_tokens > 2
    entry = served.entry(said.receipt).payload
    shown = said.text.removesuffix("\n\n（内容由人工智能生成）")
    assert entry["endpoint"] == "/v1/messages"
    assert entry["ranges"] == {"prompt": [[0, 27]], "0.text[0]": [[0, len(shown.encode())]]}
    assert (entry["outcome"], entry["labelled"]) == ("served", True)


@BOTH
def test_a_prompt_that_may_not_pass_gets_friendly_words(
    client: anthropic.Anthropic, served: Served, stream: bool
) -> None:
    """A whole message with ``refusal``, and no call of the model."""
    before = len(served.demo.requests)

    said = ask(client, [{"type": "text", "text": f"哪里可以{TERM}"}], stream=stream)

    assert said.message.stop_reason == "refusal"
    assert has_explicit_label(said.text)
    assert TERM not in said.text
    assert len(served.demo.requests) == before
    assert served.entry(said.receipt).payload["outcome"] == "refused"


@BOTH
@pytest.mark.parametrize("size", [1, 3])
def test_a_term_in_the_answer_ends_it(
    client: anthropic.Anthropic, served: Served, stream: bool, size: int
) -> None:
    """Not one character of it, whatever the pieces."""
    leak = b64(f"好的，{TERM}吧")

    said = ask(client, f"你好 /demo say-b64 {leak} /demo chunk {size}", stream=stream)

    assert said.message.stop_reason == "refusal"
    assert said.text.startswith("好的，")
    assert TERM[:2] not in said.text
    assert served.entry(said.receipt).payload["finish_reason"] == "content_filter"


@BOTH
def test_thinking_is_judged_in_its_own_block(client: anthropic.Anthropic, stream: bool) -> None:
    """And keeps its signature."""
    said = ask(client, f"你好 /demo reason-b64 {b64('先想一想。')}", stream=stream)
    stopped = ask(client, f"你好 /demo reason-b64 {b64(f'想{TERM}。')}", stream=stream)

    thinking = said.message.content[0]
    assert thinking.type == "thinking"
    assert (thinking.thinking, thinking.signature) == ("先想一想。", "ZGVtbw==")
    assert stopped.message.stop_reason == "refusal"
    assert TERM[:2] not in repr(stopped.message)


@BOTH
def test_a_tool_is_called_with_judged_input(
    client: anthropic.Anthropic, served: Served, stream: bool
) -> None:
    """A term in escapes is a term, and then no tool is called."""
    city = b64(r'{"city": "\u5317\u4eac"}')
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in TERM)
    query = b64(f'{{"q": "{escaped}"}}')

    good = ask(client, f"天气 /demo tool-b64 {city}", stream=stream)
    bad = ask(client, f"天气 /demo tool-b64 {query}", stream=stream)

    (call,) = good.message.content
    assert call.type == "tool_use"
    assert (call.name, call.input) == ("demo_lookup", {"city": "北京"})
    assert good.message.stop_reason == "tool_use"
    assert bad.message.stop_reason == "refusal"
    assert TERM not in repr(bad.message)
    assert "0.tool_use[0].input" in str(served.entry(good.receipt).payload["ranges"])


@BOTH
def test_a_stream_is_understood_though_it_came_whole(
    client: anthropic.Anthropic, stream: bool
) -> None:
    """Whatever the upstream makes of ``stream``."""
    said = ask(client, "你好 /demo whole", stream=stream)

    assert said.text.endswith("（内容由人工智能生成）")


def test_an_image_passes_and_is_recorded_as_unjudged(
    client: anthropic.Anthropic, served: Served
) -> None:
    """Nobody here can look at it."""
    image = {"type": "base64", "media_type": "image/png", "data": "AAAA"}
    content = [{"type": "image", "source": image}, {"type": "text", "text": "这是什么？"}]

    said = ask(client, content, stream=False)

    assert served.entry(said.receipt).payload["unjudged"] == [
        {"field": "messages[0].content[0]", "kind": "image", "bytes": [[0, 4]]}
    ]


def test_errors_have_anthropic_s_shape(client: anthropic.Anthropic, served: Served) -> None:
    """So that the SDK raises its own kinds."""
    with pytest.raises(anthropic.NotFoundError) as missing:
        ask(client, "你好", stream=False, model="claude-nothing")
    with pytest.raises(anthropic.BadRequestError, match="unknown_block") as strange:
        ask(client, [{"type": "unknown_block"}], stream=False)
    with (
        anthropic.Anthropic(base_url=served.url, api_key="no", max_retries=0) as stranger,
        pytest.raises(anthropic.AuthenticationError),
    ):
        ask(stranger, "你好", stream=False)

    assert missing.value.body == {
        "type": "error",
        "error": {
            "type": "not_found_error",
            "code": "model_not_found",
            "message": "The model 'claude-nothing' does not exist or you do not have access to it.",
        },
    }
    assert strange.value.status_code == 400


@pytest.mark.parametrize("fault", ["cut 3", "error 2", "garbage"])
def test_a_stream_that_breaks_is_told_as_an_error(client: anthropic.Anthropic, fault: str) -> None:
    """An error event, and never ``message_stop``."""
    with pytest.raises(anthropic.APIError):
        ask(client, f"你好 /demo {fault}", stream=True)
