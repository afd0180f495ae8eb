"""Wrong requests get OpenAI's error shape and a clear message, and nothing acts on them."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

import openai
import orjson
import pytest
from tests.conformance.openai.asking import MODEL
from tests.conformance.openai.serving import KEY, Served

USER = {"role": "user", "content": "你好"}
CHAT = "/v1/chat/completions"


def send(
    served: Served,
    body: bytes,
    *,
    method: str = "POST",
    path: str = CHAT,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, str], dict[str, object]]:
    """Send bytes as they are and return status, headers and the parsed answer."""
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
    try:
        connection.request(
            method, path, body, {"Authorization": f"Bearer {KEY}", **(headers or {})}
        )
        reply = connection.getresponse()
        names = {name.lower(): value for name, value in reply.getheaders()}
        return reply.status, names, orjson.loads(reply.read())
    finally:
        connection.close()


def body(**fields: object) -> bytes:
    """Return a request with some fields changed; None leaves one out."""
    whole = {"model": MODEL, "messages": [USER], **fields}
    return orjson.dumps({name: value for name, value in whole.items() if value is not None})


BAD = {
    "no json": (b"{", 400, "invalid_json", None),
    "not utf-8": (b'{"model": "\xff"}', 400, "invalid_json", None),
    "a lone surrogate": (b'{"model": "\\ud800"}', 400, "invalid_json", None),
    "too deep": (b"[" * 5000 + b"]" * 5000, 400, "invalid_json", None),
    "empty": (b"", 400, "invalid_json", None),
    "a list": (b"[]", 400, "invalid_json", None),
    "no model": (body(model=None), 400, "invalid_value", "model"),
    "model a number": (body(model=1), 400, "invalid_value", "model"),
    "unknown model": (body(model="gpt-nothing"), 404, "model_not_found", "model"),
    "model a sentence": (body(model="tell me"), 404, "model_not_found", "model"),
    "no messages": (body(messages=None), 400, "invalid_value", "messages"),
    "messages empty": (body(messages=[]), 400, "invalid_value", "messages"),
    "messages a string": (body(messages="hi"), 400, "invalid_value", "messages"),
    "message a string": (body(messages=["hi"]), 400, "invalid_value", "messages[0]"),
    "role unknown": (
        body(messages=[USER, {"role": "boss", "content": "x"}]),
        400,
        "invalid_value",
        "messages[1].role",
    ),
    "role a list": (
        body(messages=[{"role": ["user"], "content": "x"}]),
        400,
        "invalid_value",
        "messages[0].role",
    ),
    "no content": (body(messages=[{"role": "user"}]), 400, "invalid_value", "messages[0].content"),
    "content a number": (
        body(messages=[{"role": "user", "content": 1}]),
        400,
        "invalid_value",
        "messages[0].content",
    ),
    "part a string": (
        body(messages=[{"role": "user", "content": ["x"]}]),
        400,
        "invalid_value",
        "messages[0].content[0]",
    ),
    "text a number": (
        body(messages=[{"role": "user", "content": [{"type": "text", "text": 1}]}]),
        400,
        "invalid_value",
        "messages[0].content[0].text",
    ),
    "a part of an unknown kind": (
        body(messages=[{"role": "user", "content": [{"type": "hologram", "data": "AA"}]}]),
        400,
        "unjudgeable_content",
        "messages[0].content[0].type",
    ),
    "tool calls a string": (
        body(messages=[{"role": "assistant", "content": "x", "tool_calls": "y"}]),
        400,
        "invalid_value",
        "messages[0].tool_calls",
    ),
    "pictures out": (
        body(modalities=["text", "image"]),
        400,
        "unsupported_parameter",
        "modalities",
    ),
    "prompt logprobs": (
        body(prompt_logprobs=1),
        400,
        "unsupported_parameter",
        "prompt_logprobs",
    ),
    "stream a string": (body(stream="yes"), 400, "invalid_value", "stream"),
    "stream options": (
        body(stream=True, stream_options=[1]),
        400,
        "invalid_value",
        "stream_options",
    ),
    "n zero": (body(n=0), 400, "invalid_value", "n"),
    "n true": (body(n=True), 400, "invalid_value", "n"),
    "n too large": (body(n=9), 400, "invalid_value", "n"),
    "n a string": (body(n="2"), 400, "invalid_value", "n"),
    "huge": (body(pad="x" * (4 * 1024 * 1024)), 413, "body_too_large", None),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_body_is_told_and_changes_nothing(served: Served, name: str) -> None:
    """Status, code and param name what is wrong; no entry, no receipt, no call of the model."""
    raw, expected_status, code, param = BAD[name]
    size, asked = served.reader.size(), len(served.demo.requests)

    status, headers, answer = send(served, raw)

    error = answer["error"]
    assert isinstance(error, dict)
    assert (expected_status, code, param) == (status, error["code"], error["param"])
    assert {"message", "type", "param", "code"} == set(error)
    assert error["type"] == "invalid_request_error"
    assert len(error["message"]) > 20
    assert headers["content-type"] == "application/json"
    assert "x-hegui-receipt" not in headers
    assert (size, asked) == (served.reader.size(), len(served.demo.requests))


def test_a_huge_body_is_refused_before_it_is_read(served: Served) -> None:
    """Its announced length is enough."""
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
    connection.putrequest("POST", CHAT)
    connection.putheader("Authorization", f"Bearer {KEY}")
    connection.putheader("Content-Length", str(50 * 1024 * 1024))
    connection.endheaders(b"{")
    reply = connection.getresponse()

    assert reply.status == 413
    connection.close()


def test_a_huge_chunked_body_is_refused_while_it_comes(served: Served) -> None:
    """Without a length, the bytes are counted."""
    pieces = iter([b"x" * 65_536] * 80)
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
    connection.request(
        "POST", CHAT, pieces, {"Authorization": f"Bearer {KEY}"}, encode_chunked=True
    )
    reply = connection.getresponse()

    assert reply.status == 413
    connection.close()


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer nope", "Basic nope", f"Bearer {KEY}x"]
)
def test_a_wrong_key_is_refused(served: Served, authorization: str) -> None:
    """Missing, empty, unknown or of another scheme: all the same answer."""
    status, headers, answer = send(served, body(), headers={"Authorization": authorization})

    error = answer["error"]
    assert isinstance(error, dict)
    assert (401, "invalid_api_key") == (status, error["code"])
    assert "x-hegui-receipt" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("POST", "/v1/batches", 404, "unknown_route"),
        ("POST", "/v1/files", 404, "unknown_route"),
        ("POST", "/v1/audio/translations", 404, "unknown_route"),
        ("POST", "/v1/chat/completions/", 404, "unknown_route"),
        ("POST", "/v1//chat/completions", 404, "unknown_route"),
        ("GET", "/", 404, "unknown_route"),
        ("GET", CHAT, 405, "method_not_allowed"),
        ("DELETE", CHAT, 405, "method_not_allowed"),
        ("POST", "/v1/models", 405, "method_not_allowed"),
        ("POST", "/healthz", 405, "method_not_allowed"),
    ],
)
def test_other_endpoints_are_refused_and_not_passed(
    served: Served, method: str, path: str, status: int, code: str
) -> None:
    """What nobody judges does not reach the model."""
    asked = len(served.demo.requests)

    found, _, answer = send(served, body(), method=method, path=path)

    error = answer["error"]
    assert isinstance(error, dict)
    assert (status, code) == (found, error["code"])
    assert asked == len(served.demo.requests)


def test_the_sdk_raises_its_own_errors(served: Served, client: openai.OpenAI) -> None:
    """Code and param arrive where a developer looks for them."""
    ask = client.chat.completions.create
    with pytest.raises(openai.NotFoundError) as missing:
        ask(model="gpt-nothing", messages=[{"role": "user", "content": "x"}])
    with (
        openai.OpenAI(base_url=served.base_url, api_key="wrong", max_retries=0) as stranger,
        pytest.raises(openai.AuthenticationError) as refused,
    ):
        stranger.models.list()

    assert (missing.value.code, missing.value.param) == ("model_not_found", "model")
    assert refused.value.code == "invalid_api_key"


def test_health_and_readiness_need_no_key(served: Served) -> None:
    """An orchestrator asks both."""
    health = send(served, b"", method="GET", path="/healthz", headers={"Authorization": ""})
    ready = send(served, b"", method="GET", path="/readyz", headers={"Authorization": ""})

    assert (200, {"status": "ok"}) == (health[0], health[2])
    assert ready[0] == 200
    assert ready[2]["checks"] == {"accepting": True, "plan": True, "rules": True, "ledger": True}
    assert ready[2]["upstream_reachable"] is True
