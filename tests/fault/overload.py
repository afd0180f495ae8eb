"""What happens when five times as many requests come as the gateway has places for.

    python -m tests.fault.overload [seconds]

The model takes a fixed time for each answer, so the gateway's places decide its
capacity. First it is filled exactly (the peak), then requests arrive at five
times that rate whatever becomes of them, then at half of it: how many are
served, how soon the rest is told to come later, how soon all is well again.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

import orjson
import uvloop
from tests.fault.alone import alone, request

__all__ = ["Outcome", "overload"]

PLACES: Final = 16
ANSWER_S: Final = 0.1
_ANSWER: Final = orjson.dumps(
    {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "春天来了。"},
                "finish_reason": "stop",
            }
        ],
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was measured; rates are answers in a second."""

    peak: float
    goodput: float
    """Served under five times the peak."""
    told_later: int
    """Answers 429 or 503, each with ``retry-after``."""
    other: int
    """Neither served nor told: there must be none."""
    told_p99_ms: float
    recovered_s: float
    """From the end of the overload to the first of ten requests in a row that are all served."""


async def _model(reader: StreamReader, writer: StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while head := (await reader.readuntil(b"\r\n\r\n")).lower():
            body = orjson.dumps({"data": [{"id": "m"}]})
            if not head.startswith(b"get"):
                length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
                await reader.readexactly(length)
                await asyncio.sleep(ANSWER_S)
                body = _ANSWER
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
    writer.close()


class _Asker:
    """Keep-alive connections; one more is opened when all are in use."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[StreamReader, StreamWriter]] = []
        self.served: list[float] = []
        """When each answer was there."""
        self.told: list[float] = []
        """How long each refusal took, in milliseconds."""
        self.other = 0

    async def ask(self) -> bool:
        begun = monotonic()
        try:
            pair = (
                self._idle.pop()
                if self._idle
                else await asyncio.open_connection("127.0.0.1", self._port)
            )
            reader, writer = pair
            writer.write(request("春天适合种什么花？", stream=False))
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)).lower()
            await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r\n")[0]))
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            self.other += 1
            return False
        self._idle.append(pair)
        status = head.split(b" ", 2)[1]
        if status == b"200":
            self.served.append(monotonic())
        elif status in {b"429", b"503"} and b"retry-after: " in head:
            self.told.append((monotonic() - begun) * 1000)
        else:
            self.other += 1
        return status == b"200"

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()


async def _filled(asker: _Asker, seconds: float) -> float:
    """Keep every place taken, and return how many answers came in a second."""
    until = monotonic() + seconds

    async def one() -> None:
        while monotonic() < until:
            await asker.ask()

    before = len(asker.served)
    await asyncio.gather(*(one() for _ in range(PLACES)))
    return (len(asker.served) - before) / seconds


async def _arriving(asker: _Asker, rate: float, seconds: float) -> list[asyncio.Task[bool]]:
    """Let requests arrive at a rate, whatever becomes of them; return their tasks."""
    begun = monotonic()
    tasks: list[asyncio.Task[bool]] = []
    while (passed := monotonic() - begun) < seconds:
        while len(tasks) < passed * rate:
            tasks.append(asyncio.create_task(asker.ask()))
        await asyncio.sleep(0.002)
    return tasks


async def overload(folder: Path, seconds: float) -> Outcome:
    """Measure; each of the first two parts lasts `seconds`."""
    model = await asyncio.start_server(_model, "127.0.0.1", 0)
    async with alone(folder, model.sockets[0].getsockname()[1], concurrent=PLACES) as (port, _):
        asker = _Asker(port)
        await asker.ask()
        peak = await _filled(asker, seconds)
        begun = monotonic()
        tasks = await _arriving(asker, peak * 5, seconds)
        ended = monotonic()
        served = sum(1 for at in asker.served if begun <= at <= ended)
        in_a_row, recovered_at = 0, ended
        while in_a_row < 10:
            began = monotonic()
            is_served = await asker.ask()
            recovered_at = began if is_served and in_a_row == 0 else recovered_at
            in_a_row = in_a_row + 1 if is_served else 0
        await asyncio.gather(*tasks)
        asker.close()
    model.close()
    told = sorted(asker.told)
    return Outcome(
        peak=peak,
        goodput=served / (ended - begun),
        told_later=len(told),
        other=asker.other,
        told_p99_ms=told[int(len(told) * 0.99)] if told else 0.0,
        recovered_s=recovered_at - ended,
    )


def main(arguments: list[str]) -> None:
    """Measure and print."""
    seconds = float(arguments[0]) if arguments else 10.0
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(f"{uvloop.run(overload(Path(folder), seconds))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
