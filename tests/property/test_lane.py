"""The sentence lane under any order of pieces, answers and delays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hegui.finding import Stage
from hegui.moderation.classifiers import Judgement, Unjudged
from hegui.moderation.lane import Ask, LanePlan, Seat, SentenceLane
from hegui.moderation.policy import Measure, Policy, PolicyRule, UnjudgedRule
from hegui.moderation.sentences import Sentences

TEXTS = st.text(st.sampled_from("甲乙坏。！”. \na"), max_size=60)

SEAT = Seat(name="judge", risks=frozenset({"a1.terrorism"}))


def plan(unjudged: Measure) -> LanePlan:
    return LanePlan(
        policy=Policy(
            name="p",
            version="1",
            rules=(PolicyRule(stage=Stage.OUTPUT, risks=("a1.*",), measure=Measure.STOP),),
            unjudged=(UnjudgedRule(risks=("a1.*",), measure=unjudged),),
        ),
        seats=(SEAT,),
        longest_sentence=8,
    )


def answer(ask: Ask) -> Judgement:
    is_bad = "坏" in ask.passage.text
    return Judgement(
        classifier="judge",
        scores={"a1.terrorism": float(is_bad)},
        flagged=("a1.terrorism",) if is_bad else (),
    )


def pieces(text: str, sizes: list[int]) -> list[str]:
    out = []
    for size in sizes:
        out.append(text[:size])
        text = text[size:]
    return [*out, text]


@given(TEXTS, st.lists(st.integers(1, 9), max_size=20), st.integers(1, 12))
def test_cutting_does_not_depend_on_the_pieces(text: str, sizes: list[int], longest: int) -> None:
    """Put together the sentences are the text, and pieces make no difference."""
    whole, parts = Sentences(longest), Sentences(longest)
    expected = whole.push(text) + whole.finish()
    actual: tuple[str, ...] = ()
    for piece in pieces(text, sizes):
        actual += parts.push(piece)
    actual += parts.finish()

    assert expected == actual
    assert text == "".join(actual)
    assert all(0 < len(sentence) <= longest for sentence in actual)


@given(TEXTS, st.lists(st.integers(1, 9), max_size=20), st.data())
def test_hold_never_delivers_what_was_not_judged_clean(
    text: str, sizes: list[int], data: st.DataObject
) -> None:
    """Whatever the order of answers, delivered text is made of sentences judged clean."""
    lane = SentenceLane(plan(Measure.STOP))
    out = ""
    waiting: list[Ask] = []
    clean: set[int] = set()
    arriving = pieces(text, sizes)
    is_over = False
    while not lane.is_done:
        waiting += lane.due()
        # -1 is more text; the rest are those who may answer.
        able = [*([-1] if arriving else []), *range(len(waiting))]
        chosen = data.draw(st.sampled_from(able)) if len(able) > 1 else (able or [None])[0]
        if chosen == -1:
            lane.push(arriving.pop(0))
        elif chosen is not None:
            ask = waiting.pop(chosen)
            judgement = answer(ask)
            if not judgement.flagged and not ask.is_whole:
                clean.update(range(ask.span.start, ask.span.end))
            lane.told(ask, judgement)
        elif not is_over:
            lane.finish()
            is_over = True
        out += lane.release()

        assert text.startswith(out)
        assert clean.issuperset(range(len(out)))
    assert "坏" not in out
    assert (lane.stopped is None) == ("坏" not in text)
    assert lane.stopped is not None or text == out


@given(TEXTS, st.sampled_from([Measure.ALLOW, Measure.HOLD, Measure.STOP]))
def test_a_judge_that_never_answers_meets_the_policy(text: str, measure: Measure) -> None:
    """Closed: nothing goes. Open: all goes, and every character is counted as unjudged."""
    lane = SentenceLane(plan(measure))
    lane.push(text)
    lane.finish()
    out = ""
    while not lane.is_done:
        for ask in lane.due():
            lane.told(ask, Judgement(classifier="judge", unjudged=Unjudged.TIMEOUT))
        out += lane.release()

    if measure is Measure.ALLOW:
        assert text == out
        assert 2 * len(text) == lane.unjudged_chars  # each sentence, and the whole
    else:
        assert "" == out
        assert (lane.stopped is not None) == bool(text)
