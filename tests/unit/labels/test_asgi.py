"""What leaves an application is labelled, or does not leave."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from hegui.controls.label_law import grammar
from hegui.labels import PassingFiles, read_bytes
from hegui.labels.asgi import LabelFiles

PNG = (Path(__file__).parents[2] / "_data" / "labels" / "ffmpeg.png").read_bytes()
FILES = PassingFiles(grammar(), producer="Demo", number=lambda: "7")


def answer(
    kind: bytes, chunks: list[bytes], *, most: int = 1 << 20, status: int = 200
) -> list[dict[str, Any]]:
    """Return what goes over the wire for an answer in pieces."""
    sent: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"content-type", kind), (b"content-length", b"1"), (b"x-own", b"1")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for number, chunk in enumerate(chunks, 1):
            more = number < len(chunks)
            await send({"type": "http.response.body", "body": chunk, "more_body": more})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(LabelFiles(app, files=FILES, most=most)({"type": "http"}, receive, send))
    return sent


def test_a_picture_in_pieces_leaves_labelled() -> None:
    head, body = answer(b"image/png", [PNG[:100], PNG[100:]])
    label = read_bytes(body["body"], grammar()).label

    assert label is not None
    assert "Demo" == label.content_producer
    assert (b"content-length", str(len(body["body"])).encode()) in head["headers"]
    assert (b"x-own", b"1") in head["headers"]


def test_anything_else_passes_as_it_comes() -> None:
    assert [b"a", b"b"] == [m["body"] for m in answer(b"text/plain", [b"a", b"b"])[1:]]


def test_what_cannot_be_labelled_does_not_leave() -> None:
    """Damaged, too large, or of another kind than its header says."""
    broken = answer(b"image/png", [PNG[:-3]])
    large = answer(b"image/png", [PNG[:100], PNG[100:]], most=200)
    wrong = answer(b"audio/wav", [PNG])

    assert [(500, b"")] * 3 == [(m[0]["status"], m[1]["body"]) for m in (broken, large, wrong)]
    assert [2, 2, 2] == [len(m) for m in (broken, large, wrong)]


def test_names_of_headers_may_have_capitals() -> None:
    """Django writes them as it was given them."""
    sent: list[Any] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"Content-Type", b"Image/PNG"), (b"Content-Length", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": PNG})

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(LabelFiles(app, files=FILES)({"type": "http"}, None, send))  # type: ignore[arg-type]  # not used
    lengths = [value for name, value in sent[0]["headers"] if name.lower() == b"content-length"]

    assert read_bytes(sent[1]["body"], grammar()).label is not None
    assert [str(len(sent[1]["body"])).encode()] == lengths


def test_an_answer_without_a_file_passes() -> None:
    assert [(404, b""), (304, b"")] == [
        (m[0]["status"], m[1]["body"])
        for m in (answer(b"image/png", [b""], status=status) for status in (404, 304))
    ]


def test_there_is_no_way_around() -> None:
    """Neither a part of a file nor a path in its place is asked of the application."""
    heard: list[Any] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        heard.append(scope)

    headers = [(b"range", b"bytes=0-"), (b"If-Range", b"x"), (b"accept", b"*/*")]
    asked = {
        "type": "http",
        "headers": headers,
        "extensions": {"http.response.pathsend": {}, "http.response.zerocopysend": {}, "tls": {}},
    }
    asyncio.run(LabelFiles(app, files=FILES)(asked, None, None))  # type: ignore[arg-type]  # not used

    assert [[(b"accept", b"*/*")]] == [each["headers"] for each in heard]
    assert [{"tls": {}}] == [each["extensions"] for each in heard]
    assert 3 == len(headers)


def test_other_scopes_are_not_touched() -> None:
    seen: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["type"])

    middleware = LabelFiles(app, files=FILES)
    asyncio.run(middleware({"type": "lifespan"}, None, None))  # type: ignore[arg-type]  # not used

    assert ["lifespan"] == seen
