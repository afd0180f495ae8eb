"""Plan, rules and record for one request: every question to a control goes through here.

    texts of the prompt ──▶ `prompt`   one ruling before the model is called
    pieces of the answer ─▶ `release`  what may be delivered of each
    the finished answer ──▶ `answer`   one ruling before the last bytes

Rules and plan are those of the moment the request began, to its end: a new
rule set acts from the next request on. An engine that fails releases nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from hegui.controls.base import Action, Moment, Subject
from hegui.controls.plan import Plan, Ruling
from hegui.errors import ModerationUnavailable
from hegui.finding import Finding, Stage
from hegui.gateway.exchange import Exchange
from hegui.moderation import RuleSet, Segment, Stream, mask
from hegui.moderation.gap import WIDE

__all__ = ["BOUNDARY", "Judge", "Released"]

BOUNDARY: Final = "\n" * WIDE
"""Stands between two texts of a prompt: more separators than any term runs across."""


class Released(NamedTuple):
    """What may be delivered of a piece of an answer. One is made for each streamed chunk."""

    text: str
    """Up to the stop, if there was one; masked where a control said so."""

    stopped: tuple[str, ...] | None = None
    """Categories that stopped it; None when nothing did."""


_NOTHING: Final = Released("")


class Judge:
    """Asks the plan and keeps every ruling in the exchange."""

    __slots__ = ("_client_labels", "_exchange", "_plan", "_rules")

    def __init__(self, plan: Plan, rules: RuleSet, exchange: Exchange) -> None:
        self._plan = plan
        self._rules = rules
        self._exchange = exchange
        self._client_labels = exchange.key.client_labels

    def prompt(self, texts: tuple[str, ...]) -> Ruling:
        """Judge all texts of a prompt at once.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        text = texts[0] if len(texts) == 1 else BOUNDARY.join(texts)
        try:
            findings = self._rules.scan(text, Stage.PROMPT)
        except Exception as error:
            raise ModerationUnavailable from error
        self._exchange.judged_prompt += sum(map(len, texts))
        subject = Subject(
            moment=Moment.PROMPT,
            findings=findings,
            text=text,
            client_labels=self._client_labels,
        )
        return self._exchange.note(Moment.PROMPT, self._plan.judge(subject))

    def stream(self) -> Stream:
        """Return a new hold-back for one field of one choice."""
        return self._rules.stream(Stage.OUTPUT)

    def push(self, stream: Stream, text: str) -> Released:
        """Judge the next characters of a field.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        exchange = self._exchange
        exchange.judged_answer += len(text)
        try:
            clear = stream.clear(text)
            segments = stream.push(text) if clear is None else ()
        except Exception as error:
            raise ModerationUnavailable from error
        if (held := stream.held) > exchange.held_max:
            exchange.held_max = held
        return self._release(segments) if clear is None else Released(clear)

    def finish(self, stream: Stream) -> Released:
        """Judge what a field still holds.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        try:
            segments = stream.finish()
        except Exception as error:
            raise ModerationUnavailable from error
        return self._release(segments)

    def whole(self, text: str) -> Released:
        """Judge a field that came whole.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        self._exchange.judged_answer += len(text)
        try:
            segments = self._rules.segments(text, Stage.OUTPUT)
        except Exception as error:
            raise ModerationUnavailable from error
        return self._release(segments)

    def answer(self, text: str) -> Ruling:
        """Judge a finished answer as it was delivered, label included."""
        subject = Subject(moment=Moment.ANSWER, text=text, client_labels=self._client_labels)
        return self._exchange.note(Moment.ANSWER, self._plan.judge(subject))

    def is_clean(self, text: str) -> bool:
        """Tell whether no rule finds anything in a text that is no answer.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        try:
            return not self._rules.scan(text, Stage.OUTPUT)
        except Exception as error:
            raise ModerationUnavailable from error

    def _release(self, segments: tuple[Segment, ...]) -> Released:
        if not segments:
            return _NOTHING
        if len(segments) == 1 and not segments[0].findings:
            return Released(segments[0].text)
        out: list[str] = []
        for segment in segments:
            if not segment.findings:
                out.append(segment.text)
                continue
            ruling = self._judge(segment)
            if ruling.action >= Action.HOLD:
                # Nobody is there to decide in time, so a hold is a stop.
                categories = {f.category for v in ruling.verdicts for f in v.findings}
                return Released("".join(out), tuple(sorted(categories)))
            if ruling.action is Action.ALLOW:
                out.append(segment.text)
            else:
                out.append(masked(segment, (f for v in ruling.verdicts for f in v.findings)))
        return Released("".join(out))

    def _judge(self, segment: Segment) -> Ruling:
        subject = Subject(
            moment=Moment.SEGMENT,
            findings=segment.findings,
            text=segment.text,
            client_labels=self._client_labels,
        )
        return self._exchange.note(Moment.SEGMENT, self._plan.judge(subject))


def masked(segment: Segment, findings: Iterable[Finding]) -> str:
    """Return the segment's text with the spans of `findings` masked.

    A finding without a span is about the whole, so the whole is masked.
    """
    text = segment.text
    start = segment.span.start
    at = 0
    out: list[str] = []
    for finding in sorted(findings, key=_place):
        if finding.span is None:
            return "*" * len(text)
        begin = max(finding.span.start - start, at)
        end = finding.span.end - start
        if begin < end:
            out.extend((text[at:begin], mask(finding, text[begin:end])))
            at = end
    out.append(text[at:])
    return "".join(out)


def _place(finding: Finding) -> tuple[int, int]:
    return (-1, -1) if finding.span is None else (finding.span.start, finding.span.end)
