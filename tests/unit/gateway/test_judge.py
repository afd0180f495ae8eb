"""The judge releases, masks and stops, and keeps a record of it."""

from __future__ import annotations

import pytest
from tests.unit.gateway.judging import TERM, a_judge, an_exchange, plan

from hegui.controls.base import Action
from hegui.errors import ModerationUnavailable
from hegui.finding import Finding, Span
from hegui.gateway.judge import Judge, masked
from hegui.moderation import RuleSet, Segment, load_rules


def test_an_engine_that_fails_releases_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it raises becomes `ModerationUnavailable`."""

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    judge = a_judge()
    stream = judge.stream()
    monkeypatch.setattr(RuleSet, "scan", broken)
    monkeypatch.setattr(RuleSet, "segments", broken)
    monkeypatch.setattr(type(stream), "push", broken)
    monkeypatch.setattr(type(stream), "finish", broken)

    for ask in (
        lambda: judge.prompt(("x",)),
        lambda: judge.whole("x"),
        lambda: judge.is_clean("x"),
        lambda: judge.push(stream, "x"),
        lambda: judge.finish(stream),
    ):
        with pytest.raises(ModerationUnavailable):
            ask()


def test_rulings_are_kept_with_their_places() -> None:
    """Control, category, rule and offsets; no text."""
    exchange = an_exchange()

    released = Judge(plan(), load_rules(), exchange).whole(f"一二{TERM}三")

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

    Judge(plan(), load_rules(), exchange).whole("或者打".join(["13800138000"] * 5))

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
