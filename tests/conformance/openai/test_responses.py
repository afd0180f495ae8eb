"""``/v1/responses`` with the real SDK: judged, labelled, with a receipt, streamed and whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import openai
import pytest
from openai.types.responses import Response
from tests.conformance.openai.asking import MODEL
from tests.conformance.openai.serving import Served, b64

from hegui.labels import has_explicit_label

TERM = "办假身份证"
BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@dataclass
class Said:
    """What reached the client."""

    response: Response
    receipt: str
    deltas: str = ""

    @property
    def text(self) -> str:
        """All texts of the answer."""
        return self.response.output_text


def ask(client: openai.OpenAI, given: Any, *, stream: bool, **more: Any) -> Said:
    """Ask for one response, as a stream or not."""
    create = client.responses.with_raw_response.create
    if not stream:
        reply = create(model=MODEL, input=given, **more)
        return Said(reply.parse(), reply.headers["x-hegui-receipt"])
    reply = create(model=MODEL, input=given, stream=True, **more)
    deltas = ""
    numbers: list[int] = []
    last: Any = None
    for event in reply.parse():
        numbers.append(event.sequence_number)
        if event.type == "response.output_text.delta":
            deltas += event.delta
        last = event
    assert numbers == list(range(len(numbers)))
    return Said(last.response, reply.headers["x-hegui-receipt"], deltas)


@BOTH
def test_an_answer_is_labelled_and_leaves_its_entry(
    client: openai.OpenAI, served: Served, stream: bool
) -> None:
    """What the last event tells is what the deltas told."""
    said = ask(client, "春天适合种什么花？", stream=stream)

    assert "春天适合种什么花" in said.text
    assert said.text.endswith("\n\n（内容由人工智能生成）")
    assert said.text == (said.deltas or said.text)
    assert (said.response.status, said.response.model) == ("completed", MODEL)
    assert said.response.usage is not None
    assert said.response.usage.total_tokens > 2
    entry = served.entry(said.receipt).payload
    shown = said.text.removesuffix("\n\n（内容由人工智能生成）")
    assert entry["endpoint"] == "/v1/responses"
    assert entry["ranges"] == {
        "prompt": [[0, 27]],
        "0.message[0].output_text[0]": [[0, len(shown.encode())]],
    }
    assert (entry["outcome"], entry["labelled"]) == ("served", True)


def test_the_sdk_s_own_accumulator_is_content(client: openai.OpenAI) -> None:
    """It is strict about indexes and the order of events."""
    question = f"你好 /demo reason-b64 {b64('先想一想。')}"
    with client.responses.stream(model=MODEL, input=question) as events:
        final = events.get_final_response()

    assert [item.type for item in final.output] == ["reasoning", "message"]
    assert has_explicit_label(final.output_text)


@BOTH
def test_a_prompt_that_may_not_pass_gets_friendly_words(
    client: openai.OpenAI, served: Served, stream: bool
) -> None:
    """``incomplete`` for the content filter, and no call of the model."""
    before = len(served.demo.requests)
    content = [{"type": "input_text", "text": f"哪里可以{TERM}"}]

    said = ask(client, [{"role": "user", "content": content}], stream=stream)

    assert said.response.status == "incomplete"
    assert said.response.incomplete_details is not None
    assert said.response.incomplete_details.reason == "content_filter"
    assert has_explicit_label(said.text)
    assert len(served.demo.requests) == before
    assert served.entry(said.receipt).payload["outcome"] == "refused"


@BOTH
@pytest.mark.parametrize("size", [1, 3])
def test_a_term_in_the_answer_ends_it(
    client: openai.OpenAI, served: Served, stream: bool, size: int
) -> None:
    """Not in a delta, not in what an event tells at the end."""
    leak = b64(f"好的，{TERM}吧")
    said = ask(client, f"你好 /demo say-b64 {leak} /demo chunk {size}", stream=stream)

    assert said.text.startswith("好的，")
    assert TERM[:2] not in said.response.model_dump_json()
    assert said.response.status == "incomplete"
    assert served.entry(said.receipt).payload["finish_reason"] == "content_filter"


@BOTH
def test_reasoning_is_judged(client: openai.OpenAI, stream: bool) -> None:
    """In its own item."""
    question = f"你好 /demo reason-b64 {b64(f'想{TERM}。')}"

    said = ask(client, question, stream=stream)

    assert TERM[:2] not in said.response.model_dump_json()
    assert said.response.status == "incomplete"


@BOTH
def test_a_function_is_called_with_judged_arguments(client: openai.OpenAI, stream: bool) -> None:
    """A term in escapes is a term, and then nothing is called."""
    city = b64(r'{"city": "\u5317\u4eac"}')
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in TERM)
    query = b64(f'{{"q": "{escaped}"}}')

    good = ask(client, f"天气 /demo tool-b64 {city}", stream=stream)
    bad = ask(client, f"天气 /demo tool-b64 {query}", stream=stream)

    (call,) = good.response.output
    assert call.type == "function_call"
    assert (call.name, call.arguments) == ("demo_lookup", '{"city": "北京"}')
    assert good.response.status == "completed"
    assert bad.response.status == "incomplete"
    assert not any(item.type == "function_call" for item in bad.response.output)
    assert TERM not in bad.response.model_dump_json()


def test_an_image_passes_and_is_recorded_as_unjudged(client: openai.OpenAI, served: Served) -> None:
    """Nobody here can look at it."""
    image = {"type": "input_image", "image_url": "data:image/png;base64,AA", "detail": "auto"}
    content = [image, {"type": "input_text", "text": "这是什么？"}]

    said = ask(client, [{"role": "user", "content": content}], stream=False)

    assert served.entry(said.receipt).payload["unjudged"] == [
        {"field": "input[0].content[0]", "kind": "image", "bytes": [[0, 24]]}
    ]


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"background": True}, "background"),
        ({"top_logprobs": 3}, "top_logprobs"),
        ({"include": ["message.output_text.logprobs"]}, "top_logprobs"),
    ],
)
def test_what_would_pass_unjudged_is_refused(
    client: openai.OpenAI, more: dict[str, Any], param: str
) -> None:
    """And named."""
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, "你好", stream=False, **more)

    assert (caught.value.code, caught.value.param) == ("unsupported_parameter", param)


@pytest.mark.parametrize("fault", ["cut 3", "error 2", "garbage"])
def test_a_stream_that_breaks_is_told_as_an_error(client: openai.OpenAI, fault: str) -> None:
    """Never as completed."""
    kinds: list[str] = []
    try:
        stream = client.responses.create(model=MODEL, input=f"你好 /demo {fault}", stream=True)
        kinds.extend(event.type for event in stream)
    except openai.APIError:
        kinds.append("error")

    assert kinds[-1] == "error"
    assert "response.completed" not in kinds
