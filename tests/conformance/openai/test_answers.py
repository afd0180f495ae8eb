"""A harmless question gets the model's answer, the explicit label and a receipt."""

from __future__ import annotations

import time

import openai
import pytest
from tests.conformance.openai.asking import MODEL, ask
from tests.conformance.openai.serving import Served, b64

from hegui.labels import has_explicit_label

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@BOTH
@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("春天适合种什么花？", "（内容由人工智能生成）"),
        ("Which flowers grow in spring?", "(AI-generated content)"),
    ],
)
def test_an_answer_ends_with_the_label_in_its_language(
    client: openai.OpenAI, question: str, label: str, stream: bool
) -> None:
    """The answer is whole, and the label stands at its end."""
    answer = ask(client, question, stream=stream)

    assert question in answer.text
    assert answer.text.endswith(f"\n\n{label}")
    assert answer.finish == "stop"
    assert answer.model == MODEL


@BOTH
def test_the_receipt_leads_to_an_entry_with_its_proof(
    client: openai.OpenAI, served: Served, stream: bool
) -> None:
    """What was judged and delivered stands in the ledger, and none of the text."""
    question = "请介绍一下大熊猫的生活习性。"

    answer = ask(client, question, stream=stream)

    entry = served.entry(answer.receipt)
    assert entry.kind == "exchange"
    assert entry.payload["outcome"] == "served"
    assert entry.payload["action"] == "allow"
    assert entry.payload["labelled"] is True
    assert entry.payload["stream"] is stream
    assert entry.payload["judged"] == {
        "prompt": len(question),
        "answer": len(answer.text.removesuffix("\n\n（内容由人工智能生成）")),
    }
    assert entry.payload["delivered"] == len(answer.text)
    assert entry.payload["plan"] == served.plan.digest
    assert entry.payload["rules"] == served.rules.digest
    assert {"moment/prompt", "moment/answer", "outcome/served"} == set(entry.refs)
    assert "大熊猫" not in repr(entry)
    served.proof(entry.seq).verify()


@BOTH
def test_a_client_that_shows_the_label_itself_gets_none(
    labelling_client: openai.OpenAI, served: Served, stream: bool
) -> None:
    """The text is the model's own, and the entry tells who labels."""
    answer = ask(labelling_client, "你好", stream=stream)

    assert not has_explicit_label(answer.text)
    entry = served.entry(answer.receipt)
    assert (entry.payload["labelled"], entry.payload["client_labels"]) == (False, True)
    assert entry.payload["key"] == "k-own"


@BOTH
def test_a_model_that_labels_its_answer_gets_no_second_label(
    client: openai.OpenAI, served: Served, stream: bool
) -> None:
    """The label is written once."""
    said = "你好！\n\n（内容由人工智能生成）"

    answer = ask(client, f"你好 /demo say-b64 {b64(said)}", stream=stream)

    assert said == answer.text
    assert served.entry(answer.receipt).payload["labelled"] is True


@BOTH
def test_each_of_several_choices_is_labelled(client: openai.OpenAI, stream: bool) -> None:
    """Asking for three gives three labelled answers."""
    answer = ask(client, "你好", stream=stream, n=3)

    assert [0, 1, 2] == sorted(answer.choices)
    for choice in answer.choices.values():
        assert has_explicit_label(choice.text)
        assert choice.finish == "stop"


def test_usage_and_fingerprint_pass_through_a_stream(client: openai.OpenAI) -> None:
    """The last frame with its empty list of choices arrives unharmed."""
    answer = ask(client, "你好", stream=True, stream_options={"include_usage": True})

    assert answer.usage is not None
    assert answer.usage > 2
    assert answer.fingerprint == "fp_demo"


@BOTH
def test_reasoning_is_delivered_apart_from_the_answer(client: openai.OpenAI, stream: bool) -> None:
    """Reasoning is judged and keeps its own field."""
    answer = ask(client, f"你好 /demo reason-b64 {b64('先想一想。')}", stream=stream)

    assert answer.choices[0].reasoning == "先想一想。"
    assert "先想一想" not in answer.text


@BOTH
def test_a_tool_call_arrives_whole(client: openai.OpenAI, stream: bool) -> None:
    """Arguments are the same JSON; escapes of plain characters are written out."""
    arguments = r'{"city": "\u5317\u4eac", "quote": "\u0022"}'

    answer = ask(client, f"天气 /demo tool-b64 {b64(arguments)}", stream=stream)

    assert answer.choices[0].tool == r'{"city": "北京", "quote": "\u0022"}'
    assert answer.finish == "tool_calls"


@BOTH
@pytest.mark.parametrize("fault", ["crlf", "whole"])
def test_odd_but_honest_upstreams_are_understood(
    client: openai.OpenAI, stream: bool, fault: str
) -> None:
    """CRLF and comments in frames, and a whole body in place of a stream, are read."""
    answer = ask(client, f"你好 /demo {fault}", stream=stream)

    assert "你好" in answer.text
    assert answer.finish == "stop"


def test_the_first_chunk_does_not_wait_for_the_last(client: openai.OpenAI) -> None:
    """Nothing buffers: the first words come while the model still writes."""
    started = time.monotonic()
    stream = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "你好 /demo chunk 10 /demo delay 0.15"}],
        stream=True,
    )
    first = next(c for c in stream if c.choices and c.choices[0].delta.content)
    first_s = time.monotonic() - started
    rest = list(stream)
    whole_s = time.monotonic() - started

    assert first.choices[0].delta.content
    assert rest[-1].choices[0].finish_reason == "stop"
    assert first_s < whole_s / 3


async def test_the_asynchronous_client_streams(
    async_client: openai.AsyncOpenAI, served: Served
) -> None:
    """The same with the SDK's other client."""
    reply = await async_client.chat.completions.with_raw_response.create(
        model=MODEL, messages=[{"role": "user", "content": "你好"}], stream=True
    )
    text = ""
    async for chunk in reply.parse():
        text += chunk.choices[0].delta.content or ""

    assert text.endswith("（内容由人工智能生成）")
    assert served.entry(reply.headers["x-hegui-receipt"]).payload["stream"] is True


async def test_the_asynchronous_client_asks(async_client: openai.AsyncOpenAI) -> None:
    """The same without a stream."""
    completion = await async_client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Hello there"}]
    )

    assert (completion.choices[0].message.content or "").endswith("(AI-generated content)")


def test_the_models_are_listed(client: openai.OpenAI) -> None:
    """The list is the upstream's."""
    assert [m.id for m in client.models.list()] == ["hegui-demo", "hegui-demo-reasoner"]
    assert client.models.retrieve("hegui-demo").owned_by == "hegui"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("gpt-nothing")
    assert caught.value.code == "model_not_found"


def test_the_client_s_key_stays_here(client: openai.OpenAI, served: Served) -> None:
    """The upstream gets the checked body and none of the client's headers."""
    ask(client, "你好", stream=False)

    assert {"host", "accept-encoding", "content-type", "content-length"} == set(
        served.demo.headers[-1]
    )
