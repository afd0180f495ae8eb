"""An OpenAI-compatible target, against a real server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from hegui.assessment import Answer, OpenAITarget
from hegui.errors import InvalidTarget, TargetFailed

GOOD = {
    "choices": [
        {"message": {"role": "assistant", "content": "你好"}, "finish_reason": "stop", "index": 0}
    ]
}


class Service(BaseHTTPRequestHandler):
    """Answers with what the test laid down, and remembers what it was asked."""

    status: ClassVar[int] = 200
    reply: ClassVar[bytes] = b""
    models: ClassVar[object] = {"data": [{"id": "first"}, {"id": "second"}]}
    seen: ClassVar[list[tuple[str, str, object]]] = []

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers["authorization"], None))
        self._answer(200, json.dumps(type(self).models).encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).seen.append((self.path, self.headers["authorization"], body))
        self._answer(type(self).status, type(self).reply)

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.send_header("x-hegui-receipt", "r-test")
        self.send_header("location", "/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class' name
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    Service.status = 200
    Service.reply = json.dumps(GOOD).encode()
    Service.models = {"data": [{"id": "first"}, {"id": "second"}]}
    Service.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_question_is_asked_alone_and_answered(url: str) -> None:
    target = OpenAITarget(url, "k-1", model="m")
    answer = target.ask("你好？")

    assert Answer(text="你好", finish_reason="stop", receipt="r-test") == answer
    assert [
        (
            "/v1/chat/completions",
            "Bearer k-1",
            {
                "model": "m",
                "messages": [{"role": "user", "content": "你好？"}],
                "temperature": 0,
                "stream": False,
            },
        )
    ] == Service.seen


def test_without_a_model_the_first_one_is_asked(url: str) -> None:
    """It is looked up once, and the name tells it."""
    target = OpenAITarget(url, "k")
    target.ask("1")
    target.ask("2")

    assert ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"] == [
        path for path, _, _ in Service.seen
    ]
    assert f"{url.rstrip('/')} first" == target.name


def test_the_name_holds_no_secret(url: str) -> None:
    assert "sk-hidden" not in OpenAITarget(url, "sk-hidden", model="m").name


@pytest.mark.parametrize(
    ("message", "choice", "expected"),
    [
        ({"content": None, "refusal": "no"}, {}, Answer(text="", finish_reason="", refusal="no")),
        (
            {"content": "x"},
            {"finish_reason": "content_filter"},
            Answer(text="x", finish_reason="content_filter"),
        ),
        ({}, {"finish_reason": 5}, Answer(text="", finish_reason="")),
    ],
)
def test_odd_but_readable_replies(
    url: str, message: dict[str, object], choice: dict[str, object], expected: Answer
) -> None:
    Service.reply = json.dumps({"choices": [{"message": message, **choice}]}).encode()
    found = OpenAITarget(url, "k", model="m").ask("?")

    assert (expected.text, expected.finish_reason, expected.refusal) == (
        found.text,
        found.finish_reason,
        found.refusal,
    )


@pytest.mark.parametrize(
    ("status", "reply", "words"),
    [
        (200, b"{", "not JSON"),
        (200, b"[]", "no JSON object"),
        (200, b"{}", "without choices"),
        (200, b'{"choices": []}', "without choices"),
        (200, b'{"choices": [{"message": "x"}]}', "without choices"),
        (401, b'{"error": {"message": "wrong key"}}', r"wrong key \(HTTP 401\)"),
        (500, b"\xff oops", r"oops \(HTTP 500\)"),
        (503, b'{"error": 1}', r'"error": 1\} \(HTTP 503\)'),
        (502, b"", r"an empty reply \(HTTP 502\)"),
        (307, b"", "HTTP 307"),
    ],
)
def test_what_cannot_be_read_is_an_error(url: str, status: int, reply: bytes, words: str) -> None:
    """A redirect is not followed: the key would go along."""
    Service.status, Service.reply = status, reply
    target = OpenAITarget(url, "k", model="m")
    with pytest.raises(TargetFailed, match=words) as caught:
        target.ask("?")

    assert (None if status == 200 else status) == caught.value.status
    assert 1 == len(Service.seen)


def test_a_reply_beyond_all_measure_is_an_error(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hegui.assessment.target._LARGEST_BYTES", 10)
    with pytest.raises(TargetFailed, match="longer than 10 bytes"):
        OpenAITarget(url, "k", model="m").ask("?")


@pytest.mark.parametrize("models", [{}, {"data": []}, {"data": ["m"]}, {"data": [{"id": 1}]}])
def test_a_service_without_models_is_an_error(url: str, models: object) -> None:
    Service.models = models
    with pytest.raises(TargetFailed, match="a list of models without one"):
        _ = OpenAITarget(url, "k").name


def test_nobody_there_is_an_error() -> None:
    with pytest.raises(TargetFailed, match="ConnectionRefusedError"):
        OpenAITarget("http://127.0.0.1:9/v1", "k", model="m", timeout_s=5).ask("?")


@pytest.mark.parametrize(
    "base_url",
    ["", "ftp://a/v1", "http://", "a/v1", "http://a:x/v1", "http://a/v1?k=1", "http://u:p@a/v1"],
)
def test_what_is_no_address_is_refused(base_url: str) -> None:
    with pytest.raises(InvalidTarget) as caught:
        OpenAITarget(base_url, "k")

    assert base_url == caught.value.base_url


@pytest.mark.parametrize("key", ["k\r\nx: y", "密"])
def test_a_key_that_breaks_a_header_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(InvalidTarget) as caught:
        OpenAITarget("http://a/v1", key)

    assert key not in str(caught.value)


def test_tls_is_spoken_when_asked(url: str) -> None:
    """A plain server cannot answer a TLS greeting."""
    with pytest.raises(TargetFailed, match=r"SSLError|ConnectionResetError"):
        OpenAITarget(url.replace("http:", "https:"), "k", model="m", timeout_s=5).ask("?")
