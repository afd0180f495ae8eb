"""Files in a prompt, which nobody here can judge, pass and are recorded, or are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.unit.gateway.asgi import Call, a_gateway, served

from hegui.errors import InvalidGatewayFile
from hegui.gateway.declared import decode
from hegui.ledger import Reader

IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
FILE = {"type": "file", "file": {"file_data": "iVBORw0KGgo="}}


def asked(*parts: dict[str, Any]) -> Call:
    """Return a chat request with these parts."""
    content = [{"type": "text", "text": "这是什么？"}, *parts]
    body = {"model": "hegui-demo", "messages": [{"role": "user", "content": content}]}
    return Call("/v1/chat/completions", orjson.dumps(body), method="POST")


@pytest.mark.parametrize(("part", "kind"), [(IMAGE, "image"), (FILE, "file")])
async def test_it_passes_and_is_recorded_by_default(
    part: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    async with a_gateway(tmp_path) as (gateway, demo, _):
        answer = await served(gateway, asked(part))
        entry = Reader.open(tmp_path).by_receipt(answer.headers[b"x-hegui-receipt"].decode())

    assert 200 == answer.status
    assert 1 == len(demo.requests)
    assert entry is not None
    unjudged: Any = entry.payload["unjudged"]
    assert [kind] == [each["kind"] for each in unjudged]


@pytest.mark.parametrize("part", [IMAGE, FILE])
async def test_it_is_refused_where_the_operator_says_so(
    part: dict[str, Any], tmp_path: Path
) -> None:
    """The model is not asked; the entry names the field, the client gets a way out."""
    async with a_gateway(tmp_path, refuses_unjudged=True) as (gateway, demo, _):
        answer = await served(gateway, asked(part))
        entry = Reader.open(tmp_path).by_receipt(answer.headers[b"x-hegui-receipt"].decode())

    assert (400, "unjudgeable_content") == (answer.status, answer.code)
    assert "messages[0].content[1]" in answer.body.decode()
    assert [] == demo.requests
    assert entry is not None
    assert ("refused", "unjudgeable_content") == (entry.payload["outcome"], entry.payload["error"])


async def test_text_is_not_concerned(tmp_path: Path) -> None:
    async with a_gateway(tmp_path, refuses_unjudged=True) as (gateway, _, _):
        answer = await served(gateway, asked())

    assert 200 == answer.status


async def test_a_reference_to_what_was_given_before_is_no_file(tmp_path: Path) -> None:
    """It was judged when it was made."""
    body = {"model": "hegui-demo", "input": "你好", "previous_response_id": "resp_1"}
    call = Call("/v1/responses", orjson.dumps(body), method="POST")
    async with a_gateway(tmp_path, refuses_unjudged=True) as (gateway, _, _):
        answer = await served(gateway, call)

    assert 200 == answer.status


async def test_a_recording_to_be_transcribed_comes_back_as_text(tmp_path: Path) -> None:
    """And that is judged."""
    head = b'--b\r\nContent-Disposition: form-data; name="'
    body = (
        head + b'model"\r\n\r\nhegui-demo\r\n' + head + b'file"; filename="a.wav"\r\n'
        b"Content-Type: audio/wav\r\n\r\nRIFF\r\n--b--\r\n"
    )
    call = Call("/v1/audio/transcriptions", body, method="POST")
    call.scope["headers"].append((b"content-type", b"multipart/form-data; boundary=b"))
    async with a_gateway(tmp_path, refuses_unjudged=True) as (gateway, demo, _):
        answer = await served(gateway, call)

    assert 200 == answer.status
    assert 1 == len(demo.requests)


def test_the_file_says_which_and_only_these() -> None:
    """Passing is the default; another word is told with its place."""
    refusing = decode(b'[moderation]\nunjudged = "refuse"', "gateway.toml")

    assert "pass-and-record" == decode(b"", "gateway.toml").moderation.unjudged
    assert "refuse" == refusing.moderation.unjudged
    with pytest.raises(InvalidGatewayFile, match=r"moderation\.unjudged"):
        decode(b'[moderation]\nunjudged = "maybe"', "gateway.toml")
