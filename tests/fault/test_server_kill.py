"""The whole server is killed under load: what a client got to the end has its entry.

Twenty times ``kill -9`` at a random moment with sixteen requests in flight,
streamed and not, served, refused and stopped. Each start goes on with the same
folder.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Final

from tests.conftest import Running, start_server
from tests.fault.load import Load

from hegui.ledger import Reader, verify

ROUNDS: Final = 20
CLIENTS: Final = 16

_EARLY: Final = """
# The bug that the test exists for: telling a client before the disk has the entry.
# Each batch is committed ten batches after its acknowledgement.
import hegui.ledger.stores.sqlite as sqlite

late, insert = [], sqlite.Store.insert

def tell_first(self, *batch):
    late.append(batch)
    if len(late) > 10:
        insert(self, *late.pop(0))

sqlite.Store.insert = tell_first
"""


async def kill_under_load(running: Running, after_s: float) -> Load:
    """Kill the server `after_s` after each client had an answer; return what was told."""
    load = Load(running.url, running.api_key, running.model, clients=CLIENTS)
    clients = [asyncio.create_task(load.client()) for _ in range(CLIENTS)]
    await asyncio.wait_for(load.is_on.wait(), 20)
    await asyncio.sleep(after_s)
    assert not any(client.done() for client in clients)
    running.kill()
    await asyncio.wait_for(asyncio.gather(*clients), 20)
    return load


def lost(var: Path, receipts: list[str]) -> list[str]:
    reader = Reader.open(var / "ledger")
    missing = [receipt for receipt in receipts if reader.by_receipt(receipt) is None]
    reader.close()
    return missing


def test_twenty_kills_of_the_server_lose_no_acknowledged_entry(tmp_path: Path) -> None:
    """Each start finds key and ledger as they were, and the ledger is whole in the end."""
    chance = random.Random()  # noqa: S311 - a moment, not a secret
    told: dict[bool, list[str]] = {False: [], True: []}
    keys: set[str] = set()
    for _ in range(ROUNDS):
        running = start_server(tmp_path)
        keys.add(running.api_key)
        load = asyncio.run(kill_under_load(running, chance.uniform(0, 0.4)))
        for stream, receipts in load.acknowledged.items():
            told[stream] += receipts

        assert [] == load.unexpected
        assert [] == lost(tmp_path, told[False] + told[True])
    last = start_server(tmp_path)
    keys.add(last.api_key)
    code = last.stop()
    report = verify(tmp_path / "ledger")
    reader = Reader.open(tmp_path / "ledger")
    starts, stops = reader.count(kind="start"), reader.count(kind="stop")
    found = [entry.payload["is_intact"] for entry in reader.entries(kind="verification")]
    reader.close()

    everything = told[False] + told[True]
    assert [] == lost(tmp_path, everything)
    assert len(everything) == len(set(everything))
    assert min(len(told[False]), len(told[True])) >= 5 * ROUNDS
    assert report.is_intact
    assert report.size >= len(everything)
    assert (code, starts, stops) == (0, ROUNDS + 1, 1)
    assert {True} == set(found)
    assert 1 == len(keys)


def test_the_kill_sees_a_server_that_tells_too_early(tmp_path: Path) -> None:
    """The negative control: with the bug in place, the same load finds losses."""
    folder = tmp_path / "early"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_EARLY, encoding="utf-8")
    running = start_server(tmp_path / "var", {"PYTHONPATH": str(folder)})
    load = asyncio.run(kill_under_load(running, 0.3))

    told = load.acknowledged[False] + load.acknowledged[True]
    assert len(lost(tmp_path / "var", told)) > 0
