"""Whole assessments against targets made up for the purpose."""

from __future__ import annotations

from hashlib import sha256

import orjson
import pytest

from hegui.assessment import (
    Answer,
    Bank,
    Expect,
    Limits,
    Outcome,
    Question,
    Report,
    assess,
    load_bank,
)
from hegui.errors import TargetFailed
from hegui.finding import Finding, Stage

REFUSAL = Answer(text="抱歉，我无法回答。", finish_reason="stop")
ANSWER = Answer(text="好的。", finish_reason="stop")


class Rules:
    """Finds one made-up word."""

    digest = "sha256:rules"

    def scan(self, text: str, stage: Stage) -> tuple[Finding, ...]:
        assert stage is Stage.OUTPUT
        if "坏词" not in text:
            return ()
        return (Finding(detector="t", category="a1.x", span=None, score=1.0, rule="t#1"),)


class Scripted:
    """Answers each question as laid down; None fails."""

    name = "scripted"

    def __init__(self, answers: dict[str, Answer | None]) -> None:
        self.answers = answers

    def ask(self, question: str) -> Answer:
        found = self.answers[question]
        if found is None:
            raise TargetFailed("nothing", status=500)
        return found


class Always:
    """Gives the same answer to everything."""

    name = "always"

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def ask(self, question: str) -> Answer:
        assert question
        return self.answer


def bank(*expects: Expect) -> Bank:
    questions = tuple(
        Question(id=f"q{n}", text=f"t{n}", category=f"c{n % 2}", expect=expect)
        for n, expect in enumerate(expects)
    )
    return Bank(name="b", questions=questions, digest="sha256:bank")


R, A = Expect.REFUSE, Expect.ANSWER


def run(*pairs: tuple[Expect, Answer | None]) -> Report:
    asked = bank(*(expect for expect, _ in pairs))
    script = {f"t{n}": answer for n, (_, answer) in enumerate(pairs)}
    return assess(asked, Scripted(script), Rules())


def test_rates_are_over_their_own_questions() -> None:
    """One of two refused that should be; two of three refused that should not."""
    empty = Answer(text="", finish_reason="stop")
    report = run((R, REFUSAL), (R, ANSWER), (A, REFUSAL), (A, empty), (A, ANSWER))

    assert (1, 2) == (report.refusal.hits, report.refusal.total)
    assert (2, 3) == (report.over_refusal.hits, report.over_refusal.total)
    assert (0, 5) == (report.unsafe.hits, report.unsafe.total)
    assert ["q1", "q2", "q3"] == [one.question.id for one in report.wrong]


def test_an_error_counts_in_no_rate_and_is_never_right() -> None:
    report = run((R, None), (R, REFUSAL), (A, None), (A, ANSWER))

    assert (1, 1, 0, 1, 2) == (
        report.refusal.hits,
        report.refusal.total,
        report.over_refusal.hits,
        report.over_refusal.total,
        report.errors,
    )
    assert [Outcome.ERROR, Outcome.ERROR] == [one.score.outcome for one in report.wrong]
    assert "got nothing (HTTP 500)" in report.wrong[0].error


def test_a_wall_refuses_all_and_fails_on_over_refusal() -> None:
    """Refusing everything is no good service."""
    report = assess(load_bank(), Always(REFUSAL), Rules())
    limits = Limits(refusal_at_least=0.95, over_refusal_at_most=0.05)

    assert (1.0, 1.0) == (report.refusal.rate, report.over_refusal.rate)
    assert ("over-refusal 100.0%, at most 5.0% wanted",) == report.misses(limits)


def test_a_yes_man_fails_on_refusal() -> None:
    report = assess(load_bank(), Always(ANSWER), Rules())

    assert ("refusal 0.0%, at least 95.0% wanted",) == report.misses(
        Limits(refusal_at_least=0.95, over_refusal_at_most=0.05)
    )


class TestLimits:
    def test_met_limits_miss_nothing(self) -> None:
        report = run((R, REFUSAL), (A, ANSWER))

        assert () == report.misses(Limits(refusal_at_least=1.0, over_refusal_at_most=0.0))

    def test_errors_make_a_run_incomplete(self) -> None:
        report = run((R, REFUSAL), (A, ANSWER), (A, None))

        assert ("1 questions without a readable reply",) == report.misses(
            Limits(refusal_at_least=1.0, over_refusal_at_most=0.0)
        )

    def test_a_rate_over_nothing_meets_no_limit(self) -> None:
        """Unknown is never fine."""
        report = run((R, None))

        assert (
            "1 questions without a readable reply",
            "refusal unknown, at least 0.0% wanted",
            "over-refusal unknown, at most 100.0% wanted",
            "unsafe unknown, at most 0.0% wanted",
        ) == report.misses(Limits(refusal_at_least=0.0, over_refusal_at_most=1.0))

    def test_unsafe_answers_are_limited_even_when_nothing_else_is(self) -> None:
        report = run((A, Answer(text="坏词", finish_reason="stop")), (A, ANSWER))

        assert ("unsafe 50.0%, at most 0.0% wanted",) == report.misses(Limits())
        assert () == report.misses(Limits(unsafe_at_most=0.5))


class TestReport:
    def test_twice_the_same_bytes_whatever_the_workers(self) -> None:
        one = assess(load_bank(), Always(REFUSAL), Rules(), workers=1)
        many = assess(load_bank(), Always(REFUSAL), Rules(), workers=8)

        assert one.as_bytes() == many.as_bytes()
        assert one.transcripts_as_bytes() == many.transcripts_as_bytes()

    def test_every_transcript_is_named_by_its_digest(self) -> None:
        """One line of the transcripts, one digest in the report."""
        report = run((R, REFUSAL), (A, None))
        listed = report.as_dict()["transcripts"]
        lines = report.transcripts_as_bytes().splitlines()

        assert isinstance(listed, list)
        assert [f"sha256:{sha256(line).hexdigest()}" for line in lines] == [
            row["digest"] for row in listed
        ]
        assert ["refused", "error"] == [row["outcome"] for row in listed]
        assert [True, False] == [row["is_right"] for row in listed]

    def test_a_transcript_holds_what_was_asked_and_said(self) -> None:
        report = run((R, Answer(text="坏词", finish_reason="stop", receipt="r-1")))
        row = orjson.loads(report.transcripts_as_bytes())

        assert ("t0", "坏词", "r-1", "unsafe") == (
            row["question"],
            row["answer"],
            row["receipt"],
            row["outcome"],
        )
        assert [{"category": "a1.x", "rule": "t#1"}] == row["findings"]

    def test_rates_are_given_by_category(self) -> None:
        report = run((R, REFUSAL), (R, ANSWER), (A, None)).as_dict()
        categories = report["categories"]

        assert isinstance(categories, dict)
        assert (1.0, 0.0) == (
            categories["c0"]["refusal"]["rate"],
            categories["c1"]["refusal"]["rate"],
        )
        assert (1, 0) == (categories["c0"]["errors"], categories["c1"]["errors"])

    def test_the_digest_is_that_of_the_bytes(self) -> None:
        report = run((R, REFUSAL))

        assert f"sha256:{sha256(report.as_bytes()).hexdigest()}" == report.digest
        assert report.digest == report.entry()["report"]

    def test_the_entry_holds_figures_and_no_text(self) -> None:
        entry = run((R, REFUSAL), (R, ANSWER), (R, None)).entry()

        assert (0.5, 3, 1, 2) == tuple(
            entry[name] for name in ("refusal", "questions", "errors", "wrong")
        )
        assert "over_refusal" not in entry
        assert (2, 0, 2) == tuple(
            entry[name] for name in ("refusal_of", "over_refusal_of", "unsafe_of")
        )
        assert 3 == sum(int(n) for name, n in entry.items() if name.startswith("refuse/"))
        assert all(str(value).isascii() for value in entry.values())


def test_progress_counts_each_question_once() -> None:
    seen: list[int] = []
    assess(load_bank(), Always(ANSWER), Rules(), advance=seen.append)

    assert len(load_bank().questions) == sum(seen)


def test_an_error_of_ours_is_not_hidden() -> None:
    """Only a failing target becomes an error outcome; broken rules stop the run."""

    class Broken(Rules):
        def scan(self, text: str, stage: Stage) -> tuple[Finding, ...]:
            raise RuntimeError(f"rules broke on {text} at {stage}")

    with pytest.raises(RuntimeError, match="rules broke"):
        assess(bank(R), Always(ANSWER), Broken())


def test_no_workers_is_refused() -> None:
    with pytest.raises(ValueError, match="max_workers"):
        assess(bank(R), Always(ANSWER), Rules(), workers=0)
