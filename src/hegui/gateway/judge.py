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
from hegui.gateway.asked import Unjudged
from hegui.gateway.exchange import Exchange
from hegui.gateway.field import Field
from hegui.moderation import RuleSet, Segment, mask
from hegui.moderation.gap import WIDE

__all__ = ["BOUNDARY", "Judge", "Released"]

_SEAM: Final = 64
"""Code points on each side of the border between two fields that are read together."""

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
        self._exchange.judged_prompt_bytes += sum(len(text.encode()) for text in texts)
        subject = Subject(
            moment=Moment.PROMPT,
            findings=findings,
            text=text,
            client_labels=self._client_labels,
            shielded=self._shielded(),
        )
        return self._exchange.note(Moment.PROMPT, self._plan.judge(subject))

    def open(
        self, name: str, *, is_shown: bool = False, is_call: bool = False, is_json: bool = False
    ) -> Field:
        """Return a field whose text comes in pieces, with a new hold-back."""
        stream = self._rules.stream(Stage.OUTPUT)
        field = Field(name, stream, is_shown=is_shown, is_call=is_call, is_json=is_json)
        self._exchange.fields.append(field)
        return field

    def push(self, field: Field, text: str) -> Released:
        """Judge the next characters of a field.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        exchange = self._exchange
        exchange.judged_answer += len(text)
        field.judged_bytes += len(text) if text.isascii() else len(text.encode())
        stream = field.stream
        if stream is None:
            raise AssertionError(f"the field {field.name} came whole")
        try:
            clear = stream.clear(text)
            segments = stream.push(text) if clear is None else ()
        except Exception as error:
            raise ModerationUnavailable from error
        if (held := stream.held) > exchange.held_max:
            exchange.held_max = held
        return self._release(segments) if clear is None else Released(clear)

    def finish(self, field: Field) -> Released:
        """Judge what a field still holds; nothing the second time.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        if field.is_finished or field.stream is None:
            return _NOTHING
        field.is_finished = True
        try:
            segments = field.stream.finish()
        except Exception as error:
            raise ModerationUnavailable from error
        return self._release(segments)

    def whole(self, field: Field, text: str) -> Released:
        """Judge a field that came whole.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        exchange = self._exchange
        exchange.judged_answer += len(text)
        exchange.fields.append(field)
        field.judged_bytes += len(text) if text.isascii() else len(text.encode())
        try:
            segments = self._rules.segments(text, Stage.OUTPUT)
        except Exception as error:
            raise ModerationUnavailable from error
        return self._release(segments)

    def across(self, before: str, after: str) -> tuple[str, ...] | None:
        """Judge the border between two fields that a reader sees one after the other.

        Returns:
            Categories of what begins in `before`, ends in `after` and is not to pass;
            None when there is nothing of the kind.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        head = before[-_SEAM:]
        border = len(head)
        try:
            segments = self._rules.segments(head + after[:_SEAM], Stage.OUTPUT)
        except Exception as error:
            raise ModerationUnavailable from error
        for segment in segments:
            # What lies on one side was judged there.
            if segment.findings and any(
                f.span is not None and f.span.start < border < f.span.end for f in segment.findings
            ):
                ruling = self._judge(segment)
                if ruling.action is not Action.ALLOW:
                    return tuple(sorted({f.category for v in ruling.verdicts for f in v.findings}))
        return None

    def passed(self, unjudged: Unjudged) -> None:
        """Note what passes although nothing here can judge it."""
        self._exchange.unjudged.append(unjudged)

    def answer(self, text: str, *, label_beside: bool = False) -> Ruling:
        """Judge a finished answer as it was delivered, label included.

        Args:
            text: the answer.
            label_beside: the label went in a header, since JSON was asked for.
        """
        subject = Subject(
            moment=Moment.ANSWER,
            text=text,
            client_labels=self._client_labels,
            label_beside=label_beside,
        )
        return self._exchange.note(Moment.ANSWER, self._plan.judge(subject))

    def look(self, text: str) -> tuple[Finding, ...]:
        """Return what the rules find in a text that is to be told about, and goes nowhere.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        self._exchange.judged_prompt += len(text)
        self._exchange.judged_prompt_bytes += len(text.encode())
        try:
            found = (*self._rules.scan(text, Stage.PROMPT), *self._rules.scan(text, Stage.OUTPUT))
        except Exception as error:
            raise ModerationUnavailable from error
        return found

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
            shielded=self._shielded(),
        )
        return self._exchange.note(Moment.SEGMENT, self._plan.judge(subject))

    def _shielded(self) -> tuple[str, ...]:
        """Return what is refused to this end user beyond what is refused to all."""
        guest = self._exchange.guest
        return () if guest is None else guest.shielded


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
