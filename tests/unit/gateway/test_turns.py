"""Of those who have much to do, one goes on in each round of the loop."""

from __future__ import annotations

import asyncio

from hegui.gateway.turns import Turns

MANY = 50


async def test_one_goes_on_in_each_round() -> None:
    """In the order in which they came; what others do between them is not put off."""
    turns = Turns()
    done: list[int] = []
    seen: list[int] = []

    async def pour(number: int) -> None:
        await turns.next()
        done.append(number)

    async def look() -> None:
        while len(done) < MANY:
            await asyncio.sleep(0)
            seen.append(len(done))

    await asyncio.gather(*(pour(number) for number in range(MANY)), look())

    assert list(range(MANY)) == done
    assert 1 == max(after - before for before, after in zip([0, *seen], seen, strict=False))


async def test_alone_it_still_lets_others_go_before() -> None:
    """A turn is a step of the loop, whoever is in line."""
    turns = Turns()
    said: list[str] = []
    asyncio.get_running_loop().call_soon(said.append, "another")
    await turns.next()
    said.append("pours")

    assert ["another", "pours"] == said


async def test_whoever_leaves_the_line_holds_nobody_up() -> None:
    """A request that was ended while it waited."""
    turns = Turns()
    first, second, third = (asyncio.create_task(turns.next()) for _ in range(3))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.wait_for(asyncio.gather(first, third), 1)

    assert second.cancelled()
    await asyncio.wait_for(turns.next(), 1)
