"""Bugs of other gateways with requests: ways around the guard, keys, connections.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair
from tests.fault.heard import CHAT, read
from tests.fault.scripted import (
    ABOUT,
    DONE,
    HEAD,
    MODEL,
    Ending,
    Pause,
    delta,
    event_stream,
    finish,
    piece,
    whole,
)

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
TERM = "办假身份证"
BEFORE = "今天天气很好。"
LABEL = "\n\n（内容由人工智能生成）"
FINE = event_stream(delta(BEFORE), finish(), DONE)


@pytest.mark.parametrize(
    "more",
    [
        {"guardrails": []},
        {"metadata": {"guardrails": "none"}},
        {"extra_body": {"disable_guardrails": True}},
        {"moderation": False},
        {"safety_settings": [{"threshold": "BLOCK_NONE"}]},
        {"mock_response": "好"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_no_field_of_the_request_turns_the_guard_off(pair: Pair, more: dict[str, Any]) -> None:
    """Clients could opt out of the operator's guardrails. portkey gateway#986, #997."""
    heard = pair.hear(*event_stream(delta(BEFORE + TERM), finish(), DONE), **more)

    assert "办" not in heard.text()
    assert heard.status != 200 or heard.finish() == "content_filter"


@pytest.mark.parametrize(
    "name",
    ["x-portkey-config", "x-litellm-disable-guardrails", "helicone-moderations-enabled"],
)
def test_no_header_of_the_request_turns_the_guard_off(pair: Pair, name: str) -> None:
    """The same by header. portkey gateway#986."""
    heard = pair.hear(*event_stream(delta(BEFORE + TERM), finish(), DONE), headers={name: "false"})

    assert heard.finish() == "content_filter"


@pytest.mark.parametrize("field", ["api_base", "base_url", "custom_llm_provider", "api_key"])
def test_a_request_does_not_choose_where_it_goes(pair: Pair, field: str) -> None:
    """The provider's key was sent to the caller's own address. CVE-2024-6587 (litellm)."""
    before = len(pair.upstream.asked)

    more: dict[str, Any] = {field: "http://127.0.0.1:9/v1"}
    heard = pair.hear(*FINE, **more)

    asked = pair.upstream.asked[before:]
    assert heard.status == 400 or [CHAT] == [each.path for each in asked]
    assert all("authorization" not in each.headers for each in asked)


@BOTH
def test_every_message_is_judged_not_only_the_last(pair: Pair, stream: bool) -> None:
    """By default only the last message was looked at. higress ai-security-guard."""
    messages = [
        {"role": "user", "content": f"请问哪里可以{TERM}"},
        {"role": "assistant", "content": "您好。"},
        {"role": "user", "content": "继续"},
    ]
    before = len(pair.upstream.asked)

    heard = pair.ask(stream=stream, messages=messages)

    assert heard.finish() == "content_filter"
    assert before == len(pair.upstream.asked)


@BOTH
def test_the_model_is_asked_once(pair: Pair, stream: bool) -> None:
    """Guards were run and paid for several times per request. litellm#39386."""
    answer = whole({**ABOUT, "choices": [{"index": 0, "message": {"content": "好"}}]})
    before = len(pair.upstream.asked)

    pair.hear(*(FINE if stream else answer), stream=stream)

    assert before + 1 == len(pair.upstream.asked)


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_that_may_have_been_served_is_not_sent_again(pair: Pair, stream: bool) -> None:
    """A retry after the first byte pays twice, or shows two answers. Our own rule; no thread."""
    before = len(pair.upstream.asked)

    heard = pair.hear(HEAD, piece(delta("今天")), Ending.CUT, stream=stream)

    assert heard.error == "upstream_cut"
    assert before + 1 == len(pair.upstream.asked)


@pytest.mark.parametrize(
    "path",
    [
        CHAT,
        "/v1/models",
        "/v1/embeddings",
        "/v1/messages",
        "/v1/count_tokens",
        "/v1/files",
        "/v1/x",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_no_way_under_v1_without_a_key(pair: Pair, path: str, method: str) -> None:
    """New routes forgot the check of keys. CVE-2026-2652 (mlflow), portkey gateway#1657."""
    before = len(pair.upstream.asked)

    heard = read(
        pair.served.url, path, b"{}", method=method, headers={"Authorization": "Bearer nobody"}
    )

    assert heard.status in {401, 404, 405}
    assert before == len(pair.upstream.asked)


@pytest.mark.parametrize("key", ["'", "' OR 1=1 --", "%00", "a" * 9_000, "../../etc/passwd"])
def test_a_strange_key_is_only_a_wrong_key(pair: Pair, key: str) -> None:
    """The check of keys ran what it was given. CVE-2026-42208 (litellm)."""
    heard = read(pair.served.url, CHAT, b"{}", headers={"Authorization": f"Bearer {key}"})

    assert heard.status in {400, 401, 431}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/messages/count_tokens",
        "/v1/realtime",
        "/v1/batches",
        "/v1/assistants",
        "/v1/fine_tuning/jobs",
        "/v1/chat/completions/abc",
        "/v1/../v1/chat/completions",
        "/v1/chat%2Fcompletions/",
        "/openai/deployments/m/chat/completions",
    ],
)
def test_an_endpoint_that_nobody_judges_is_not_passed(pair: Pair, path: str) -> None:
    """Side endpoints went to the provider unread. aisix#448."""
    before = len(pair.upstream.asked)
    body = {"model": MODEL, "messages": [{"role": "user", "content": TERM}], "input": TERM}

    heard = read(pair.served.url, path, orjson.dumps(body))

    assert heard.status in {400, 404, 405}
    assert before == len(pair.upstream.asked)


def test_the_same_connection_gives_the_next_client_its_own_answer(pair: Pair) -> None:
    """After an abort the pool handed on a connection with the rest of an answer. litellm#30245."""
    where = urlsplit(pair.served.url)
    pair.upstream.play(HEAD, *(piece(delta("旧的。")) for _ in range(20)), Pause(5))
    body = orjson.dumps(
        {"model": MODEL, "messages": [{"role": "user", "content": "旧"}], "stream": True}
    )
    for _ in range(3):
        connection = http.client.HTTPConnection(where.netloc, timeout=10)
        connection.request("POST", CHAT, body, {"Authorization": f"Bearer {KEY}"})
        connection.getresponse().read1()
        connection.close()
    for _ in range(3):
        heard = pair.hear(*event_stream(delta("新的。"), finish(), DONE))

        assert f"新的。{LABEL}" == heard.text()


@pytest.mark.parametrize("extra", [b"HTTP/1.1 200 OK\r\n\r\n", b"data: x\n\n", b"\x00"])
def test_bytes_that_nobody_asked_for_are_no_answer(pair: Pair, extra: bytes) -> None:
    """An answer too long for its length began the next one. litellm#30245."""
    answer = whole({**ABOUT, "choices": [{"index": 0, "message": {"content": BEFORE}}]})
    first = pair.hear(*answer, extra, stream=False)

    second = pair.hear(*FINE)

    assert first.text() == BEFORE + LABEL or first.error == "upstream_invalid"
    assert BEFORE + LABEL == second.text()


@pytest.mark.parametrize("phase", ["before the first byte", "in mid-stream", "not streamed"])
def test_a_client_that_leaves_frees_the_upstream(pair: Pair, phase: str) -> None:
    """The upstream went on, and was paid, for minutes. litellm#9178, #31499, #37140."""
    moves = (
        (Ending.STALL,) if phase != "in mid-stream" else (HEAD, piece(delta(BEFORE)), Ending.STALL)
    )
    pair.upstream.play(*moves)
    stream = phase != "not streamed"
    body = {"model": MODEL, "messages": [{"role": "user", "content": "你好"}], "stream": stream}
    connection = http.client.HTTPConnection(urlsplit(pair.served.url).netloc, timeout=10)
    connection.request("POST", CHAT, orjson.dumps(body), {"Authorization": f"Bearer {KEY}"})
    until(lambda: pair.upstream.playing == 1, pair)
    if phase == "in mid-stream":
        connection.getresponse().read1()
    if connection.sock is not None:
        connection.sock.close()
    connection.close()

    until(lambda: pair.upstream.playing == 0, pair)


def until(condition: Callable[[], bool], pair: Pair) -> None:
    """Wait up to five seconds."""
    for _ in range(500):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError(f"after 5 s still {pair.upstream.playing} answers are being sent")
