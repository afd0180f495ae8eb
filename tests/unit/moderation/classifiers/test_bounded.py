"""Whatever a classifier does, the answer comes in time and says what happened."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Event

import pytest

from hegui.finding import Stage
from hegui.moderation.classifiers import Bounded, Breaker, Judgement, Passage, Unjudged

PASSAGE = Passage(text="好", stage=Stage.OUTPUT)


class Doing:
    """A classifier that does what it is told to do."""

    name = "doing/1"
    risks = frozenset({"a2.sex"})
    stages = frozenset(Stage)

    def __init__(self, act: Callable[[], tuple[Judgement, ...]]) -> None:
        self._act = act
        self.calls = 0

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        self.calls += len(passages)
        return self._act()


def clean() -> tuple[Judgement, ...]:
    return (Judgement(classifier="doing/1", scores={"a2.sex": 0.0}),)


def broken() -> tuple[Judgement, ...]:
    raise RuntimeError("a bug in a plug-in")


def test_an_answer_is_passed_on() -> None:
    bounded = Bounded(Doing(clean), limit_s=5)

    assert clean() == bounded.judge([PASSAGE])
    assert ("doing/1", frozenset({"a2.sex"})) == (bounded.name, bounded.risks)


def test_hanging_is_a_timeout_and_then_busy_and_then_not_asked() -> None:
    release = Event()

    def hang() -> tuple[Judgement, ...]:
        release.wait(30)
        return clean()

    doing = Doing(hang)
    bounded = Bounded(doing, limit_s=0.05, breaker=Breaker(failures=3, pause_s=60), workers=2)
    begun = time.monotonic()
    reasons = [bounded.judge([PASSAGE])[0].unjudged for _ in range(5)]
    took = time.monotonic() - begun
    release.set()

    assert [
        Unjudged.TIMEOUT,
        Unjudged.TIMEOUT,
        Unjudged.BUSY,
        Unjudged.BREAKER_OPEN,
        Unjudged.BREAKER_OPEN,
    ] == reasons
    assert took < 5
    assert 2 == doing.calls


def test_raising_is_a_failure_and_not_a_clean_text() -> None:
    (judgement,) = Bounded(Doing(broken), limit_s=5).judge([PASSAGE])

    assert Unjudged.FAILED == judgement.unjudged


@pytest.mark.parametrize("answers", [(), (1,), clean() * 2])
def test_too_few_too_many_or_strange_answers_are_nonsense(answers: tuple[Judgement, ...]) -> None:
    judgements = Bounded(Doing(lambda: answers), limit_s=5).judge([PASSAGE])

    assert [Unjudged.NONSENSE] == [each.unjudged for each in judgements]


def test_a_text_that_is_too_long_says_nothing_against_the_classifier() -> None:
    breaker = Breaker(failures=1)
    answer = (Judgement(classifier="doing/1", unjudged=Unjudged.TOO_LONG),)
    Bounded(Doing(lambda: answer), limit_s=5, breaker=breaker).judge([PASSAGE])

    assert "closed" == breaker.state


@pytest.mark.parametrize(("limit_s", "workers"), [(0.0, 1), (1.0, 0)])
def test_no_time_or_no_worker_is_refused(limit_s: float, workers: int) -> None:
    with pytest.raises(ValueError, match="limit_s"):
        Bounded(Doing(clean), limit_s=limit_s, workers=workers)
