"""A request has one phase at a time; one cause ends it, and a sealed one only its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from hegui.gateway.deadline import EVIDENCE, Deadlines, Watch


@pytest.fixture
async def deadlines() -> AsyncIterator[Deadlines]:
    """Deadlines that are being kept."""
    found = Deadlines()
    found.start()
    yield found
    await found.stop()


async def ended(watch: Watch, within_s: float = 2) -> str | None:
    """Wait to be cancelled by `watch` and return the cause."""
    try:
        await asyncio.sleep(within_s)
    except asyncio.CancelledError:
        return watch.settle()
    return "nothing"


async def test_a_late_phase_ends_the_request_by_its_name(deadlines: Deadlines) -> None:
    watch = Watch(total_s=60)
    deadlines.running.add(watch)
    watch.enter("first_byte", 0.1)

    assert "first_byte" == await ended(watch)
    task = asyncio.current_task()
    assert task is not None
    assert 0 == task.cancelling()


async def test_a_new_phase_drops_the_former_limit(deadlines: Deadlines) -> None:
    watch = Watch(total_s=60)
    deadlines.running.add(watch)
    watch.enter("first_byte", 0.05)
    watch.enter("between_chunks", 60)

    assert "nothing" == await ended(watch, 0.3)


async def test_phases_in_time_do_not_outlive_the_whole(deadlines: Deadlines) -> None:
    watch = Watch(total_s=0.1)
    deadlines.running.add(watch)
    watch.enter("between_chunks", 60)

    assert "total" == await ended(watch)


async def test_the_first_cause_stands(deadlines: Deadlines) -> None:
    watch = Watch(total_s=60)
    deadlines.running.add(watch)
    watch.end("gone")
    watch.end("shutdown")

    assert "gone" == await ended(watch)


async def test_a_sealed_request_is_ended_by_its_entry_only(deadlines: Deadlines) -> None:
    """Neither its client nor a drain nor the whole's limit may part an answer from its entry."""
    watch = Watch(total_s=0.05)
    deadlines.running.add(watch)
    watch.seal(0.6)
    watch.end("gone")
    watch.end("shutdown")
    early = await ended(watch, 0.2)

    assert "nothing" == early
    assert EVIDENCE == await ended(watch)


async def test_a_cancellation_without_a_cause_is_not_ours() -> None:
    """It goes on to whoever sent it."""
    seen: list[str | None] = []

    async def work() -> None:
        watch = Watch(total_s=60)
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            seen.append(watch.settle())
            raise

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait((task,))

    assert [None] == seen
    assert task.cancelled()


async def test_what_only_long_requests_need_begins_with_the_first_tick(
    deadlines: Deadlines,
) -> None:
    """Once, and not for a request that is sealed by then."""
    calls: list[str] = []
    long, short = Watch(total_s=60), Watch(total_s=60)
    long.when_long = lambda: calls.append("long")
    short.when_long = lambda: calls.append("short")
    short.seal(60)
    deadlines.running |= {long, short}
    await asyncio.sleep(0.35)

    assert ["long"] == calls
