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


def test_an_answer_without_a_file_passes() -> None:
    assert [(404, b""), (304, b"")] == [
        (m[0]["status"], m[1]["body"])
        for m in (answer(b"image/png", [b""], status=status) for status in (404, 304))
    ]


def test_other_scopes_are_not_touched() -> None:
    seen: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["type"])

    middleware = LabelFiles(app, files=FILES)
    asyncio.run(middleware({"type": "lifespan"}, None, None))  # type: ignore[arg-type]  # not used

    assert ["lifespan"] == seen
