"""What passed unjudged is judged later, and nothing that was not is taken for judged."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.unit.gateway.asgi import chat, served
from tests.unit.gateway.judges.guarding import (
    BABBLE,
    BAD,
    SILENT,
    GuardModel,
    asker,
    judged_gateway,
)

from hegui.finding import Stage
from hegui.gateway.judges import Later
from hegui.ledger import Ledger, Reader
from hegui.moderation.classifiers import Breaker, Passage, Unjudged
from hegui.moderation.policy import read_policy


def late(folder: Path) -> list[dict[str, Any]]:
    """Return the payloads of late verdicts, oldest first."""
    return [dict(e.payload) for e in reversed(Reader.open(folder).entries(kind="late-verdict"))]


def text(words: str) -> Passage:
    return Passage(text=words, stage=Stage.OUTPUT)


def test_a_judge_that_answers_again_says_what_it_thinks(tmp_path: Path) -> None:
    async def run() -> None:
        guard = GuardModel()
        asked = asker(await guard.start())
        with Ledger.open(tmp_path) as ledger:
            later = Later(ledger)
            later.put("r-1", asked, text(BAD), Unjudged.TIMEOUT)
            later.put("r-2", asked, text("好"), Unjudged.UNREACHABLE)
            later.put("r-3", asked, text("好"), Unjudged.LANGUAGE)
            await later.round()
            await later.stop()
        asked.close()
        await guard.stop()

        flagged, clean = late(tmp_path)
        assert ("r-1", "output", ["a1.violence-obscenity"]) == (
            flagged["receipt"], flagged["stage"], [f["category"] for f in flagged["findings"]]
        )  # fmt: skip
        assert ("r-2", []) == (clean["receipt"], clean["findings"])
        assert BAD not in str(flagged)

    asyncio.run(run())


def test_a_silent_judge_is_asked_once_a_round_and_the_rest_is_counted_at_the_end(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        guard = GuardModel()
        asked = asker(await guard.start(), limit_s=0.1, breaker=Breaker(failures=9))
        with Ledger.open(tmp_path) as ledger:
            later = Later(ledger, most=2)
            for number in range(3):
                later.put(f"r-{number}", asked, text(SILENT), Unjudged.TIMEOUT)
            await later.round()

            assert (2, 1) == (len(later), len(guard.asked))
            await later.stop()
        asked.close()
        await guard.stop()

        assert [1, 2] == [each["never_judged"] for each in late(tmp_path)]

    asyncio.run(run())


def test_what_waits_too_long_is_given_up(tmp_path: Path) -> None:
    async def run() -> None:
        guard = GuardModel()
        asked = asker(await guard.start())
        with Ledger.open(tmp_path) as ledger:
            later = Later(ledger, keep_s=0)
            later.put("r-1", asked, text("好"), Unjudged.TIMEOUT)
            await later.round()
            await later.stop()
        asked.close()
        await guard.stop()

        assert ([{"never_judged": 1}], []) == (late(tmp_path), guard.asked)

    asyncio.run(run())


def test_a_gap_that_the_gateway_let_pass_waits_and_is_told_at_the_stop(tmp_path: Path) -> None:
    async def run() -> None:
        policy = replace(read_policy(), unjudged=())
        async with judged_gateway(tmp_path, policy=policy) as parts:
            answer = await served(parts.gateway, chat(f"问{BABBLE}题"))

        assert 200 == answer.status
        assert [{"never_judged": 3}] == late(tmp_path)

    asyncio.run(run())


def test_the_task_works_by_itself_and_ends(tmp_path: Path) -> None:
    async def run() -> None:
        guard = GuardModel()
        asked = asker(await guard.start())
        with Ledger.open(tmp_path) as ledger:
            later = Later(ledger, pause_s=0.01)
            later.start()
            later.start()
            later.put("r-1", asked, text("好"), Unjudged.TIMEOUT)
            for _ in range(500):
                await asyncio.sleep(0.01)
                if not len(later):
                    break
            await later.stop()
        asked.close()
        await guard.stop()

        assert ["r-1"] == [each["receipt"] for each in late(tmp_path)]

    asyncio.run(run())
