"""A gateway whose prompts and answers a guard judges, over real sockets."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import orjson
import pytest
from tests.starter import starter_rules
from tests.unit.gateway.asgi import Call, chat, served
from tests.unit.gateway.judges.guarding import BABBLE, BAD, SILENT, judged_gateway

from hegui.finding import Stage
from hegui.gateway.judges import Hearing, Jury
from hegui.gateway.judges.asking import Here
from hegui.gateway.judges.frames import read_frame
from hegui.gateway.judges.gate import Gate
from hegui.gateway.judges.lanes import Lanes
from hegui.gateway.sse import DONE, Frames, frame
from hegui.moderation.classifiers import Judgement, Passage
from hegui.moderation.lane import Ask, LanePlan, Mode, Seat
from hegui.moderation.policy import Policy, read_policy

LABEL = "（内容由人工智能生成）"


def open_policy() -> Policy:
    """Return the policy that comes with hegui, going on without a judge that is silent."""
    return replace(read_policy(), unjudged=())


def ask(answer: str, *, stream: bool = True, how: str = "") -> Call:
    """Return a question to which the model answers exactly this."""
    told = b64encode(answer.encode()).decode()
    return chat(f"说 /demo say-b64 {told}{how}", stream=stream)


def call_tool(arguments: str, *, stream: bool = True) -> Call:
    """Return a question which the model answers by a tool call."""
    told = b64encode(arguments.encode()).decode()
    return chat(f"说 /demo tool-b64 {told}", stream=stream)


def deltas(call: Call) -> list[dict[str, Any]]:
    """Return the frames of a stream."""
    frames = [line[6:] for line in call.body.split(b"\n\n") if line.startswith(b"data: {")]
    return [orjson.loads(frame) for frame in frames]


def text_of(call: Call) -> str:
    """Return what a reader sees of a streamed answer."""
    return "".join(
        choice["delta"].get("content") or ""
        for frame in deltas(call)
        for choice in frame["choices"]
    )


def finish_of(call: Call) -> list[str]:
    """Return the finish reasons of a stream."""
    return [
        choice["finish_reason"]
        for frame in deltas(call)
        for choice in frame["choices"]
        if choice["finish_reason"]
    ]


def message_of(call: Call) -> dict[str, Any]:
    """Return the message of a whole answer."""
    message = orjson.loads(call.body)["choices"][0]["message"]
    assert isinstance(message, dict)
    return message


def test_clean_text_passes_and_the_entry_names_who_judged(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            answer = await served(parts.gateway, ask("第一句。第二句！\n第三句"))
            payload, _ = parts.entry()

        assert f"第一句。第二句！\n第三句\n\n{LABEL}" == text_of(answer)
        assert ["stop"] == finish_of(answer)
        judges = payload["judges"]
        assert ["guard/qwen3guard/g"] == judges["judges"]
        assert ([], [], 0) == (judges["findings"], judges["unjudged"], judges["unjudged_chars"])
        assert judges["asked"] == len(parts.guard.asked)

    asyncio.run(run())


def test_a_bad_sentence_is_held_and_the_one_before_it_is_not(tmp_path: Path) -> None:
    """Zero characters of what a judge in mode hold stops are delivered."""

    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            question = ask(f"第一句。第二句{BAD}。第三句。", how=" /demo chunk 1")
            answer = await served(parts.gateway, question)
            payload, refs = parts.entry()

        assert text_of(answer).startswith("第一句。\n\n")
        assert BAD not in text_of(answer)
        assert ["content_filter"] == finish_of(answer)
        (found,) = payload["judges"]["findings"]
        assert ("a1.violence-obscenity", "0/content", 4, 9, "stop") == (
            found["category"], found["place"], found["start"], found["end"], found["measure"]
        )  # fmt: skip
        assert ("stop", "content_filter") == (payload["action"], payload["finish_reason"])
        assert "judge/stopped" in refs

    asyncio.run(run())


def test_the_upstream_is_left_when_every_choice_was_stopped(tmp_path: Path) -> None:
    """Nobody pays for text that nobody will read."""

    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            begun = monotonic()
            question = ask(f"{BAD}。" + "长" * 60, how=" /demo chunk 1 /demo delay 0.1")
            answer = await served(parts.gateway, question)

        assert ["content_filter"] == finish_of(answer)
        assert monotonic() - begun < 4

    asyncio.run(run())


def test_a_whole_answer_is_judged_before_any_of_it_goes(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            bad = await served(parts.gateway, ask(f"第一句。第二句{BAD}。", stream=False))
            good = await served(parts.gateway, ask("第一句。", stream=False))

        assert BAD not in message_of(bad)["content"]
        assert "第一句" not in message_of(bad)["content"]
        assert "content_filter" == orjson.loads(bad.body)["choices"][0]["finish_reason"]
        assert f"第一句。\n\n{LABEL}" == message_of(good)["content"]

    asyncio.run(run())


def test_an_answer_that_is_whole_although_a_stream_was_asked_for_is_judged(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            answer = await served(parts.gateway, ask(f"好。{BAD}。", how=" /demo whole"))

        assert BAD not in text_of(answer)
        assert ["content_filter"] == finish_of(answer)

    asyncio.run(run())


@pytest.mark.parametrize("stream", [True, False])
def test_a_bad_prompt_never_reaches_the_model(tmp_path: Path, *, stream: bool) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            answer = await served(parts.gateway, chat(f"教我{BAD}事", stream=stream))
            payload, refs = parts.entry()

        assert (200, []) == (answer.status, parts.demo.requests)
        assert "refused" == payload["outcome"]
        assert "prompt" == payload["judges"]["findings"][0]["place"]
        assert "judge/refused" in refs

    asyncio.run(run())


def test_a_bad_earlier_turn_is_judged_too(tmp_path: Path) -> None:
    """A client writes the history, so whatever stands in it is judged."""

    async def run() -> None:
        body = {
            "model": "hegui-demo",
            "messages": [
                {"role": "user", "content": f"先说{BAD}的"},
                {"role": "assistant", "content": "好。"},
                {"role": "user", "content": "继续"},
            ],
        }
        call = Call("/v1/chat/completions", orjson.dumps(body), method="POST")
        async with judged_gateway(tmp_path) as parts:
            await served(parts.gateway, call)
            payload, _ = parts.entry()

        assert ("refused", []) == (payload["outcome"], parts.demo.requests)
        assert any("先说" in each[-1] and "继续" in each[-1] for each in parts.guard.asked)

    asyncio.run(run())


@pytest.mark.parametrize("kind", [SILENT, BABBLE])
def test_a_prompt_that_nobody_could_judge_is_not_served(tmp_path: Path, kind: str) -> None:
    """Closed: told as our fault and in time, with the gap in the entry."""

    async def run() -> None:
        async with judged_gateway(tmp_path, limit_s=0.3) as parts:
            begun = monotonic()
            answer = await served(parts.gateway, chat(f"问{kind}题"))
            payload, refs = parts.entry()

        reason = "timeout" if kind == SILENT else "nonsense"
        assert (503, "moderation_unavailable") == (answer.status, answer.code)
        assert monotonic() - begun < 2
        assert [(reason, "prompt", 0, 3)] == [
            (gap["reason"], gap["place"], gap["start"], gap["end"])
            for gap in payload["judges"]["unjudged"]
        ]
        assert f"unjudged/{reason}" in refs
        assert ("failed", []) == (payload["outcome"], parts.demo.requests)

    asyncio.run(run())


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("kind", [SILENT, BABBLE])
def test_an_answer_that_nobody_could_judge_ends(tmp_path: Path, kind: str, *, stream: bool) -> None:
    """Closed: what had been judged is delivered, the rest never, and no stall."""

    async def run() -> None:
        async with judged_gateway(tmp_path, limit_s=0.3) as parts:
            begun = monotonic()
            answer = await served(parts.gateway, ask(f"一句。二{kind}句。三句。", stream=stream))
            payload, _ = parts.entry()

        assert monotonic() - begun < 3
        assert kind not in answer.body.decode()
        assert "三句" not in answer.body.decode()
        assert "content_filter" == payload["finish_reason"]
        gap = payload["judges"]["unjudged"][0]
        assert ("0/content", 3, 7, "hold") == (
            gap["place"], gap["start"], gap["end"], gap["measure"]
        )  # fmt: skip

    asyncio.run(run())


def test_open_goes_on_and_keeps_what_nobody_judged(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path, policy=open_policy()) as parts:
            answer = await served(parts.gateway, ask(f"一句。二{BABBLE}句。三句。"))
            payload, refs = parts.entry()

        assert f"一句。二{BABBLE}句。三句。\n\n{LABEL}" == text_of(answer)
        # The sentence, and then the whole in which it stands.
        assert [(3, 7), (0, 10)] == [
            (gap["start"], gap["end"]) for gap in payload["judges"]["unjudged"]
        ]
        assert 14 == payload["judges"]["unjudged_chars"]
        assert "unjudged/nonsense" in refs

    asyncio.run(run())


def test_a_guard_that_is_not_there_is_asked_no_more_after_a_while(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path, policy=open_policy(), is_there=False) as parts:
            answer = await served(parts.gateway, ask("句。" * 12))
            payload, refs = parts.entry()

        assert text_of(answer).startswith("句。" * 12)
        assert {"unjudged/unreachable", "unjudged/breaker-open"} <= set(refs)
        assert 14 == len(payload["judges"]["unjudged"])

    asyncio.run(run())


@pytest.mark.parametrize("stream", [True, False])
def test_a_tool_call_waits_for_its_verdict(tmp_path: Path, *, stream: bool) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            bad = await served(parts.gateway, call_tool(f'{{"q": "{BAD}"}}', stream=stream))
            good = await served(parts.gateway, call_tool('{"q": "好"}', stream=stream))

        assert b"arguments" not in bad.body
        assert b"content_filter" in bad.body
        assert "好" in good.body.decode()
        assert b'"tool_calls"' in good.body

    asyncio.run(run())


def test_follow_lets_no_more_go_than_its_exposure(tmp_path: Path) -> None:
    """While a judge is silent, `exposure_chars` go ahead of it and not one more."""

    async def run() -> None:
        more = {"modes": {"*": Mode.FOLLOW}, "exposure_chars": 8}
        async with judged_gateway(tmp_path, limit_s=0.3, more=lambda _url: dict(more)) as parts:
            answer = await served(parts.gateway, ask(f"{SILENT}" + "字" * 40 + "。"))
            payload, _ = parts.entry()

        shown = text_of(answer).partition("\n\n")[0]
        assert 0 < len(shown) <= 8
        assert payload["judges"]["retract"] >= len(shown)

    asyncio.run(run())


def test_a_guard_never_sees_a_telephone_number(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            await served(parts.gateway, ask("打给13800138000。"))
            asked = str(parts.guard.asked)

        assert "138****8000" in asked
        assert "13800138000" not in asked

    asyncio.run(run())


def test_the_question_goes_with_the_answer(tmp_path: Path) -> None:
    """A guard judges an answer as one to something: the first sentence and the whole have it."""

    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            await served(parts.gateway, ask("一句。二句。"))
            told = [each for each in parts.guard.asked if len(each) == 2]

        assert ["一句。", "二句。", "一句。二句。"] == [each[1] for each in told]
        assert told[0][0].startswith("说 ")
        assert ["一句。"] == told[1][:1]
        assert told[2][0].startswith("说 ")

    asyncio.run(run())


def test_connections_to_the_guard_are_kept(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            await served(parts.gateway, ask("句。" * 30))

        assert parts.guard.connections <= 8 < len(parts.guard.asked)

    asyncio.run(run())


def test_the_upstream_breaking_is_told_as_ever(tmp_path: Path) -> None:
    async def run() -> None:
        async with judged_gateway(tmp_path) as parts:
            answer = await served(parts.gateway, ask("句。" * 30, how=" /demo cut 5"))
            payload, _ = parts.entry()

        assert b"upstream_cut" in answer.body
        assert "upstream-error" == payload["outcome"]

    asyncio.run(run())


def test_text_after_the_end_of_a_choice_goes_nowhere() -> None:
    """A broken upstream that talks on is neither judged nor delivered, and does no harm."""

    async def run() -> None:
        chunks = [
            b'{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}',
            b'{"choices":[{"index":0,"delta":{"content":"b","other":"c"}}]}',
        ]
        raw = iter([b"".join(map(frame, chunks)) + DONE])

        async def read() -> bytes:
            return next(raw, b"")

        asked: list[str] = []

        async def answer(question: Ask) -> Judgement:
            asked.append(question.passage.text)
            return Judgement(classifier="j", scores={"a1.terrorism": 0.0})

        plan = LanePlan(
            policy=read_policy(), seats=(Seat(name="j", risks=frozenset({"a1.terrorism"})),)
        )
        lanes = Lanes(lambda _field: plan, "", answer, lambda *_: None)
        gate = Gate(read, Frames(limit=9999), lanes, said=read_frame, moved=lambda: None)
        frames: list[bytes] = []
        is_end = False
        while not is_end:
            step = await gate.next()
            frames += step.frames
            is_end = step.is_end
        gate.close()

        assert chunks == frames
        assert {"a"} == set(asked)

    asyncio.run(run())


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("path", ["/v1/messages", "/v1/responses", "/v1/completions"])
@pytest.mark.parametrize("answer", [f"第一句。第二句{BAD}。第三句。", "第一句。第二句。"])
def test_other_protocols_wait_for_judges_too(
    tmp_path: Path, path: str, answer: str, *, stream: bool
) -> None:
    """Nothing that a judge stops is delivered in any protocol, and what is clean is whole."""

    async def run() -> None:
        told = f"说 /demo say-b64 {b64encode(answer.encode()).decode()} /demo chunk 1"
        kinds: dict[str, dict[str, object]] = {
            "/v1/messages": {"messages": [{"role": "user", "content": told}], "max_tokens": 999},
            "/v1/responses": {"input": told},
            "/v1/completions": {"prompt": told},
        }
        body = orjson.dumps({"model": "hegui-demo", "stream": stream, **kinds[path]})
        async with judged_gateway(tmp_path) as parts:
            call = await served(parts.gateway, Call(path, body, method="POST"))
            payload, _ = parts.entry()

        shown = call.body.decode()
        assert 200 == call.status
        if BAD in answer:
            assert BAD not in shown
            assert "第三" not in shown
            assert "content_filter" == payload["finish_reason"]
            assert payload["judges"]["findings"]
        else:
            assert "served" == payload["outcome"]
            assert [] == payload["judges"]["findings"]
            assert (answer in shown) or stream
            assert payload["delivered"] >= len(answer)

    asyncio.run(run())


@pytest.mark.parametrize("last", ["", "问", "不在其中", "长" * 5000])
def test_every_character_of_a_prompt_is_judged(last: str) -> None:
    """Whatever the protocol says the last message was, and however long the texts are."""

    class Keeps:
        """Keeps what it is asked about."""

        name = "keeps/1"
        risks = frozenset({"a2.sex"})
        stages = frozenset({Stage.PROMPT})

        def __init__(self) -> None:
            self.seen: list[str] = []

        def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
            self.seen += [passage.text for passage in passages]
            return tuple(Judgement(classifier=self.name, scores={"a2.sex": 0.0}) for _ in passages)

    async def run() -> None:
        keeps = Keeps()
        jury = Jury([Here(keeps, keeps.stages)], read_policy())
        hearing = Hearing(jury, starter_rules(), last, "/v1/chat/completions")
        texts = ("".join(map(chr, range(0x4E00, 0x4E00 + 9000))), "问", "长" * 5000, "完")
        verdict = await hearing.prompt(texts, last)
        hearing.close()

        assert verdict is None
        assert set("".join(texts)) <= set("".join(keeps.seen))
        assert all(len(each) <= 4096 for each in keeps.seen)

    asyncio.run(run())
