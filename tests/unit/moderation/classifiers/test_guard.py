"""A guard model: what it is sent, and what its answers become."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from hegui.finding import Stage
from hegui.moderation.classifiers import GuardClassifier, Passage, Reply, Unjudged, judge_one
from hegui.moderation.classifiers.transport import TransportFailed


class Canned:
    """A transport with one answer; keeps what was sent."""

    def __init__(self, content: object = "safe", status: int = 200) -> None:
        answer = {"choices": [{"message": {"role": "assistant", "content": content}}]}
        self.reply = Reply(status, orjson.dumps(answer))
        self.sent: list[tuple[str, Any]] = []

    def post(self, path: str, body: bytes) -> Reply:
        self.sent.append((path, orjson.loads(body)))
        return self.reply


def guard(transport: Canned, form: str = "llama-guard", *, strict: bool = False) -> GuardClassifier:
    return GuardClassifier(transport, "g", form=form, strict=strict, longest=100)


def test_a_prompt_goes_as_the_users_message_and_an_output_as_the_assistants() -> None:
    transport = Canned()
    judge_one(guard(transport), Passage(text="问\ud800", stage=Stage.PROMPT))
    judge_one(guard(transport), Passage(text="答", stage=Stage.OUTPUT, before="前"))

    assert ["chat/completions"] * 2 == [path for path, _ in transport.sent]
    assert [{"role": "user", "content": "问?"}] == transport.sent[0][1]["messages"]
    assert [
        {"role": "user", "content": "前"},
        {"role": "assistant", "content": "答"},
    ] == transport.sent[1][1]["messages"]
    assert 0 == transport.sent[0][1]["temperature"]


def test_unsafe_flags_the_risks_that_its_names_stand_for() -> None:
    judgement = judge_one(guard(Canned("unsafe\nS1,S3,S7")), Passage(text="x", stage=Stage.PROMPT))

    assert ("a1.violence-obscenity", "a4.privacy") == judgement.flagged
    assert 1.0 == judgement.scores["a4.privacy"]
    assert 0.0 == judgement.scores["a4.health"]


@pytest.mark.parametrize(("strict", "flagged"), [(False, ()), (True, ("a4.other",))])
def test_controversial_is_a_half_and_flagged_when_asked(
    strict: bool, flagged: tuple[str, ...]
) -> None:
    transport = Canned("Safety: Controversial\nCategories: Unethical Acts")
    judgement = judge_one(
        guard(transport, "qwen3guard", strict=strict), Passage(text="x", stage=Stage.PROMPT)
    )

    assert 0.5 == judgement.scores["a4.other"]
    assert flagged == judgement.flagged


@pytest.mark.parametrize("content", ["Sure, here is a poem.", "", None, 7, ["safe"]])
def test_what_is_no_verdict_is_nonsense(content: object) -> None:
    judgement = judge_one(guard(Canned(content)), Passage(text="x", stage=Stage.PROMPT))

    assert Unjudged.NONSENSE == judgement.unjudged


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"choices":[]}', b'{"choices":[1]}', b"\xff"]
)
def test_what_is_no_completion_is_nonsense(body: bytes) -> None:
    transport = Canned()
    transport.reply = Reply(200, body)

    judgement = judge_one(guard(transport), Passage(text="x", stage=Stage.PROMPT))
    assert Unjudged.NONSENSE == judgement.unjudged


def test_an_error_a_broken_line_and_a_long_text_are_told_apart() -> None:
    class Broken(Canned):
        def post(self, path: str, body: bytes) -> Reply:
            raise TransportFailed(f"{path} {len(body)}")

    passage = Passage(text="x", stage=Stage.PROMPT)

    assert Unjudged.REJECTED == judge_one(guard(Canned(status=500)), passage).unjudged
    assert Unjudged.UNREACHABLE == judge_one(guard(Broken()), passage).unjudged
    long = Passage(text="x" * 101, stage=Stage.PROMPT)
    assert Unjudged.TOO_LONG == judge_one(guard(Canned()), long).unjudged


def test_an_unknown_format_or_risk_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        GuardClassifier(Canned(), "g", form="other")
    with pytest.raises(ValueError, match=r"categories\.toml"):
        GuardClassifier(Canned(), "g", form="llama-guard", risks={"S1": "a9.none"})
