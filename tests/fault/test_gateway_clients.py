"""Clients that leave, crowd, dawdle or come too late."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import openai
import orjson
import pytest
from tests.conformance.openai.asking import MODEL
from tests.conformance.openai.serving import KEY, Served, serving

from hegui.gateway import Limits


def request(question: str, *, stream: bool) -> bytes:
    """Return a whole HTTP request."""
    body = orjson.dumps(
        {"model": MODEL, "messages": [{"role": "user", "content": question}], "stream": stream}
    )
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\n"
        f"authorization: Bearer {KEY}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def connect(served: Served) -> socket.socket:
    """Return a plain connection to the gateway."""
    where = urlsplit(served.url)
    return socket.create_connection((where.hostname or "", where.port or 0), timeout=10)


def until(client: socket.socket, mark: bytes) -> bytes:
    """Receive until `mark` was there, and return all of it."""
    seen = b""
    while mark not in seen:
        chunk = client.recv(65_536)
        if not chunk:
            raise AssertionError(f"the connection ended before {mark!r}; it said {seen!r}")
        seen += chunk
    return seen


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait up to five seconds."""
    for _ in range(250):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError(f"after 5 s still not: {what}")


@pytest.mark.parametrize(
    ("how", "stream", "has_text"),
    [
        ("delay 0.05", True, True),  # in mid-stream
        ("stall 2", True, True),  # while the upstream is silent
        ("wait 30", True, False),  # before the first byte
        ("wait 30", False, False),
    ],
)
def test_a_client_that_leaves_frees_the_upstream_at_once(
    tmp_path: Path, how: str, stream: bool, has_text: bool
) -> None:
    """The upstream connection is closed, and the entry tells what was delivered."""
    with serving(tmp_path) as served:
        with connect(served) as client:
            client.sendall(request(f"你好 /demo chunk 2 /demo {how}", stream=stream))
            wait_for(lambda: served.demo.open_streams == 1, "the model answers")
            if has_text:
                until(client, b'"content":"')
                time.sleep(0.2)
        wait_for(lambda: served.demo.open_streams == 0, "the upstream is closed")
        wait_for(lambda: served.reader.size() == 1, "the entry is written")

        entry = served.reader.entry(0)
        assert entry.payload["outcome"] == "client-gone"
        assert (int(str(entry.payload["delivered"])) > 0) is has_text
        assert "outcome/client-gone" in entry.refs


def test_one_more_than_allowed_is_told_to_come_again(tmp_path: Path) -> None:
    """503 with ``retry-after``, and the place is free again afterwards."""
    with serving(tmp_path, limits=Limits(concurrent=1)) as served, connect(served) as first:
        first.sendall(request("你好 /demo wait 30", stream=False))
        wait_for(lambda: served.demo.open_streams == 1, "the first is being served")
        with connect(served) as second:
            second.sendall(request("你好", stream=False))
            refused = until(second, b"}}")
        first.close()
        wait_for(lambda: served.demo.open_streams == 0, "the first is gone")
        wait_for(lambda: served.reader.size() == 1, "its entry is written")
        with connect(served) as third:
            third.sendall(request("你好", stream=False))
            served_again = until(third, b"\r\n\r\n")

        assert refused.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 1" in refused
        assert b'"at_capacity"' in refused
        assert served_again.startswith(b"HTTP/1.1 200")


def test_a_body_that_does_not_come_is_a_408(tmp_path: Path) -> None:
    """A client that sends a byte a minute holds no place for long."""
    with serving(tmp_path, limits=Limits(body_s=0.3)) as served, connect(served) as client:
        client.sendall(request("你好", stream=False)[:-5])

        assert until(client, b"\r\n\r\n").startswith(b"HTTP/1.1 408")
        assert served.reader.size() == 0


def test_a_client_that_does_not_read_is_let_go(tmp_path: Path) -> None:
    """Its buffers fill, its time runs out, the upstream is closed, an entry tells."""
    limits = Limits(client_write_s=0.5, answer_bytes=500_000_000)
    with serving(tmp_path, limits=limits) as served, connect(served) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(request("你好 /demo endless", stream=True))
        wait_for(lambda: served.demo.open_streams == 1, "the model answers")
        wait_for(lambda: served.demo.open_streams == 0, "the upstream is closed")
        wait_for(lambda: served.reader.size() == 1, "the entry is written")

        assert served.reader.entry(0).payload["outcome"] == "client-gone"


def test_a_drain_finishes_what_runs_and_takes_nothing_new(tmp_path: Path) -> None:
    """The running stream gets its end; a new request is told to come later."""
    with serving(tmp_path) as served:
        texts: list[str] = []

        def run() -> None:
            with openai.OpenAI(base_url=served.base_url, api_key=KEY, max_retries=0) as client:
                texts.extend(
                    chunk.choices[0].finish_reason or ""
                    for chunk in client.chat.completions.create(
                        model=MODEL,
                        messages=[{"role": "user", "content": "你好 /demo delay 0.05"}],
                        stream=True,
                    )
                )

        running = threading.Thread(target=run)
        running.start()
        wait_for(lambda: served.demo.open_streams == 1, "the model answers")
        draining = threading.Thread(target=served.drain, args=(10,))
        draining.start()
        wait_for(lambda: status(served, "/readyz") == 503, "it says that it is not ready")
        late = status(served, "/v1/chat/completions", request_body=True)
        running.join(20)
        draining.join(20)

        assert late == 503
        assert texts[-1] == "stop"
        assert served.reader.entry(0).payload["outcome"] == "served"


def test_a_drain_cuts_off_what_takes_too_long(tmp_path: Path) -> None:
    """It gets an error frame and an entry."""
    with serving(tmp_path) as served, connect(served) as client:
        client.sendall(request("你好 /demo chunk 1 /demo stall 2", stream=True))
        wait_for(lambda: served.demo.open_streams == 1, "the model answers")
        time.sleep(0.2)
        served.drain(0.1)
        seen = until(client, b"0\r\n\r\n")

        assert b'"code":"shutting_down"' in seen
        assert b"[DONE]" not in seen
        assert served.reader.entry(0).payload["error"] == "shutting_down"


def status(served: Served, path: str, *, request_body: bool = False) -> int:
    """Return the status that a path answers with."""
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
    try:
        if request_body:
            raw = request("你好", stream=False).partition(b"\r\n\r\n")[2]
            connection.request("POST", path, raw, {"Authorization": f"Bearer {KEY}"})
        else:
            connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


async def test_many_at_once_each_get_their_own_answer(tmp_path: Path) -> None:
    """Two hundred streams at once do not mix, and each leaves one entry."""
    with serving(tmp_path) as served:
        async with openai.AsyncOpenAI(
            base_url=served.base_url, api_key=KEY, max_retries=0
        ) as client:

            async def ask(number: int) -> str:
                stream = await client.chat.completions.create(
                    model=MODEL,
                    messages=[{"role": "user", "content": f"第{number}个问题"}],
                    stream=True,
                )
                return "".join([c.choices[0].delta.content or "" async for c in stream])

            answers = await asyncio.gather(*(ask(number) for number in range(200)))

        assert all(f"“第{n}个问题”" in answer for n, answer in enumerate(answers))
        assert served.reader.count(kind="exchange") == 200
