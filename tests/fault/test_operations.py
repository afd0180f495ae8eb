"""Clients that leave, that never read and that come in crowds; and changes while they are served.

Short versions: ``python -m tests.fault.leaving``, ``….idle_clients`` and
``….overload`` measure for longer.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from tests.conformance.openai.serving import KEY, serving
from tests.fault.alone import KEY as ALONE_KEY
from tests.fault.alone import serve
from tests.fault.idle_clients import cost
from tests.fault.leaving import PHASES, latencies
from tests.fault.load import Load
from tests.fault.overload import overload

from hegui.gateway import refusals
from hegui.gateway.declared import Declared, decode
from hegui.gateway.demo import DemoModel
from hegui.gateway.limits import Limits
from hegui.gateway.refusal_library import load as load_refusals
from hegui.gateway.routes import Routes
from hegui.ledger import Reader


async def test_the_upstream_is_closed_at_once_in_every_phase(tmp_path: Path) -> None:
    """Whether nothing has come yet, or much, or nothing any more: within two ticks."""
    found = await latencies(tmp_path, 8)
    medians = {phase: took[len(took) // 2] for phase, took in found.items()}

    assert set(PHASES) == set(found)
    # A busy machine may wake us late once in a while; most of eight it does not.
    assert max(medians.values()) < 0.15, medians


async def test_five_times_too_much_is_told_at_once_and_passes(tmp_path: Path) -> None:
    """Who has a place is served as fast as ever; the others are told to come later."""
    found = await overload(tmp_path / "0", 1.0)
    # A machine that is busy with something else may starve one run or two. A gateway
    # whose crowd pushes out who has a place is starved in each.
    for turn in "12":
        if found.goodput <= 0.5 * found.peak:
            found = await overload(tmp_path / turn, 1.0)

    assert 0 == found.other
    assert found.told_later > found.peak
    assert found.goodput > 0.5 * found.peak
    assert found.recovered_s < 5


async def test_clients_that_never_read_cost_little_and_the_same_later(tmp_path: Path) -> None:
    """The model is held as soon as buffers are full, memory stays, readiness answers."""
    found = await cost(tmp_path, 24, 1.0)

    assert found.mib_each < 4
    assert abs(found.mib_each_later - found.mib_each) < 0.2
    assert found.taken_mib_each < 3
    # A busy machine may be slow; a gateway that waited for its model would take seconds.
    assert found.ready_p99_ms < 1000


def _declared(url: str, filing: int) -> Declared:
    return decode(
        f"""
        [[upstream]]
        name = "house-{filing % 2}"
        url = "{url}"
        filing = "example-{filing}"

        [[route]]
        model = "hegui-*"
        to = [{{ upstream = "house-{filing % 2}" }}]
        """.encode(),
        "t",
    )


def test_nothing_is_dropped_while_routes_and_words_change(tmp_path: Path) -> None:
    """Fifty changes under load: every answer is whole, and each has its entry."""
    with serving(tmp_path) as served:
        routes = Routes(_declared(served.gateway._upstream.base_url, 0), lambda *_: "")  # type: ignore[union-attr]

        async def change(load: Load) -> None:
            url = served.gateway._upstream.base_url  # type: ignore[union-attr]
            await routes.open(Limits())
            served.gateway._upstream = routes
            served.gateway._life.upstream = routes
            await asyncio.wait_for(load.is_on.wait(), 20)
            for number in range(1, 51):
                await routes.swap(_declared(url, number))
                refusals.use(load_refusals())
                await asyncio.sleep(0.01)

        async def run() -> Load:
            load = Load(served.url, KEY, "hegui-demo", clients=6)
            clients = [asyncio.create_task(load.client()) for _ in range(6)]
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(change(load), served.loop))
            await asyncio.sleep(0.2)
            for client in clients:
                client.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*clients)
            return load

        load = asyncio.run(run())
        receipts = [receipt for each in load.acknowledged.values() for receipt in each]

        assert [] == load.unexpected
        assert len(receipts) > 20
        assert all(served.reader.by_receipt(receipt) is not None for receipt in receipts)


async def test_a_drain_under_load_loses_nothing(tmp_path: Path) -> None:
    """What is running ends well, what comes later is told so, and no receipt is without entry."""
    clients = 4
    demo = DemoModel()
    base_url = await demo.start()
    async with serve(tmp_path, int(base_url.rpartition(":")[2].partition("/")[0]), Limits()) as (
        port,
        gateway,
    ):
        load = Load(f"http://127.0.0.1:{port}", ALONE_KEY, "hegui-demo", clients=clients)
        tasks = [asyncio.create_task(load.client()) for _ in range(clients)]
        await asyncio.wait_for(load.is_on.wait(), 20)
        await gateway.drain(10)
        await asyncio.sleep(0.1)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        reader = Reader.open(tmp_path)
        receipts = [receipt for each in load.acknowledged.values() for receipt in each]
        outcomes = {str(entry.payload["outcome"]) for entry in reader.entries(limit=1000)}
    await demo.stop()

    assert all(reader.by_receipt(receipt) is not None for receipt in receipts)
    assert {503} >= {int(head.split(b" ", 2)[1]) for head in load.unexpected}
    assert outcomes <= {"served", "refused"}
