"""The sentence lane: nothing goes that its mode does not let go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from hegui.finding import Stage
from hegui.moderation.classifiers import Judgement, Unjudged
from hegui.moderation.lane import Ask, LanePlan, Mode, Seat, SentenceLane
from hegui.moderation.policy import Measure, Policy, PolicyRule, UnjudgedRule

POLICY = Policy(
    name="p",
    version="1",
    rules=(
        PolicyRule(stage=Stage.OUTPUT, risks=("a1.*",), measure=Measure.STOP),
        PolicyRule(stage=Stage.OUTPUT, risks=("a2.*", "a4.*"), measure=Measure.HOLD),
    ),
    unjudged=(UnjudgedRule(risks=("a1.*",), measure=Measure.STOP),),
)

HOLDS = Seat(name="holds", risks=frozenset({"a1.terrorism"}))
FOLLOWS = Seat(name="follows", risks=frozenset({"a2.sex"}))
ENDS = Seat(name="ends", risks=frozenset({"a4.privacy"}))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lane(*seats: Seat, clock: Clock | None = None, **more: Any) -> SentenceLane:
    plan = LanePlan(policy=POLICY, seats=seats, **more)
    return SentenceLane(plan, now=Clock() if clock is None else clock)


def clean(ask: Ask) -> Judgement:
    return Judgement(classifier=ask.seat.name, scores=dict.fromkeys(ask.seat.risks, 0.0))


def bad(ask: Ask, score: float = 1.0) -> Judgement:
    (risk,) = ask.seat.risks
    return Judgement(classifier=ask.seat.name, scores={risk: score}, flagged=(risk,))


def texts(asks: Iterable[Ask]) -> list[str]:
    return [ask.passage.text for ask in asks]


def test_hold_releases_a_sentence_when_it_was_judged() -> None:
    field = lane(HOLDS)
    field.push("一句。二句。三")
    first, second = field.due()

    assert ["一句。", "二句。"] == texts((first, second))
    assert "" == field.release()
    field.told(second, clean(second))
    assert "" == field.release()
    field.told(first, clean(first))
    assert "一句。二句。" == field.release()
    assert ("", 1) == (field.release(), field.held)


def test_hold_delivers_nothing_of_a_bad_sentence() -> None:
    field = lane(HOLDS)
    field.push("一句。坏句。三句。完")
    first, second, third = field.due()
    field.told(third, clean(third))
    field.told(first, clean(first))

    assert "一句。" == field.release()
    field.told(second, bad(second))
    assert ("", True) == (field.release(), field.is_done)
    assert field.stopped is not None
    assert (3, 3, 0) == (field.stopped.start, field.stopped.released, field.stopped.to_retract)
    assert "a1.terrorism" == field.stopped.findings[0].category


def test_follow_lets_go_up_to_the_exposure() -> None:
    field = lane(FOLLOWS, exposure_chars=4)
    field.push("一句。二句。三句。")

    assert "一句。二" == field.release()
    first, *_ = field.due()
    field.told(first, clean(first))
    assert "句。三" == field.release()


def test_follow_stops_at_two_bad_sentences_in_a_row_or_at_a_sure_one() -> None:
    field = lane(FOLLOWS, sure=0.9)
    field.push("一句。二句。三句。四")
    first, second, third = field.due()
    field.told(first, bad(first, 0.6))
    field.told(second, clean(second))
    field.told(third, bad(third, 0.6))

    assert field.stopped is None
    assert 2 == len(field.noted)
    field.push("句。五")
    (fourth,) = field.due()
    field.told(fourth, bad(fourth, 0.6))
    assert field.stopped is not None

    sure = lane(FOLLOWS, sure=0.9)
    sure.push("一句。二")
    (only,) = sure.due()
    sure.release()
    sure.told(only, bad(only, 0.95))
    assert sure.stopped is not None
    assert 4 == sure.stopped.to_retract


def test_end_lets_all_go_and_asks_about_the_whole() -> None:
    field = lane(ENDS)
    field.push("一句。二句。")

    assert ("一句。二句。", ()) == (field.release(), field.due())
    field.finish()
    (whole,) = field.due()
    assert ("一句。二句。", True, False) == (whole.passage.text, whole.is_whole, field.is_done)
    field.told(whole, bad(whole))
    assert field.stopped is not None
    assert 6 == field.stopped.to_retract


def test_the_whole_is_asked_about_after_all_sentences_whatever_the_mode() -> None:
    field = lane(HOLDS)
    field.push("一句。二句。")
    field.finish()
    asks = field.due()

    assert ["一句。", "二句。"] == texts(asks)
    for ask in asks:
        field.told(ask, clean(ask))
    (whole,) = field.due()
    assert ("一句。二句。", False) == (whole.passage.text, field.is_done)
    field.told(whole, clean(whole))
    assert (True, None) == (field.is_done, field.stopped)


def test_each_sentence_comes_with_the_one_before() -> None:
    field = lane(HOLDS)
    field.push("一句。二句。三")

    assert ["", "一句。"] == [ask.passage.before for ask in field.due()]


def test_the_strictest_seat_decides_how_far_text_goes() -> None:
    field = lane(HOLDS, FOLLOWS, ENDS, exposure_chars=64)
    field.push("一句。二句。三")

    assert "" == field.release()
    for ask in field.due():
        if ask.seat is HOLDS:
            field.told(ask, clean(ask))
    assert "一句。二句。" == field.release()


def test_a_missing_answer_is_met_by_the_policy() -> None:
    clock = Clock()
    closed = lane(HOLDS, clock=clock, limit_s=2.0)
    closed.push("一句。二")
    closed.due()
    clock.now = 1.5
    closed.expire()

    assert (None, 0.5) == (closed.stopped, closed.patience_s)
    clock.now = 2.0
    closed.expire()
    assert closed.stopped is not None
    assert closed.stopped.gap is not None
    assert Unjudged.TIMEOUT == closed.stopped.gap.reason

    opened = lane(FOLLOWS, clock=clock, limit_s=2.0)
    opened.push("一句。二")
    opened.due()
    clock.now = 4.0
    opened.expire()
    assert (None, 3) == (opened.stopped, opened.unjudged_chars)
    assert [Unjudged.TIMEOUT] == [gap.reason for gap in opened.gaps]


def test_a_late_answer_changes_nothing() -> None:
    clock = Clock()
    field = lane(FOLLOWS, clock=clock, limit_s=1.0)
    field.push("一句。二")
    (ask,) = field.due()
    clock.now = 5.0
    field.expire()
    field.told(ask, bad(ask))

    assert field.stopped is None


def test_time_runs_from_the_question_and_not_from_the_text() -> None:
    """A queue that nobody has read yet is not a judge that is late."""
    clock = Clock()
    field = lane(HOLDS, clock=clock, limit_s=1.0)
    field.push("一句。二")
    clock.now = 9.0
    field.expire()

    assert (None, None) == (field.stopped, field.patience_s)
    assert 1 == len(field.due())
    assert 1.0 == field.patience_s


def test_more_held_than_may_be_ends_the_field() -> None:
    field = lane(HOLDS, held_chars=10)
    field.push("一" * 10)
    assert field.stopped is None
    field.push("一")

    assert field.stopped is not None
    assert (True, "") == (field.stopped.is_overfull, field.release())


def test_choices_and_fields_do_not_mix() -> None:
    """Interleaved choices are never one text: each has its own lane."""
    one, two = lane(HOLDS), lane(HOLDS)
    one.push("坏")
    two.push("好")
    one.push("句。完")
    two.push("句。完")

    assert ["坏句。"] == texts(one.due())
    assert ["好句。"] == texts(two.due())


def test_an_empty_answer_is_done_at_once() -> None:
    field = lane(HOLDS)
    field.finish()

    assert ((), True, None) == (field.due(), field.is_done, field.stopped)


def test_no_text_follows_the_end() -> None:
    field = lane(HOLDS)
    field.finish()

    with pytest.raises(ValueError, match="finish"):
        field.push("一")


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit_s": 0.0},
        {"longest_sentence": 0},
        {"exposure_chars": -1},
        {"modes": {"a9.*": Mode.HOLD}},
        {"seats": (HOLDS, HOLDS)},
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        LanePlan(**{"policy": POLICY, "seats": (HOLDS,), **wrong})


def test_a_long_text_is_judged_in_parts_by_a_judge_of_mode_end() -> None:
    """Every character is shown to it, the border of two parts twice."""
    field = lane(ENDS, whole_chars=16)
    text = "".join(chr(0x4E00 + number) for number in range(40))
    field.push(text[:30])
    early = field.due()
    field.push(text[30:])
    field.finish()
    asks = (*early, *field.due())

    assert text[:16] == early[0].passage.text
    assert set(text) == set("".join(texts(asks)))
    assert [text[ask.span.start : ask.span.end] for ask in asks] == texts(asks)
    assert all(ask.is_whole for ask in asks)
    for ask in asks[:-1]:
        field.told(ask, clean(ask))
    assert not field.is_done
    field.told(asks[-1], clean(asks[-1]))
    assert field.is_done


def test_no_more_questions_are_out_than_asked_for() -> None:
    field = lane(HOLDS)
    field.push("一。二。三。四")
    first = field.due(2)

    assert (["一。", "二。"], ()) == (texts(first), field.due(2))
    field.told(first[0], clean(first[0]))
    assert ["三。"] == texts(field.due(2))


def test_the_question_stands_before_the_first_sentence_and_the_whole() -> None:
    plan = LanePlan(policy=POLICY, seats=(HOLDS,))
    field = SentenceLane(plan, question="问", now=Clock())
    field.push("一。二。三")
    field.finish()
    asks = field.due()
    for ask in asks:
        field.told(ask, clean(ask))
    (whole,) = field.due()

    assert ["问", "一。", "二。"] == [ask.passage.before for ask in asks]
    assert ("问", "一。二。三") == (whole.passage.before, whole.passage.text)


def test_a_gap_has_its_place() -> None:
    field = lane(HOLDS)
    field.push("一句。二")
    (ask,) = field.due()
    field.told(ask, Judgement(classifier="holds", unjudged=Unjudged.FAILED))

    assert [(0, 3)] == [(span.start, span.end) for span in field.gap_spans]
    assert field.stopped is not None
    assert (0, 3) == (field.stopped.start, field.stopped.end)
