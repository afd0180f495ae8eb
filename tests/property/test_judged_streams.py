"""The gate under any cut of the upstream, any order of answers and several choices."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.finding import Stage
from hegui.gateway.judges.frames import read_frame
from hegui.gateway.judges.gate import Gate
from hegui.gateway.judges.lanes import Lanes
from hegui.gateway.sse import DONE, Frames, frame
from hegui.moderation.classifiers import Judgement
from hegui.moderation.lane import Ask, LanePlan, Mode, Seat, SentenceLane
from hegui.moderation.policy import Measure, Policy, PolicyRule

TEXTS = st.text(st.sampled_from("甲乙坏。！\n"), max_size=30)
SEAT = Seat(name="judge", risks=frozenset({"a1.terrorism"}))
PLAN = LanePlan(
    policy=Policy(
        name="p",
        version="1",
        rules=(PolicyRule(stage=Stage.OUTPUT, risks=("*",), measure=Measure.STOP),),
    ),
    seats=(SEAT,),
    modes={"*": Mode.HOLD},
    longest_sentence=8,
    held_chars=1 << 30,
)


def chunk(index: int, text: str | None) -> bytes:
    delta = {} if text is None else {"content": text}
    finish = "stop" if text is None else None
    choice = {"index": index, "delta": delta, "finish_reason": finish}
    return frame(orjson.dumps({"choices": [choice]}))


def upstream(answers: list[str], order: list[int]) -> bytes:
    """Return a stream that says the answers a character at a time, in turns."""
    left = list(answers)
    out: list[bytes] = []
    for turn in [*order, *(i for i in range(len(left)) for _ in range(31))]:
        index = turn % len(left)
        if left[index]:
            out.append(chunk(index, left[index][0]))
            left[index] = left[index][1:]
    return b"".join([*out, *(chunk(index, None) for index in range(len(left))), DONE])


async def passed(
    raw: bytes, sizes: list[int], delays: list[int]
) -> tuple[dict[int, str], list[int], set[int]]:
    """Return the text let through by choice, the choices that ended, and those stopped."""
    pieces: list[bytes] = []
    for size in sizes:
        pieces.append(raw[:size])
        raw = raw[size:]
    arriving = iter([piece for piece in (*pieces, raw) if piece])
    waits = iter(delays)

    async def read() -> bytes:
        await asyncio.sleep(0)
        return next(arriving, b"")

    async def ask(question: Ask) -> Judgement:
        for _ in range(next(waits, 0)):
            await asyncio.sleep(0)
        is_bad = "坏" in question.passage.text
        return Judgement(
            classifier="judge",
            scores={"a1.terrorism": float(is_bad)},
            flagged=("a1.terrorism",) if is_bad else (),
        )

    def ended(_choice: int, _field: str, lane: SentenceLane) -> tuple[str, ...] | None:
        return None if lane.stopped is None else ("a1.terrorism",)

    texts: dict[int, str] = {}
    finished: list[int] = []
    stopped: set[int] = set()
    started: Callable[[Ask], Awaitable[Judgement]] = ask
    lanes = Lanes(lambda _field: PLAN, "问", started, ended)
    gate = Gate(read, Frames(limit=1 << 20), lanes, said=read_frame, moved=lambda: None)
    try:
        is_end = False
        while not is_end:
            step = await gate.next()
            for each in step.frames:
                said = read_frame(each)
                for spoken in said.spoken:
                    if spoken.choice not in stopped:
                        texts[spoken.choice] = texts.get(spoken.choice, "") + spoken.text
                finished += [choice for choice in said.finished if choice not in stopped]
            stopped |= step.stops.keys()
            is_end = step.is_end
    finally:
        gate.close()
    return texts, finished, stopped


@settings(max_examples=60)
@given(
    st.lists(TEXTS, min_size=1, max_size=3),
    st.lists(st.integers(0, 2), max_size=40),
    st.lists(st.integers(1, 90), max_size=20),
    st.lists(st.integers(0, 6), max_size=30),
)
def test_nothing_bad_passes_and_nothing_good_is_lost(
    answers: list[str], order: list[int], sizes: list[int], delays: list[int]
) -> None:
    """What is clean comes whole and in order; of what is not, only what stands before it."""
    texts, finished, stopped = asyncio.run(passed(upstream(answers, order), sizes, delays))

    for index, answer in enumerate(answers):
        out = texts.get(index, "")
        if "坏" in answer:
            assert index in stopped
            assert "坏" not in out
            assert answer.startswith(out)
        else:
            assert index in finished
            assert answer == out
