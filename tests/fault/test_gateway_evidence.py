"""Without an entry no answer is released: the gateway fails closed, and says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openai
import pytest
from tests.conformance.openai.asking import MODEL
from tests.conformance.openai.serving import KEY, Served, serving

from hegui.controls.plan import Plan

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


def create(client: openai.OpenAI, question: str, *, stream: bool) -> str:
    """Return the text that arrives."""
    answer = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": question}], stream=stream
    )
    if isinstance(answer, openai.Stream):
        return "".join(chunk.choices[0].delta.content or "" for chunk in answer)
    return answer.choices[0].message.content or ""


def client_of(served: Served) -> openai.OpenAI:
    """Return a client that retries nothing."""
    return openai.OpenAI(base_url=served.base_url, api_key=KEY, max_retries=0)


@BOTH
def test_a_ledger_that_cannot_write_stops_new_requests(tmp_path: Path, stream: bool) -> None:
    """503 at once, no receipt, and the model is not asked."""
    with serving(tmp_path) as served, client_of(served) as client:
        served.ledger.close()
        with pytest.raises(openai.InternalServerError) as caught:
            create(client, "你好", stream=stream)

        assert (503, "evidence_unavailable") == (caught.value.status_code, caught.value.code)
        assert "x-hegui-receipt" not in caught.value.response.headers
        assert caught.value.response.headers["retry-after"] == "2"
        assert served.demo.requests == []


def test_a_whole_answer_is_withheld_when_its_entry_fails(tmp_path: Path) -> None:
    """The model has answered; the client gets none of it."""
    with serving(tmp_path) as served, client_of(served) as client:
        served.loop.call_soon_threadsafe(served.loop.call_later, 0.3, served.ledger.close)
        with pytest.raises(openai.InternalServerError) as caught:
            create(client, "你好 /demo wait 1", stream=False)

        assert caught.value.code == "evidence_unavailable"
        assert len(served.demo.requests) == 1


def test_a_stream_does_not_end_well_when_its_entry_fails(tmp_path: Path) -> None:
    """Neither finish reason nor ``[DONE]``: an error frame."""
    with serving(tmp_path) as served, client_of(served) as client:
        served.loop.call_soon_threadsafe(served.loop.call_later, 0.3, served.ledger.close)
        stream = client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "user", "content": "你好 /demo delay 0.05"}],
            stream=True,
        )
        finishes: list[str | None] = []
        with pytest.raises(openai.APIError) as caught:
            finishes.extend(chunk.choices[0].finish_reason for chunk in stream)

        assert caught.value.code == "evidence_unavailable"
        assert set(finishes) <= {None}


@BOTH
def test_without_a_plan_nothing_passes(tmp_path: Path, stream: bool) -> None:
    """The source of the plan fails: 503, not a request without controls."""

    def broken(_: Plan) -> Callable[[], Plan]:
        def source() -> Plan:
            raise LookupError("no plan for today")

        return source

    with serving(tmp_path, plan=broken) as served, client_of(served) as client:
        with pytest.raises(openai.InternalServerError) as caught:
            create(client, "你好", stream=stream)

        assert (503, "plan_unavailable") == (caught.value.status_code, caught.value.code)
        assert served.demo.requests == []


def test_the_last_bytes_wait_for_the_entry(tmp_path: Path) -> None:
    """When the client has the end of an answer, its entry is on disk."""
    with serving(tmp_path) as served, client_of(served) as client:
        for number in range(20):
            create(client, f"第{number}个问题", stream=bool(number % 2))

            assert served.reader.size() == number + 1
