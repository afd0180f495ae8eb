"""A vendor's API by its shape: read strictly, or unjudged."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from hegui.finding import Stage
from hegui.moderation.classifiers import (
    Passage,
    Reply,
    Unjudged,
    VendorClassifier,
    VendorShape,
    judge_one,
)
from hegui.moderation.classifiers.transport import TransportFailed

SHAPE = VendorShape(
    path="text/scan",
    text="content",
    fixed={"scene": "chat"},
    suggestion="result.suggestion",
    levels={"pass": 0, "review": 1, "block": 2},
    labels="result.labels",
    score="result.score",
    top_score=100,
    risks={"porn": "a1.violence-obscenity", "abuse": "a2.other"},
    longest=100,
)


class Canned:
    def __init__(self, result: object, status: int = 200) -> None:
        self.reply = Reply(status, orjson.dumps({"code": 0, "result": result}))
        self.sent: list[tuple[str, Any]] = []

    def post(self, path: str, body: bytes) -> Reply:
        self.sent.append((path, orjson.loads(body)))
        return self.reply


def ask(result: object, *, strict: bool = False, status: int = 200) -> Any:
    vendor = VendorClassifier(Canned(result, status), SHAPE, name="v", strict=strict)
    return judge_one(vendor, Passage(text="x", stage=Stage.PROMPT))


def test_the_text_goes_in_the_field_that_the_shape_names() -> None:
    transport = Canned({"suggestion": "pass"})
    vendor = VendorClassifier(transport, SHAPE, name="v")
    judgement = judge_one(vendor, Passage(text="x\ud800", stage=Stage.PROMPT))

    assert [("text/scan", {"scene": "chat", "content": "x?"})] == transport.sent
    assert {"a1.violence-obscenity": 0.0, "a2.other": 0.0} == judgement.scores
    assert "vendor/v" == judgement.classifier


def test_block_is_flagged_and_review_only_when_asked() -> None:
    block = {"suggestion": "block", "labels": ["abuse"], "score": 97}
    review = {"suggestion": "review", "labels": "porn", "score": 60}

    assert (("a2.other",), 0.97) == (ask(block).flagged, ask(block).score)
    assert () == ask(review).flagged
    assert ("a1.violence-obscenity",) == ask(review, strict=True).flagged


@pytest.mark.parametrize(
    "result",
    [
        None,
        {},
        {"suggestion": "maybe"},
        {"suggestion": 2},
        {"suggestion": "block"},
        {"suggestion": "block", "labels": [], "score": 1},
        {"suggestion": "block", "labels": ["spam"], "score": 1},
        {"suggestion": "block", "labels": ["porn"]},
        {"suggestion": "block", "labels": ["porn"], "score": 101},
        {"suggestion": "block", "labels": ["porn"], "score": True},
        {"suggestion": "block", "labels": ["porn"], "score": "99"},
    ],
)
def test_what_is_not_as_described_is_nonsense(result: object) -> None:
    assert Unjudged.NONSENSE == ask(result).unjudged


def test_errors_and_long_texts_are_told_apart() -> None:
    class Broken(Canned):
        def post(self, path: str, body: bytes) -> Reply:
            raise TransportFailed(f"{path} {len(body)}")

    broken = VendorClassifier(Broken(None), SHAPE, name="v")
    long = Passage(text="x" * 101, stage=Stage.PROMPT)

    assert Unjudged.REJECTED == ask({}, status=503).unjudged
    assert Unjudged.UNREACHABLE == judge_one(broken, Passage(text="x", stage=Stage.PROMPT)).unjudged
    assert Unjudged.TOO_LONG == judge_one(broken, long).unjudged


def test_a_shape_that_cannot_be_read_by_is_refused() -> None:
    with pytest.raises(ValueError, match=r"categories\.toml"):
        VendorShape(
            path="p", text="t", suggestion="s", levels={"ok": 0}, labels="l", risks={"x": "a9.none"}
        )
    with pytest.raises(ValueError, match="levels"):
        VendorShape(
            path="p", text="t", suggestion="s", levels={"ok": 7}, labels="l", risks={"x": "a2.sex"}
        )
