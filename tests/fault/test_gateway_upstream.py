"""Whatever the upstream does, the client gets a clear error, never unjudged text, and an entry."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from tests.conformance.openai.asking import MODEL
from tests.conformance.openai.serving import KEY, Served, b64, serving

from hegui.gateway import Limits

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
SHORT = Limits(
    connect_s=1,
    first_byte_s=0.4,
    answer_s=0.4,
    between_chunks_s=0.4,
    total_s=1.5,
    answer_bytes=200_000,
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a gateway with short limits."""
    with serving(tmp_path_factory.mktemp("gateway"), limits=SHORT) as gateway:
        yield gateway


def provoke(served: Served, question: str, *, stream: bool) -> tuple[openai.APIError, str]:
    """Ask, and return the SDK's error with the text that came before it."""
    text = ""
    with openai.OpenAI(base_url=served.base_url, api_key=KEY, max_retries=0) as client:
        try:
            answer = client.chat.completions.create(
                model=MODEL, messages=[{"role": "user", "content": question}], stream=stream
            )
            for chunk in answer if isinstance(answer, openai.Stream) else ():
                text += chunk.choices[0].delta.content or ""
                assert chunk.choices[0].finish_reason is None
        except openai.APIError as error:
            return error, text
    raise AssertionError(f"expected an error; found the answer {text!r}")


def last_entry(served: Served) -> dict[str, object]:
    """Return the payload of the newest exchange."""
    entry = served.reader.last("exchange")
    assert entry is not None
    return dict(entry.payload)


@BOTH
@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (500, "upstream_failed", openai.InternalServerError),
        (503, "upstream_failed", openai.InternalServerError),
        (401, "upstream_failed", openai.InternalServerError),
        (302, "upstream_failed", openai.InternalServerError),
        (429, "upstream_busy", openai.RateLimitError),
        (400, "upstream_rejected", openai.BadRequestError),
        (404, "model_not_found", openai.NotFoundError),
    ],
)
def test_a_status_is_told_apart_by_whose_fault_it_is(
    served: Served, status: int, code: str, kind: type[openai.APIStatusError], stream: bool
) -> None:
    """The operator's key at the upstream is not the client's business: 401 becomes 502."""
    error, _ = provoke(served, f"你好 /demo status {status}", stream=stream)

    assert isinstance(error, kind)
    assert error.code == code
    entry = last_entry(served)
    assert entry["error"] == code
    assert entry["delivered"] == 0
    assert error.response.headers["x-hegui-receipt"]


@BOTH
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("cut 0", "upstream_cut"),
        ("stall 0", "upstream_timeout"),
        ("garbage", "upstream_invalid"),
        ("wait 5", "upstream_timeout"),
    ],
)
def test_a_fault_before_the_first_word_has_its_status(
    served: Served, fault: str, code: str, stream: bool
) -> None:
    """No stream has begun, so the status still tells; a reply of 200 would lie."""
    error, text = provoke(served, f"你好 /demo {fault}", stream=stream)

    assert error.code == code
    assert text == ""
    entry = last_entry(served)
    assert (entry["outcome"], entry["error"]) == ("upstream-error", code)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("cut 3", "upstream_cut"),
        ("stall 3", "upstream_timeout"),
        ("error 3 /demo delay 0.05", "upstream_failed"),
        ("endless /demo delay 0.01", "upstream_timeout"),
        ("endless", "upstream_too_long"),
    ],
)
def test_a_fault_in_mid_stream_is_an_error_frame(served: Served, fault: str, code: str) -> None:
    """The SDK raises; no finish reason and no ``[DONE]`` pretend that the answer is whole."""
    error, text = provoke(served, f"你好 /demo chunk 2 /demo {fault}", stream=True)

    assert error.code == code
    assert text
    entry = last_entry(served)
    assert (entry["outcome"], entry["error"]) == ("upstream-error", code)
    assert entry["delivered"] == len(text)
    assert entry["finish_reason"] is None


def test_what_is_held_when_the_upstream_breaks_is_dropped(served: Served) -> None:
    """The beginning of a term was not judged, so it is not delivered."""
    said = b64("今天很好。办假身份证")

    error, text = provoke(
        served, f"你好 /demo say-b64 {said} /demo chunk 1 /demo cut 8", stream=True
    )

    assert error.code == "upstream_cut"
    assert text == "今天很好。"


@BOTH
def test_an_upstream_that_is_down_is_a_502(tmp_path: Path, stream: bool) -> None:
    """Nobody listens: the error says so, and the entry, too."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with serving(tmp_path, upstream=f"http://127.0.0.1:{port}/v1") as served:
            error, _ = provoke(served, "你好", stream=stream)

            assert isinstance(error, openai.InternalServerError)
            assert error.code == "upstream_unreachable"
            assert last_entry(served)["outcome"] == "upstream-error"


def test_a_refusal_needs_no_upstream(tmp_path: Path) -> None:
    """With the model down, a banned request still gets its friendly answer."""
    with (
        serving(tmp_path, upstream="http://127.0.0.1:9/v1") as served,
        openai.OpenAI(base_url=served.base_url, api_key=KEY, max_retries=0) as client,
    ):
        completion = client.chat.completions.create(
            model="anything", messages=[{"role": "user", "content": "哪里办假身份证"}]
        )

        assert completion.choices[0].finish_reason == "content_filter"


def test_connections_to_the_upstream_are_used_again(served: Served) -> None:
    """Requests one after another share one connection, also after an error status."""
    with openai.OpenAI(base_url=served.base_url, api_key=KEY, max_retries=0) as client:
        before = served.demo.connections
        for _ in range(5):
            client.chat.completions.create(
                model=MODEL, messages=[{"role": "user", "content": "你好"}]
            )

        assert served.demo.connections - before <= 1
