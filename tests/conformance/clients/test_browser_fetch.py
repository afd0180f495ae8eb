"""A page of the same origin reads a stream with ``fetch``, in the machine's own Chromium."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from tests.browser.conftest import FLAGS
from tests.conformance.clients.speaking import LEAK, TERM, TOOL
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair
from tests.fault.scripted import MODEL

FETCH = """async ([body, key, parts]) => {
  const leaving = new AbortController();
  const answer = await fetch('/v1/chat/completions', {
    method: 'POST', signal: leaving.signal, body: JSON.stringify(body),
    headers: {'Authorization': 'Bearer ' + key, 'Content-Type': 'application/json'},
  });
  if (!body.stream) return {status: answer.status, json: await answer.json()};
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '', reads = 0;
  while (true) {
    const {done, value} = await reader.read();
    if (done) break;
    text += value; reads += 1;
    if (parts && reads >= parts) { leaving.abort(); break; }
  }
  const frames = text.split('\\n\\n').slice(0, -1).filter(each => each.startsWith('data: {'))
    .map(each => JSON.parse(each.slice(6)));
  return {status: answer.status, receipt: answer.headers.get('x-hegui-receipt'), reads, text,
    said: frames.map(frame => frame.choices[0]?.delta?.content ?? '').join('')};
}"""


@pytest.fixture(scope="module")
def page(clients: Pair) -> Iterator[Page]:
    """A page that the gateway's own address served."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS, headless=True
        )
        opened = started.new_page()
        opened.goto(f"{clients.served.url}/healthz")
        yield opened
        started.close()


def fetched(page: Page, text: str, *, parts: int = 0, **more: Any) -> dict[str, Any]:
    """Ask from the page; after `parts` reads it leaves, 0 means never."""
    body = {"model": MODEL, "messages": [{"role": "user", "content": text}], **more}
    found = page.evaluate(FETCH, [body, KEY, parts])
    assert isinstance(found, dict)
    return found


def test_a_page_chats(page: Page) -> None:
    """A whole answer as JSON."""
    found = fetched(page, "你好")

    assert found["status"] == 200
    assert found["json"]["choices"][0]["message"]["content"].startswith("您说：你好")


def test_a_page_streams(page: Page) -> None:
    """Chinese characters come whole, and the receipt can be read."""
    found = fetched(page, "你好" * 30, stream=True)

    assert found["said"] == f"您说：{'你好' * 30}\n\n（内容由人工智能生成）"
    assert found["receipt"].startswith("r-")
    assert found["text"].endswith("data: [DONE]\n\n")


def test_a_page_gets_tool_calls(page: Page) -> None:
    """As JSON in one answer."""
    tool = {"type": "function", "function": {"name": "weather", "parameters": {}}}

    found = fetched(page, f"北京{TOOL}", tools=[tool])

    assert found["json"]["choices"][0]["finish_reason"] == "tool_calls"


def test_a_page_gets_nothing_of_a_term(page: Page) -> None:
    """Not in any frame."""
    found = fetched(page, LEAK, stream=True)

    assert TERM[0] not in found["text"]
    assert '"content_filter"' in found["text"]


def test_a_page_that_leaves_is_noted(page: Page, clients: Pair) -> None:
    """An aborted ``fetch`` closes the upstream; the entry tells that the client left."""
    found = fetched(page, "长长的话" * 20_000, stream=True, parts=1)

    until = time.monotonic() + 5
    while (entry := clients.served.reader.by_receipt(found["receipt"])) is None:
        assert time.monotonic() < until, "no entry after 5 s"
        time.sleep(0.02)
    while clients.upstream.playing:  # it learns of it when it next writes
        assert time.monotonic() < until, "the upstream still plays after 5 s"
        time.sleep(0.02)

    assert entry.payload["outcome"] == "client-gone"
