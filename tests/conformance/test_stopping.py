"""Ctrl-C drains and stops cleanly, and a second start goes on with the same data."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import openai
import pytest
from tests.conftest import Running, start_server

from hegui.ledger import Reader, verify


class Slow(threading.Thread):
    """Somebody who reads a slow stream to its end, whatever the end is."""

    def __init__(self, running: Running, how: str) -> None:
        super().__init__(name="slow")
        self._running = running
        self._how = how
        self.reads = threading.Event()
        """Set when the first words have come."""
        self.receipt = ""
        self.finish: str | None = None
        self.error: openai.APIError | None = None

    def run(self) -> None:
        """Ask, and note how it ends."""
        with openai.OpenAI(
            base_url=f"{self._running.url}/v1", api_key=self._running.api_key, max_retries=0
        ) as client:
            reply = client.chat.completions.with_raw_response.create(
                model=self._running.model,
                messages=[{"role": "user", "content": f"你好 /demo {self._how}"}],
                stream=True,
            )
            self.receipt = reply.headers["x-hegui-receipt"]
            try:
                for chunk in reply.parse():
                    self.reads.set()
                    self.finish = chunk.choices[0].finish_reason
            except openai.APIError as error:
                self.error = error


def stop_while_reading(running: Running, how: str) -> tuple[Slow, int, float]:
    """Interrupt the server in mid-stream; return the reader, exit code and seconds it took."""
    slow = Slow(running, how)
    slow.start()
    assert slow.reads.wait(20)
    begun = time.monotonic()
    code = running.stop()
    took = time.monotonic() - begun
    slow.join(20)
    return slow, code, took


def test_a_running_stream_finishes_and_a_second_start_goes_on(tmp_path: Path) -> None:
    """The stream gets its end, the ledger its last words; nothing is begun anew."""
    first = start_server(tmp_path)
    slow, code, _ = stop_while_reading(first, "chunk 10 /demo delay 0.15")
    reader = Reader.open(tmp_path / "ledger")
    report = verify(tmp_path / "ledger")
    last, before = reader.last(), reader.by_receipt(slow.receipt)

    assert (0, "stop", None) == (code, slow.finish, slow.error)
    assert before is not None
    assert "outcome/served" in before.refs
    assert last is not None
    assert "stop" == last.kind
    assert (True, last.seq + 1, 0) == (report.is_intact, report.signed, report.uncovered)
    assert not (tmp_path / "run.json").exists()

    second = start_server(tmp_path)
    with openai.OpenAI(base_url=f"{second.url}/v1", api_key=first.api_key) as client:
        reply = client.chat.completions.with_raw_response.create(
            model=second.model, messages=[{"role": "user", "content": "你好"}]
        )
    again = second.stop()
    later = reader.by_receipt(reply.headers["x-hegui-receipt"])

    assert (0, first.api_key) == (again, second.api_key)
    assert later is not None
    assert later.seq > last.seq
    assert before == reader.by_receipt(slow.receipt)
    assert "start" == reader.entry(last.seq + 1).kind
    assert (2, 2) == (reader.count(kind="start"), reader.count(kind="stop"))
    assert verify(tmp_path / "ledger").is_intact
    reader.close()


@pytest.mark.parametrize("how", ["chunk 1 /demo endless /demo delay 0.05", "chunk 2 /demo stall 3"])
def test_a_stream_that_takes_too_long_is_told(tmp_path: Path, how: str) -> None:
    """An error frame at the limit and no finish reason; an entry says why; the exit is clean."""
    running = start_server(tmp_path, {"HEGUI_DRAIN_S": "1"})
    slow, code, took = stop_while_reading(running, how)
    reader = Reader.open(tmp_path / "ledger")
    entry, last = reader.by_receipt(slow.receipt), reader.last()
    reader.close()

    assert (0, None) == (code, slow.finish)
    assert slow.error is not None
    assert "shutting_down" == slow.error.code
    assert entry is not None
    assert ("failed", "shutting_down") == (entry.payload["outcome"], entry.payload["error"])
    assert last is not None
    assert "stop" == last.kind
    assert verify(tmp_path / "ledger").is_intact
    assert took < 8
