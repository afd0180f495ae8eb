"""The judge releases, masks and stops, and keeps a record of it."""

from __future__ import annotations

import pytest
from tests.starter import starter_rules
from tests.unit.gateway.judging import TERM, a_judge, an_exchange, plan

from hegui.controls.base import Action
from hegui.errors import ModerationUnavailable
from hegui.finding import Finding, Span
from hegui.gateway.field import Field
from hegui.gateway.judge import Judge, masked
from hegui.moderation import RuleSet, Segment


def a_field() -> Field:
    """Return a field that comes whole."""
    return Field("0.content", None, is_shown=True)


def test_an_engine_that_fails_releases_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it raises becomes `ModerationUnavailable`."""

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    judge = a_judge()
    stream = judge.open("0.content")
    monkeypatch.setattr(RuleSet, "scan", broken)
    monkeypatch.setattr(RuleSet, "segments", broken)
    monkeypatch.setattr(type(stream.stream), "push", broken)
    monkeypatch.setattr(type(stream.stream), "finish", broken)

    for ask in (
        lambda: judge.prompt(("x",)),
        lambda: judge.whole(a_field(), "x"),
        lambda: judge.across("x", "y"),
        lambda: judge.is_clean("x"),
        lambda: judge.push(stream, "x"),
        lambda: judge.finish(stream),
    ):
        with pytest.raises(ModerationUnavailable):
            ask()


def test_rulings_are_kept_with_their_places() -> None:
    """Control, category, rule and offsets; no text."""
    exchange = an_exchange()

    released = Judge(plan(), starter_rules(), exchange).whole(a_field(), f"一二{TERM}三")

    assert released.text == "一二"
    assert released.stopped == ("a1.other-banned",)
    assert exchange.action is Action.STOP
    payload = exchange.payload()
    verdicts = payload["verdicts"]
    assert isinstance(verdicts, list)
    assert verdicts[0]["findings"][0]["start"] == 2
    assert TERM not in repr(payload)
    assert "control/content/illegal_output_is_stopped" in exchange.refs()


def test_verdicts_are_bounded_and_the_rest_is_counted() -> None:
    """An answer full of numbers makes no endless entry."""
    exchange = an_exchange(verdicts_limit=2)

    Judge(plan(), starter_rules(), exchange).whole(a_field(), "或者打".join(["13800138000"] * 5))

    payload = exchange.payload()
    assert isinstance(payload["verdicts"], list)
    assert (len(payload["verdicts"]), payload["verdicts_dropped"]) == (2, 3)


def test_a_finding_without_a_place_masks_the_whole() -> None:
    """It is about all of the text."""
    finding = Finding(detector="t", category="a4.privacy", span=None, score=1.0, rule="x")
    segment = Segment(text="abc", span=Span(5, 8), findings=(finding,))

    assert masked(segment, (finding,)) == "***"


def test_findings_that_overlap_are_masked_once() -> None:
    """The length of the text stays the same."""
    findings = tuple(
        Finding(detector="t", category="a4.privacy", span=span, score=1.0, rule="x")
        for span in (Span(6, 9), Span(5, 7), Span(5, 7))
    )
    segment = Segment(text="abcdef", span=Span(5, 11), findings=findings)

    assert masked(segment, findings) == "****ef"


@pytest.mark.parametrize(
    ("before", "after", "is_found"),
    [
        (f"想{TERM[:2]}", f"{TERM[2:]}吗", True),
        ("想", f"{TERM}吗", False),
        (f"想{TERM}", "吗", False),
        ("打138", "00138000吧", False),
    ],
)
def test_what_two_fields_say_together_is_found(before: str, after: str, is_found: bool) -> None:
    """Only what runs across the border: what lies on one side was judged there."""
    found = a_judge().across(before, after)

    assert (found == ("a1.other-banned",)) is is_found


def test_the_ranges_of_bytes_that_were_judged_stand_in_the_entry() -> None:
    """From the first byte to the last one that was looked at, by field."""
    exchange = an_exchange()
    judge = a_judge(exchange)
    judge.prompt(("你好", "hi"))
    field = judge.open("0.content")
    for piece in ("你", "好!"):
        judge.push(field, piece)

    assert exchange.payload()["ranges"] == {"prompt": [[0, 8]], "0.content": [[0, 7]]}
