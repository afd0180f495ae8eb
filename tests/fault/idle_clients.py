"""What clients cost that ask for an endless stream and never read it.

    python -m tests.fault.idle_clients [clients] [seconds] [sentence of the model]

Gateway and model run in processes of their own. Clients come in groups; when the
model says that the gateway takes no more from it, all buffers are full. Then the
gateway's memory is looked at, and again some seconds later. Readiness is asked
for all the time, on a new connection each time, as an orchestrator does.
"""

from __future__ import annotations

import asyncio
import resource
import socket
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

import psutil  # type: ignore[import-untyped]  # it has no stubs
import uvloop
from tests.fault.alone import alone, request
from tests.fault.pouring import poured, pouring

__all__ = ["Cost", "cost"]

_GROUP: Final = 50
_PATIENCE_S: Final = 120.0
"""How long a group may go on filling its buffers; longer means that nothing holds the model."""

_MOST_BYTES: Final = 8 * 2**20
"""Taken for a client that takes nothing; more means the same, before memory is full."""

_LOOK_S: Final = 0.1
_LOOKS: Final = 5
"""So many looks in a row the gateway must have been at rest in the end."""

_MIB: Final = 2**20
_PAGE: Final = resource.getpagesize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What was measured. Memory is above the gateway's own, for each client."""

    clients: int
    mib_each: float
    """Resident memory of the gateway when all buffers are full."""

    mib_each_later: float
    """The same at the end."""

    system_mib_each: float
    """What the system holds in sockets, of all three sides, since they are on one machine."""

    taken_mib_each: float
    """What the gateway took from the model for a client that took nothing."""

    cpu_share: float
    """Of one processor, used by the gateway while all were idle."""

    ready_p99_ms: float
    """Of readiness, while all were idle."""

    ready_filling_p99_ms: float
    """Of readiness, while buffers were filled as fast as the processor goes."""


@dataclass(slots=True)
class _Readiness:
    """Asks for readiness all the time."""

    port: int
    waits: list[float] = field(default_factory=list)

    async def ask(self) -> None:
        begun = monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(b"GET /readyz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
            told = await asyncio.wait_for(reader.read(), 30)
        finally:
            writer.close()
        if not told.startswith(b"HTTP/1.1 200"):
            raise AssertionError(f"expected to be ready; found {told[:80]!r}")
        self.waits.append((monotonic() - begun) * 1000)

    async def go_on(self) -> None:
        while True:
            await self.ask()
            await asyncio.sleep(0.05)

    def p99_ms(self) -> float:
        """Return the 99th percentile since the last look."""
        waits, self.waits = sorted(self.waits), []
        return waits[int(len(waits) * 0.99)]


async def _client(port: int) -> socket.socket:
    client = socket.socket()
    # Before it connects: what it says about its window then counts for good.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, ("127.0.0.1", port))
    await loop.sock_sendall(client, request("春天适合种什么花？", stream=True))
    told = await loop.sock_recv(client, 512)
    if not told.startswith(b"HTTP/1.1 200"):
        raise AssertionError(f"expected a stream; found {told.decode()}")
    return client


async def _full(model_port: int, clients: int, gateway: psutil.Process, least: int) -> int:
    """Return the bytes that were poured in all when the gateway takes no more and rests."""
    given_up = monotonic() + _PATIENCE_S
    before, looks = await poured(model_port), 0
    while monotonic() < given_up and before[1] < clients * _MOST_BYTES:
        await asyncio.sleep(_LOOK_S)
        now = await poured(model_port)
        # What it has taken it may still have to judge, and then it wants the processor.
        rests = gateway.status() != psutil.STATUS_RUNNING
        looks = looks + 1 if rests and now == before else 0
        before = now
        if looks >= least and now[0] >= clients:
            return now[1]
    raise AssertionError(f"expected the gateway to stop taking; (streams, bytes) {before}")


def _system_bytes() -> int:
    """Return what all TCP sockets of this machine hold."""
    for line in Path("/proc/net/sockstat").read_text(encoding="ascii").splitlines():
        if line.startswith("TCP:"):
            return int(line.split()[-1]) * _PAGE
    return 0


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def cost(folder: Path, clients: int, seconds: float, *sentence: str) -> Cost:
    """Measure with so many clients; `seconds` lie between the two looks.

    Raises:
        AssertionError: the gateway is not ready once, or takes from the model without an end.
    """
    limits: dict[str, float] = {"concurrent": clients + 10, "answer_bytes": 1 << 40}
    limits |= dict.fromkeys(("client_write_s", "total_s"), 7200.0)
    idle: list[socket.socket] = []
    async with (
        pouring(*sentence) as model_port,
        alone(folder, model_port, **limits) as (port, process),
    ):
        own = psutil.Process(process.pid)
        readiness = _Readiness(port)
        await readiness.ask()
        before, system_before = own.memory_info().rss, _system_bytes()
        asking = asyncio.create_task(readiness.go_on())
        while len(idle) < clients:
            # In groups: so many that pour at once would be a test of the processor.
            group = min(_GROUP, clients - len(idle))
            idle += await asyncio.gather(*(_client(port) for _ in range(group)))
            await _full(model_port, len(idle), own, 1)
        taken = await _full(model_port, clients, own, _LOOKS)
        filling_p99 = readiness.p99_ms()
        full, system = own.memory_info().rss, _system_bytes()
        cpu, begun = _cpu_s(own), monotonic()
        await asyncio.sleep(seconds)
        cpu_share = (_cpu_s(own) - cpu) / (monotonic() - begun)
        later = own.memory_info().rss
        if asking.done():
            await asking
        asking.cancel()
        for client in idle:
            client.close()
    return Cost(
        clients=clients,
        mib_each=(full - before) / clients / _MIB,
        mib_each_later=(later - before) / clients / _MIB,
        system_mib_each=(system - system_before) / clients / _MIB,
        taken_mib_each=taken / clients / _MIB,
        cpu_share=cpu_share,
        ready_p99_ms=readiness.p99_ms(),
        ready_filling_p99_ms=filling_p99,
    )


def main(arguments: list[str]) -> None:
    """Measure and print."""
    clients, seconds, *sentence = (*arguments, *("2000", "20")[len(arguments) :])
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        found = cost(Path(folder), int(clients), float(seconds), *sentence)
        sys.stdout.write(f"{uvloop.run(found)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
