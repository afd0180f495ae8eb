"""An answer in JSON stays JSON: its label goes in a header, and control and entry know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.conformance.openai.serving import b64
from tests.unit.gateway.asgi import Call, a_gateway, served
from tests.unit.gateway.judging import LABEL

from hegui.gateway.keys import Key, KeyRing
from hegui.ledger import Reader

FOUND = '{"city":"北京","people":21893095}'
LABELLED = '{"text":"春眠不觉晓","notice":"由人工智能生成"}'
JSON_FORM = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}


def asked(path: str, said: str, *, stream: bool = False, **more: Any) -> Call:
    """Return a request to which the demo model answers with exactly these words."""
    question = f"城市？ /demo say-b64 {b64(said)}"
    inputs: dict[str, dict[str, Any]] = {
        "/v1/chat/completions": {"messages": [{"role": "user", "content": question}]},
        "/v1/responses": {"input": question},
        "/v1/messages": {"messages": [{"role": "user", "content": question}], "max_tokens": 99},
        "/v1/completions": {"prompt": question},
    }
    body = {"model": "hegui-demo", "stream": stream, **inputs[path], **more}
    return Call(path, orjson.dumps(body), method="POST")


FORMS: list[tuple[str, dict[str, Any]]] = [
    ("/v1/chat/completions", {"response_format": JSON_FORM}),
    ("/v1/chat/completions", {"response_format": {"type": "json_object"}}),
    ("/v1/completions", {"response_format": {"type": "json_object"}}),
    ("/v1/responses", {"text": {"format": {"type": "json_schema", "schema": {}}}}),
    ("/v1/messages", {"output_config": {"format": {"type": "json_schema", "schema": {}}}}),
    ("/v1/messages", {"output_format": {"type": "json_schema", "schema": {}}}),
]


def words_of(path: str, body: bytes) -> str:
    """Return the text of a whole answer."""
    found = orjson.loads(body)
    match path:
        case "/v1/chat/completions":
            text = found["choices"][0]["message"]["content"]
        case "/v1/completions":
            text = found["choices"][0]["text"]
        case "/v1/responses":
            text = found["output"][0]["content"][0]["text"]
        case _:
            text = found["content"][0]["text"]
    return str(text)


@pytest.mark.parametrize(("path", "form"), FORMS)
async def test_json_that_was_asked_for_comes_as_it_is(
    path: str, form: dict[str, Any], tmp_path: Path
) -> None:
    """The label is in the header in both languages, and the entry says that it went beside."""
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, asked(path, FOUND, **form))
        entry = Reader.open(tmp_path).by_receipt(answer.headers[b"x-hegui-receipt"].decode())

    assert FOUND == words_of(path, answer.body)
    assert LABEL == orjson.loads(answer.headers[b"x-hegui-label"])["zh"]
    assert "(AI" in orjson.loads(answer.headers[b"x-hegui-label"])["en"]
    assert entry is not None
    assert (False, "beside", "served") == (
        entry.payload["labelled"],
        entry.payload["label"],
        entry.payload["outcome"],
    )
    assert "label/beside" in entry.refs


async def test_a_stream_of_json_stays_json(tmp_path: Path) -> None:
    """The header comes before the first byte, and nothing follows the last brace."""
    call = asked("/v1/chat/completions", FOUND, stream=True, response_format=JSON_FORM)
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, call)
    frames = [
        orjson.loads(line.removeprefix(b"data: "))
        for line in answer.body.split(b"\n\n")
        if line.startswith(b"data: {")
    ]
    said = "".join(
        choice["delta"].get("content") or "" for frame in frames for choice in frame["choices"]
    )

    assert FOUND == said
    assert b"x-hegui-label" in answer.headers
    assert answer.body.endswith(b"data: [DONE]\n\n")


@pytest.mark.parametrize(
    "said", ["北京。", '"北京"', '{"city":"北京"', "```json\n{城市: 北京}\n```"]
)
async def test_what_is_no_json_gets_its_label_all_the_same(said: str, tmp_path: Path) -> None:
    """Asking for JSON is no way around the label."""
    call = asked("/v1/chat/completions", said, response_format=JSON_FORM)
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, call)
        entry = Reader.open(tmp_path).by_receipt(answer.headers[b"x-hegui-receipt"].decode())

    assert f"{said}\n\n{LABEL}" == words_of("/v1/chat/completions", answer.body)
    assert entry is not None
    assert entry.payload["labelled"]
    assert "label" not in entry.payload


async def test_json_that_nobody_asked_for_is_text(tmp_path: Path) -> None:
    """A person reads it, so it is labelled, and there is no header."""
    call = asked("/v1/chat/completions", FOUND, response_format={"type": "text"})
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, call)

    assert f"{FOUND}\n\n{LABEL}" == words_of("/v1/chat/completions", answer.body)
    assert b"x-hegui-label" not in answer.headers


async def test_a_refusal_in_place_of_json_is_labelled(tmp_path: Path) -> None:
    """Hegui's words are no JSON."""
    call = asked("/v1/chat/completions", "出售办假身份证", response_format=JSON_FORM)
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, call)

    assert words_of("/v1/chat/completions", answer.body).endswith(LABEL)


async def test_a_label_of_the_model_s_own_counts(tmp_path: Path) -> None:
    """Inside of the JSON; the header comes all the same."""
    call = asked("/v1/chat/completions", LABELLED, response_format=JSON_FORM)
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, call)

    assert LABELLED == words_of("/v1/chat/completions", answer.body)


async def test_a_client_that_labels_itself_is_told_nothing(tmp_path: Path) -> None:
    """Its holder declared that it shows the label."""
    keys = KeyRing({"hegui-test-key": Key(id="k-own", name="own", client_labels=True)})
    call = asked("/v1/chat/completions", FOUND, response_format=JSON_FORM)
    async with a_gateway(tmp_path, keys=keys) as (gateway, _, _):
        answer = await served(gateway, call)

    assert FOUND == words_of("/v1/chat/completions", answer.body)
    assert b"x-hegui-label" not in answer.headers
