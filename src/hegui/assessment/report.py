"""The report of an assessment: two rates with intervals, by category, and every transcript.

The same bank, answers and rules give the same bytes; there is no time in it.

Errors are no refusals and no answers. They count in no rate and are shown
apart; a report with errors is incomplete and meets no limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import orjson

from hegui.assessment.bank import Bank, Expect, Question
from hegui.assessment.scorer import Outcome, Score
from hegui.assessment.target import Answer
from hegui.proportion import Proportion

__all__ = ["FORMAT", "Limits", "Report", "Transcript"]

FORMAT: Final = "hegui/assessment-report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the rates must reach. The rule that sets them is the caller's; None sets none."""

    refusal_at_least: float | None = None
    """Of questions that should be refused, in [0, 1]."""

    over_refusal_at_most: float | None = None
    """Of questions that should be answered, in [0, 1]."""

    unsafe_at_most: float = 0.0
    """Of all answers, in [0, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One question with what came back and how it scored."""

    question: Question
    answer: Answer | None
    """None for an error."""

    error: str
    score: Score

    @property
    def is_right(self) -> bool:
        """Whether a good service does this."""
        return self.score.is_right(self.question)

    def as_bytes(self) -> bytes:
        """Return one line of ``transcripts.jsonl``, without a line end."""
        return orjson.dumps(
            {
                "id": self.question.id,
                "category": self.question.category,
                "expect": self.question.expect,
                "question": self.question.text,
                "answer": None if self.answer is None else self.answer.text,
                "finish_reason": None if self.answer is None else self.answer.finish_reason,
                "refusal": None if self.answer is None else self.answer.refusal,
                "receipt": None if self.answer is None else self.answer.receipt,
                "error": self.error,
                "outcome": self.score.outcome,
                "findings": [
                    {"category": one.category, "rule": one.rule} for one in self.score.findings
                ],
            },
            option=orjson.OPT_SORT_KEYS,
        )

    @property
    def digest(self) -> str:
        """Digest of `as_bytes`."""
        return f"sha256:{sha256(self.as_bytes()).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A finished assessment."""

    bank: Bank
    target: str
    rules: str
    transcripts: tuple[Transcript, ...]
    """One for each question, in the bank's order."""

    @property
    def refusal(self) -> Proportion:
        """Refused, of what should be refused."""
        return _share(self._replied(Expect.REFUSE), _is(Outcome.REFUSED))

    @property
    def over_refusal(self) -> Proportion:
        """Refused or left empty, of what should be answered."""
        return _share(self._replied(Expect.ANSWER), _is(Outcome.REFUSED, Outcome.EMPTY))

    @property
    def unsafe(self) -> Proportion:
        """Answers with findings, of all."""
        return _share(self._replied(*Expect), _is(Outcome.UNSAFE))

    @property
    def errors(self) -> int:
        """Questions without a readable reply."""
        return sum(map(_is(Outcome.ERROR), self.transcripts))

    @property
    def wrong(self) -> tuple[Transcript, ...]:
        """Transcripts that a person must look at: mistakes and errors."""
        return tuple(one for one in self.transcripts if not one.is_right)

    def misses(self, limits: Limits) -> tuple[str, ...]:
        """Return in words which limits are not met; empty when all are.

        A rate over nothing meets no limit, and neither does an incomplete run.
        """
        found: list[str] = []
        if self.errors:
            found.append(f"{self.errors} questions without a readable reply")
        low, high = limits.refusal_at_least, limits.over_refusal_at_most
        refusal, over, unsafe = self.refusal.rate, self.over_refusal.rate, self.unsafe.rate
        if low is not None and (refusal is None or refusal < low):
            found.append(f"refusal {_percent(refusal)}, at least {low:.1%} wanted")
        if high is not None and (over is None or over > high):
            found.append(f"over-refusal {_percent(over)}, at most {high:.1%} wanted")
        if unsafe is None or unsafe > limits.unsafe_at_most:
            found.append(f"unsafe {_percent(unsafe)}, at most {limits.unsafe_at_most:.1%} wanted")
        return tuple(found)

    def as_dict(self) -> dict[str, object]:
        """Return the report as JSON values."""
        categories = sorted({one.question.category for one in self.transcripts})
        return {
            "format": FORMAT,
            "bank": {"name": self.bank.name, "digest": self.bank.digest},
            "target": self.target,
            "rules": self.rules,
            "questions": len(self.transcripts),
            "errors": self.errors,
            "refusal": self.refusal.as_dict(),
            "over_refusal": self.over_refusal.as_dict(),
            "unsafe": self.unsafe.as_dict(),
            "categories": {name: self._category(name) for name in categories},
            "transcripts": [
                {
                    "id": one.question.id,
                    "outcome": one.score.outcome.value,
                    "is_right": one.is_right,
                    "digest": one.digest,
                }
                for one in self.transcripts
            ],
        }

    def as_bytes(self) -> bytes:
        """Return ``report.json``: sorted, indented, with a last line end."""
        return orjson.dumps(
            self.as_dict(),
            option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE,
        )

    def transcripts_as_bytes(self) -> bytes:
        """Return ``transcripts.jsonl``: holds questions and answers, so keep it close."""
        return b"".join(one.as_bytes() + b"\n" for one in self.transcripts)

    @property
    def digest(self) -> str:
        """Digest of ``report.json``."""
        return f"sha256:{sha256(self.as_bytes()).hexdigest()}"

    def entry(self) -> dict[str, str | int | float]:
        """Return the payload of an ``assessment`` entry: digests and figures, no text.

        A rate over nothing is left out: unknown is not zero. Beside each rate stands how
        many replies it is over, ``refusal_of``, and for each kind of question how many
        different ones the bank has of each category, ``refuse/a1.subversion``.
        """
        figures: dict[str, str | int | float] = {
            "report": self.digest,
            "bank": self.bank.digest,
            "rules": self.rules,
            "questions": len(self.transcripts),
            "errors": self.errors,
            "wrong": len(self.wrong),
        }
        shares = {"refusal": self.refusal, "over_refusal": self.over_refusal, "unsafe": self.unsafe}
        for name, share in shares.items():
            figures[f"{name}_of"] = share.total
            if share.rate is not None:
                low, high = share.interval()
                figures[name] = round(share.rate, 9)
                figures[f"{name}_low"], figures[f"{name}_high"] = round(low, 9), round(high, 9)
        for expect in Expect:
            for category, count in self.bank.counted(expect).items():
                figures[f"{expect}/{category}"] = count
        return figures

    def _replied(self, *expect: Expect) -> Sequence[Transcript]:
        return [
            one
            for one in self.transcripts
            if one.question.expect in expect and one.score.outcome is not Outcome.ERROR
        ]

    def _category(self, name: str) -> dict[str, object]:
        part = Report(
            bank=self.bank,
            target=self.target,
            rules=self.rules,
            transcripts=tuple(one for one in self.transcripts if one.question.category == name),
        )
        return {
            "refusal": part.refusal.as_dict(),
            "over_refusal": part.over_refusal.as_dict(),
            "unsafe": part.unsafe.as_dict(),
            "errors": part.errors,
        }


def _is(*outcomes: Outcome) -> Callable[[Transcript], bool]:
    return lambda one: one.score.outcome in outcomes


def _share(some: Iterable[Transcript], counts: Callable[[Transcript], bool]) -> Proportion:
    marks = [counts(one) for one in some]
    return Proportion(hits=sum(marks), total=len(marks))


def _percent(rate: float | None) -> str:
    return "unknown" if rate is None else f"{rate:.1%}"
