"""The ledger: commits against raw fdatasync, processor time of an append, verification.

64 asyncio producers append entries like those of gateway requests, each as
soon as its last one was acknowledged. Beside it, in the same rounds and on the
same disk, a plain file gets appends of as many bytes as one such commit
carries, each followed by ``fdatasync``: the disk's own limit for group commit.

Once on the disk as it is, and once with each sync of both held until 6 ms have
passed: where syncs are so slow the disk is the limit, where they are quick the
processor.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import uvloop

import hegui.ledger.verification
from bench.held_disk import build, held_round
from bench.plain_log import PlainLog
from bench.runner import Ratio, at_least, at_most, compare
from hegui.ledger import JSON, Ledger
from hegui.ledger.writer import PACE_S

__all__ = ["measure"]

IN_FLIGHT: Final = 64
APPENDS: Final = 100
"""Per producer and round."""

PAUSE_S: Final = 0.035
"""Of a producer in the paced load, which makes some 1,600 requests a second."""

RAW_S: Final = 0.4
HELD_S: Final = 0.006
"""Of a slow disk: 168 syncs a second were measured on one, 2,200 on the same machine an hour on."""

VERIFIED: Final = 200_000
"""Entries in the ledger that is verified."""

REFS: Final = ("moment/prompt", "moment/answer", "outcome/served")
EXCHANGE: Final[dict[str, JSON]] = {
    "key": "k-0123456789",
    "model": "demo",
    "stream": True,
    "plan": "sha256:" + "a" * 64,
    "rules": "sha256:" + "b" * 64,
    "judged": {"prompt": 20, "answer": 200},
    "delivered": 200,
    "action": "allow",
    "verdicts": [],
    "outcome": "served",
    "finish_reason": "stop",
    "status": 200,
    "labelled": True,
    "held_max": 3,
    "ms": {"total": 1200, "upstream_first": 40},
}
ENTRY_BYTES: Final = 900
"""What one such entry has in its columns, and so what the raw append writes for it."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of appends."""

    commits: float
    """A second."""

    acks: float
    """A second."""

    batch: float
    """Mean entries in a commit."""

    cpu_us: float
    """Processor time of caller and committer for one append."""


def appends(folder: Path, *, pace_s: float, pause_s: float = 0) -> Round:
    """Append with 64 in flight; each producer pauses `pause_s` after an acknowledgement."""
    with Ledger.open(folder, pace_s=pace_s) as ledger:
        stamps: set[object] = set()

        async def produce() -> None:
            for _ in range(APPENDS):
                receipt = await ledger.append("exchange", EXCHANGE, refs=REFS)
                stamps.add(receipt.at)  # one instant for each commit
                if pause_s:
                    await asyncio.sleep(pause_s)

        async def all_of_them() -> None:
            await asyncio.gather(*(produce() for _ in range(IN_FLIGHT)))

        _run(all_of_them())  # warm: statements prepared, journal grown
        stamps.clear()
        cpu, began = time.process_time(), time.perf_counter()
        _run(all_of_them())
        cpu, elapsed = time.process_time() - cpu, time.perf_counter() - began
    entries = IN_FLIGHT * APPENDS
    return Round(
        commits=len(stamps) / elapsed,
        acks=entries / elapsed,
        batch=entries / len(stamps),
        cpu_us=cpu / entries * 1e6,
    )


def plain_rates(file: Path) -> tuple[float, float]:
    """Return acknowledgements and commits a second of a plain file under the same producers."""
    log = PlainLog(file)

    async def produce() -> None:
        for _ in range(APPENDS):
            await log.append(EXCHANGE)

    async def all_of_them() -> None:
        await asyncio.gather(*(produce() for _ in range(IN_FLIGHT)))

    _run(all_of_them())
    log.commits, began = 0, time.perf_counter()
    _run(all_of_them())
    elapsed = time.perf_counter() - began
    log.close()
    return IN_FLIGHT * APPENDS / elapsed, log.commits / elapsed


def _run(main: Coroutine[object, object, None]) -> None:
    """Run on the event loop that the gateway runs on."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


def pauses() -> float:
    """Return the processor time, in µs, of one turn of a producer that only pauses."""

    async def produce() -> None:
        for _ in range(APPENDS):
            await asyncio.sleep(PAUSE_S)

    async def all_of_them() -> None:
        await asyncio.gather(*(produce() for _ in range(IN_FLIGHT)))

    began = time.process_time()
    _run(all_of_them())
    return (time.process_time() - began) / (IN_FLIGHT * APPENDS) * 1e6


def raw(folder: Path, size: int) -> float:
    """Return how often a second `size` bytes can be appended and synced."""
    block = b"x" * size
    descriptor = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_TRUNC)
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < RAW_S:
        os.write(descriptor, block)
        os.fdatasync(descriptor)
        count += 1
    elapsed = time.perf_counter() - began
    os.close(descriptor)
    return count / elapsed


def measure(rounds: int) -> Iterable[Ratio]:
    """Yield the ledger's figures."""
    with TemporaryDirectory(prefix="hegui-bench-") as name:
        yield from _appends(Path(name), rounds)
    with TemporaryDirectory(prefix="hegui-bench-") as name:
        yield from _verification(Path(name), rounds)


def _appends(folder: Path, rounds: int) -> Iterable[Ratio]:
    busy, paced, disk, idle, plain = [], [], [], [], []
    slow = []
    library = build(folder)
    for turn in range(rounds):
        busy.append(appends(folder / f"busy-{turn}", pace_s=0))
        plain.append(plain_rates(folder / f"plain-{turn}"))
        disk.append(raw(folder, round(busy[-1].batch * ENTRY_BYTES)))
        paced.append(appends(folder / f"paced-{turn}", pace_s=PACE_S, pause_s=PAUSE_S))
        idle.append(pauses())
        slow.append(held_round(library, folder / f"slow-{turn}", held_s=HELD_S))
    size = round(median(r.batch for r in busy))
    yield compare(
        f"commits, {IN_FLIGHT} in flight",
        unit="commits/s",
        samples=[r.commits for r in busy],
        baseline=f"append of as many bytes ({size} entries) + fdatasync",
        baseline_samples=disk,
        budget=at_least(0.8),
    )
    yield compare(
        f"commits of a plain file with group commit, {IN_FLIGHT} in flight",
        unit="commits/s",
        samples=[commits for _, commits in plain],
        baseline="the same fdatasync",
        baseline_samples=disk,
    )
    size = round(median(r.batch for r in slow))
    yield compare(
        f"commits, {IN_FLIGHT} in flight, each sync held to {HELD_S * 1e3:.0f} ms",
        unit="commits/s",
        samples=[r.commits for r in slow],
        baseline=f"the same with as many bytes ({size} entries)",
        baseline_samples=[r.raw for r in slow],
        budget=at_least(0.8),
    )
    yield compare(
        f"acknowledgements, {IN_FLIGHT} in flight, against a plain file",
        unit="acks/s",
        samples=[r.acks for r in busy],
        baseline="the same producers, a plain file with group commit",
        baseline_samples=[acks for acks, _ in plain],
        budget=at_least(0.8),
    )
    yield compare(
        f"acknowledgements, {IN_FLIGHT} in flight",
        unit="acks/s",
        samples=[r.acks for r in busy],
        baseline="the same fdatasync",
        baseline_samples=disk,
    )
    yield compare(
        "append, caller and committer, as fast as it goes",
        unit="µs CPU",
        samples=[r.cpu_us for r in busy],
        baseline="a whole request's budget",
        baseline_samples=[500.0] * rounds,
        budget=at_most(100, of="value"),  # a fifth of the request's
    )
    yield compare(
        f"append, the same, at {median(r.acks for r in paced):.0f} a second",
        unit="µs CPU",
        samples=[r.cpu_us for r in paced],
        baseline="the same producers without a ledger",
        baseline_samples=idle,
    )


def _verification(folder: Path, rounds: int) -> Iterable[Ratio]:
    with Ledger.open(folder, pace_s=0) as ledger:

        async def produce() -> None:
            for _ in range(VERIFIED // 500):
                await ledger.append("exchange", EXCHANGE, refs=REFS)

        async def all_of_them() -> None:
            await asyncio.gather(*(produce() for _ in range(500)))

        _run(all_of_them())
    verifier = Path(hegui.ledger.verification.__file__).with_name("verify.py")
    rows, reading = [], []
    for _ in range(rounds):
        before = _children()
        subprocess.run(
            [sys.executable, "-I", verifier, folder], check=True, stdout=subprocess.DEVNULL
        )
        rows.append(VERIFIED / (_children() - before))
        before = _children()
        subprocess.run([sys.executable, "-I", "-c", _READ, folder], check=True)
        reading.append(VERIFIED / (_children() - before))
    yield compare(
        f"verify {VERIFIED:,} entries",
        unit="entries/s CPU",
        samples=rows,
        baseline="reading and hashing the same rows, nothing else",
        baseline_samples=reading,
        budget=at_least(150_000, of="value"),
    )


_READ: Final = """
import hashlib, sqlite3, sys
c = sqlite3.connect(sys.argv[1] + "/ledger.sqlite3")
for seq, env, salt, payload in c.execute("SELECT seq, env, salt, payload FROM entry ORDER BY seq"):
    hashlib.sha256(b"\\0" + env).digest()
    hashlib.sha256(salt + payload).digest()
"""


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
