"""curl, as it stands in everybody's documentation."""

from __future__ import annotations

import subprocess

import orjson
from tests.conformance.clients.speaking import ARGUMENTS, LEAK, TERM, TOOL, VECTOR
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair
from tests.fault.scripted import MODEL


def curl(pair: Pair, path: str, body: dict[str, object], *options: str) -> str:
    """Post a body and return what curl prints."""
    run = subprocess.run(
        [
            *("curl", "--silent", "--show-error", "--no-buffer", "--max-time", "20", *options),
            f"{pair.served.base_url}/{path}",
            *("--header", f"Authorization: Bearer {KEY}"),
            *("--header", "Content-Type: application/json"),
            *("--data-binary", "@-"),
        ],
        input=orjson.dumps({"model": MODEL, **body}),
        capture_output=True,
        check=True,
    )
    return run.stdout.decode()


def asking(text: str) -> dict[str, object]:
    """Return a chat body."""
    return {"messages": [{"role": "user", "content": text}]}


def test_curl_chats(clients: Pair) -> None:
    """One JSON answer."""
    found = orjson.loads(curl(clients, "chat/completions", asking("你好")))

    assert found["choices"][0]["message"]["content"].startswith("您说：你好")
    assert found["usage"]["total_tokens"] == 7


def test_curl_streams(clients: Pair) -> None:
    """Lines of data and the end mark, readable by ``grep``."""
    lines = curl(clients, "chat/completions", {**asking("你好"), "stream": True}).splitlines()

    data = [line.removeprefix("data: ") for line in lines if line]
    assert data[-1] == "[DONE]"
    assert all(line.startswith("data: ") for line in lines if line)
    said = [orjson.loads(line)["choices"][0]["delta"].get("content", "") for line in data[:-1]]
    assert "".join(said).startswith("您说：你好")


def test_curl_sees_status_and_receipt(clients: Pair) -> None:
    """``--include`` shows the head that the docs speak of."""
    answer = curl(clients, "chat/completions", {**asking("你好"), "stream": True}, "--include")

    assert answer.startswith("HTTP/1.1 200 OK")
    assert "x-hegui-receipt: r-" in answer
    assert "content-type: text/event-stream" in answer


def test_curl_calls_tools(clients: Pair) -> None:
    """Arguments arrive as the model gave them."""
    tool = {"type": "function", "function": {"name": "weather", "parameters": {}}}

    found = orjson.loads(
        curl(clients, "chat/completions", {**asking(f"北京{TOOL}"), "tools": [tool]})
    )

    call = found["choices"][0]["message"]["tool_calls"][0]
    assert call["function"] == {"name": "weather", "arguments": ARGUMENTS}


def test_curl_embeds(clients: Pair) -> None:
    """Numbers arrive as the model gave them."""
    found = orjson.loads(curl(clients, "embeddings", {"input": ["花", "草"]}))

    assert [each["embedding"] for each in found["data"]] == [list(VECTOR)] * 2


def test_curl_gets_nothing_of_a_term(clients: Pair) -> None:
    """Neither the characters nor their escapes."""
    answer = curl(clients, "chat/completions", {**asking(LEAK), "stream": True})

    assert TERM[0] not in answer
    assert "529e" not in answer
    assert '"finish_reason":"content_filter"' in answer
