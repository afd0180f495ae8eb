"""Killed at any moment: what was acknowledged is there, and the ledger goes on.

A child process appends with 64 in flight and prints each receipt after its
acknowledgement. It is killed with SIGKILL at a random moment; whatever it
managed to print must be in the ledger afterwards.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from hegui.ledger import Ledger, Reader, verify

ROUNDS: Final = 20

_WRITER: Final = """
import asyncio, os, pathlib, sys
from hegui.ledger import Ledger

async def produce(ledger):
    while True:
        receipt = await ledger.append("case", {"filler": "x" * 300}, refs=["a", "b"])
        os.write(1, (receipt.id + "\\n").encode())

async def main():
    ledger = Ledger.open(pathlib.Path(sys.argv[1]), pace_s=0)
    os.write(1, b"open\\n")
    await asyncio.gather(*(produce(ledger) for _ in range(64)))

asyncio.run(main())
"""

# The bug that the test exists for: telling before the disk has it. Each batch
# is committed ten batches after its acknowledgement.
_EARLY: Final = (
    """
from hegui.ledger.stores.sqlite import Store
late, insert = [], Store.insert
def tell_first(self, *batch):
    late.append(batch)
    if len(late) > 10:
        insert(self, *late.pop(0))
Store.insert = tell_first
"""
    + _WRITER
)


def acknowledged(code: str, folder: Path, seconds: float, *, least: int = 0) -> list[str]:
    """Run a writer for a while, kill it, and return the receipts it has told.

    It is killed `seconds` after it has opened the ledger and told `least` receipts.
    """
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, bufsize=0
    )
    assert child.stdout is not None
    told = child.stdout.read(5)
    assert b"open\n" == told
    early = b"".join(child.stdout.readline() for _ in range(least))
    time.sleep(seconds)
    child.kill()
    # The last line may have been cut: it was not told.
    return (early + child.communicate()[0]).decode().split("\n")[:-1]


def lost(folder: Path, receipts: list[str]) -> list[str]:
    reader = Reader.open(folder)
    missing = [receipt for receipt in receipts if reader.by_receipt(receipt) is None]
    reader.close()
    return missing


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    """Also across rounds: each goes on where the last was cut off."""
    chance = random.Random()  # noqa: S311 - a moment, not a secret
    told: list[str] = []
    for _ in range(ROUNDS):
        told += acknowledged(_WRITER, tmp_path, chance.uniform(0.01, 0.3))

        assert [] == lost(tmp_path, told)
        Ledger.open(tmp_path).close()
        assert verify(tmp_path).is_intact

    assert len(told) > ROUNDS
    assert len(told) == len(set(told))
    assert verify(tmp_path).size >= len(told)


def test_the_kill_sees_a_writer_that_tells_too_early(tmp_path: Path) -> None:
    """The negative control: with the bug in place, the same test finds losses."""
    told = acknowledged(_EARLY, tmp_path, 0.1, least=1)

    assert len(lost(tmp_path, told)) > 0


def test_a_verification_right_after_the_kill_names_what_was_not_signed(tmp_path: Path) -> None:
    """Nothing else is off; opening signs it, and then all is well."""
    acknowledged(_WRITER, tmp_path, 0.1, least=1)
    report = verify(tmp_path)

    assert [report.signed] == [problem.seq for problem in report.problems]
    assert "covered by no checkpoint" in report.problems[0].what
    with Ledger.open(tmp_path) as ledger:
        assert report.uncovered == ledger.recovered
    assert verify(tmp_path).is_intact
