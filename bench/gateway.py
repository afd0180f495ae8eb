"""CPU of the gateway: a moderated request, and a moderated stream chunk.

Everything is its own process: load generator, fixed model, byte pump, gateway.
Counted is the CPU time of all threads of the one in the middle, ledger
included, as the kernel's scheduler saw it. Wall time is not: the machine is shared.

    load ──▶ gateway   ──▶ model        64 at once, 10,000 terms, labels on
    load ──▶ byte pump ──▶ model        the same requests, the same round
    load ──▶ LiteLLM   ──▶ model        fewer of them, the same round; it judges nothing
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

import psutil  # type: ignore[import-untyped] # it ships no types

from bench import litellm_proxy
from bench.fixed_model import CHUNKS
from bench.runner import Ratio, absent, at_most, compare, interleave_figures

__all__ = ["measure"]

TERMS: Final = 10_000
CLIENTS: Final = 64
REQUESTS: Final = 1280
STREAMS: Final = 128
PEER_SHARE: Final = 0.1
"""Of those, what LiteLLM is asked: a request costs it so much that a round would last minutes."""

REQUEST_MS: Final = 0.5
"""Budget of one moderated request, CPU."""

CHUNK_MS: Final = 0.1
"""Budget of one moderated stream chunk, CPU."""

PEER_TIMES: Final = 50
"""A request is to cost LiteLLM at least so many times as much."""


def measure(rounds: int) -> Iterable[Ratio]:
    """Yield the cost of a request and of a chunk beside the byte pump's and LiteLLM's."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        model = stack.enter_context(_started("bench.fixed_model"))
        pump = stack.enter_context(_started("bench.byte_pump", model.port))
        gateway = stack.enter_context(
            _started("bench.gateway_server", str(folder), model.port, str(TERMS))
        )
        peer: _Server | None = None
        if litellm_proxy.is_there():
            process, port = stack.enter_context(litellm_proxy.started(folder, model.port))
            peer = _Server(process.pid, port)
        for name, kind, count, per, limit, times in (
            ("moderated request, 64 at once", "whole", REQUESTS, 1, REQUEST_MS, PEER_TIMES),
            ("moderated stream chunk, 64 at once", "stream", STREAMS, CHUNKS, CHUNK_MS, None),
        ):
            parts = {
                "gateway": stack.enter_context(_load(gateway, kind, count, per)),
                "pump": stack.enter_context(_load(pump, kind, count, per)),
            }
            if peer is not None:
                fewer = max(CLIENTS, round(count * PEER_SHARE) // CLIENTS * CLIENTS)
                parts["litellm"] = stack.enter_context(_load(peer, kind, fewer, per))
            figures = interleave_figures(parts, rounds)
            yield compare(
                name,
                unit="ms CPU",
                samples=figures["gateway"],
                baseline="byte pump",
                baseline_samples=figures["pump"],
                budget=at_most(limit, of="value"),
            )
            beside = f"{name}, beside LiteLLM"
            if peer is None:
                yield absent(beside, unit="ms CPU", samples=figures["gateway"], peer="LiteLLM")
                continue
            yield compare(
                beside,
                unit="ms CPU",
                samples=figures["gateway"],
                baseline="LiteLLM, which only passes it on",
                baseline_samples=figures["litellm"],
                budget=at_most(1 / times) if times else None,
            )


class _Server:
    """A process that serves on a port."""

    def __init__(self, pid: int, port: str) -> None:
        self._pid = pid
        self.port = port

    def cpu_ms(self) -> float:
        """Return the CPU time of all its threads so far."""
        try:
            return (
                sum(
                    int(file.read_text(encoding="ascii").split()[0])
                    for file in Path(f"/proc/{self._pid}/task").glob("*/schedstat")
                )
                / 1e6
            )
        except (OSError, ValueError, IndexError):  # a kernel without it counts in ticks of 10 ms
            times = psutil.Process(self._pid).cpu_times()
            return float(times.user + times.system) * 1e3


@contextmanager
def _started(module: str, *arguments: str) -> Iterator[_Server]:
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _Server(process.pid, _line(process.stdout).strip())
        finally:
            process.terminate()


@contextmanager
def _load(server: _Server, kind: str, count: int, per: int) -> Iterator[Callable[[], float]]:
    """Yield a function that runs the load once and returns CPU ms for each piece of work."""
    command = [sys.executable, "-m", "bench.load", server.port, str(CLIENTS), str(count), kind]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        _line(process.stdout)

        def run() -> float:
            if process.stdin is None:
                raise AssertionError("the load generator was started with a pipe")
            before = server.cpu_ms()
            process.stdin.write("go\n")
            process.stdin.flush()
            complete = int(_line(process.stdout))
            spent = server.cpu_ms() - before
            if complete != count:
                raise AssertionError(f"{complete} of {count} answers through {server.port}")
            return spent / (count * per)

        try:
            yield run
        finally:
            process.terminate()


def _line(stream: IO[str] | None) -> str:
    line = "" if stream is None else stream.readline()
    if not line:
        raise AssertionError("a part of the benchmark ended before it was ready")
    return line
