"""What the judges of a service say in one request, and the record of it.

    prompt ─▶ `prompt`   categories for which it is refused, or none
    stream ─▶ `gate`     see there
    whole  ─▶ `whole`    choices that are stopped, with the categories

The record names each answer that did not come with its place and range, since a
passage that nobody judged is no clean one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final

from hegui.errors import ModerationUnavailable
from hegui.finding import Finding, Span, Stage
from hegui.gateway.judges.asking import Asker
from hegui.gateway.judges.frames import CHAT, read_event, read_frame, read_whole
from hegui.gateway.judges.gate import Gate
from hegui.gateway.judges.jury import Jury
from hegui.gateway.judges.lanes import Lanes
from hegui.gateway.sse import Frames
from hegui.moderation import RuleSet
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged, findings
from hegui.moderation.judges.private import without_identifiers
from hegui.moderation.lane import Ask, LanePlan, SentenceLane
from hegui.moderation.policy import Measure

__all__ = ["Hearing"]

_PART: Final = 4096
"""Code points of a prompt judged as one."""

_OVERLAP: Final = 512
_AT_ONCE: Final = 16
"""Questions about one prompt that are out at a time."""

_KEPT: Final = 64
"""Most findings, and most gaps, that the record names; further ones are counted."""


class Hearing:
    """One request before the judges. Owned by the task that serves it; close it.

    Args:
        jury: who judges, and by which policy.
        rules: know the identifiers that are masked before a text leaves this machine.
        question: what the answer will be to.
        path: of the endpoint, which tells how its answers are read.
        unheard: told of each text that goes on although nobody judged it.
    """

    __slots__ = (
        "_findings",
        "_gaps",
        "_gate",
        "_is_closed",
        "_jury",
        "_lanes",
        "_path",
        "_question",
        "_reasons",
        "_rules",
        "_unheard",
        "_unkept",
        "asked",
        "retract",
        "unjudged",
    )

    def __init__(
        self,
        jury: Jury,
        rules: RuleSet,
        question: str,
        path: str,
        unheard: Callable[[Asker, Passage, Unjudged], None] | None = None,
    ) -> None:
        jury.enter()
        self._unheard = unheard
        self._path = path
        self._jury = jury
        self._rules = rules
        self._question = question[-jury.window.chars :] if jury.window.chars else ""
        self._findings: list[dict[str, object]] = []
        self._gaps: list[dict[str, object]] = []
        self._reasons: dict[str, None] = {}
        self._unkept = 0
        self._lanes: Lanes | None = None
        self._gate: Gate | None = None
        self._is_closed = False
        self.asked = 0
        """Questions put to judges."""
        self.unjudged = 0
        """Code points for which some judge gave no answer, each judge's own."""
        self.retract = 0
        """Code points that had been let through when a judge objected to them."""

    @property
    def judges_output(self) -> bool:
        """Whether any judge is asked about answers."""
        return self._jury.judges_output

    @property
    def prompt_s(self) -> float:
        """Seconds after which something is wrong with the judging of a prompt."""
        return self._jury.prompt_s + 5.0

    async def prompt(self, texts: Sequence[str], last: str) -> tuple[str, ...] | None:
        """Return the categories for which a prompt is refused, or None when it may go on.

        The user's last message is judged with what came before it as context; all
        other texts are judged too, in parts, since a client may write any history.

        Raises:
            ModerationUnavailable: a judge gave no answer, and the policy goes on without it in no
                case.
        """
        askers = [a for a in self._jury.askers.values() if Stage.PROMPT in a.stages]
        if not askers:
            return None
        todo = [
            (asker, passage, span) for passage, span in self._passages(texts, last)
            for asker in askers
        ]  # fmt: skip
        judgements = await self._all(todo)
        policy = self._jury.policy
        is_silent = False
        categories: dict[str, None] = {}
        for (asker, _, span), judgement in zip(todo, judgements, strict=True):
            if judgement.unjudged is not None:
                measure = policy.on_unjudged(asker.risks, Stage.PROMPT, judgement.unjudged)
                is_silent = is_silent or measure >= Measure.HOLD
                self.unjudged += len(span)
                self._gap(judgement.classifier, judgement.unjudged, measure, "prompt", span)
            for finding in findings(judgement):
                measure = policy.measure(finding, Stage.PROMPT)
                self._found(finding, "prompt", span, measure)
                if measure > Measure.ALLOW:
                    # Nothing is masked in what a user wrote: it is sent on, or it is not.
                    categories[finding.category] = None
        if categories:
            self._reasons["judge/refused"] = None
            return tuple(categories)
        if is_silent:
            raise ModerationUnavailable
        return None

    async def whole(self, raw: bytes) -> dict[int, tuple[str, ...]]:
        """Return the choices of an answer that came whole which a judge stops.

        Raises:
            UpstreamInvalid: it has more fields than an answer has.
        """
        if not self.judges_output:
            return {}
        lanes = self._new_lanes()
        choices: set[int] = set()
        for spoken in read_whole(raw, self._path):
            choices.add(spoken.choice)
            lanes.say(*spoken)
        lanes.finish_all()
        lanes.advance()
        while not all(lanes.is_done(choice) for choice in choices):
            await lanes.wait()
            lanes.advance()
        return dict(lanes.stops)

    def gate(
        self,
        read: Callable[[], Awaitable[bytes]],
        frames: Frames,
        *,
        moved: Callable[[], None],
    ) -> Gate:
        """Return the gate of a streamed answer; see there."""
        said = read_frame if self._path == CHAT else read_event
        self._gate = Gate(read, frames, self._new_lanes(), said=said, moved=moved)
        return self._gate

    def close(self) -> None:
        """Leave every question that is out. A second call changes nothing."""
        if not self._is_closed:
            self._is_closed = True
            if self._gate is not None:
                self._gate.close()
            if self._lanes is not None:
                self._lanes.close()
            self._lanes = self._gate = None
            self._jury.leave()

    def facts(self) -> dict[str, object]:
        """Return the part of the entry that tells what judges said. No text."""
        if self._lanes is not None:
            self._lanes.sweep()
        facts: dict[str, object] = {
            "judges": sorted(self._jury.askers),
            "jury": self._jury.digest,
            "asked": self.asked,
            "findings": self._findings,
            "unjudged": self._gaps,
            "unjudged_chars": self.unjudged,
        }
        if self.retract:
            facts["retract"] = self.retract
        if self._unkept:
            facts["dropped"] = self._unkept
        return facts

    def refs(self) -> tuple[str, ...]:
        """Return the index words: a gap is looked for by its reason."""
        return tuple(self._reasons)

    def _passages(self, texts: Sequence[str], last: str) -> Iterator[tuple[Passage, Span]]:
        """Yield what is judged, with its place in all texts put together by line ends."""
        joined = "\n".join(texts)
        # A protocol may tell the last message in other words than it has among the texts.
        at = joined.rfind(last) if last and last in joined else len(joined)
        before = self._jury.window.tail([joined[:at].rstrip("\n")]) if at else ""
        step = _PART - _OVERLAP
        # The newest text by itself, with context; then what stands on either side of it.
        for start, end, context in (
            (at, at + len(last), before),
            (0, at, ""),
            (at + len(last), len(joined), ""),
        ):
            for begin in range(start, end, step):
                text = joined[begin : min(begin + _PART, end)]
                if text.strip():
                    passage = Passage(
                        text=text,
                        stage=Stage.PROMPT,
                        before=context if begin == start else "",
                    )
                    yield passage, Span(begin, begin + len(text))
                if begin + _PART >= end:
                    break

    async def _ask(self, asker: Asker, passage: Passage) -> Judgement:
        self.asked += 1
        if asker.masks:
            passage = Passage(
                text=without_identifiers(self._rules, passage.text, passage.stage),
                stage=passage.stage,
                before=without_identifiers(self._rules, passage.before, passage.stage),
            )
        judgement = await asker.ask(passage)
        reason = judgement.unjudged
        if reason is not None and self._unheard is not None:
            measure = self._jury.policy.on_unjudged(asker.risks, passage.stage, reason)
            if measure < Measure.HOLD:
                self._unheard(asker, passage, reason)
        return judgement

    async def _all(self, todo: Sequence[tuple[Asker, Passage, Span]]) -> list[Judgement]:
        """Return an answer to each question, in order; what takes too long in all is late."""
        if not todo:
            return []
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(asker: Asker, passage: Passage) -> Judgement:
            async with turns:
                return await self._ask(asker, passage)

        tasks = [asyncio.ensure_future(one(asker, passage)) for asker, passage, _ in todo]
        try:
            done, _ = await asyncio.wait(tasks, timeout=self._jury.prompt_s)
        finally:
            for task in tasks:
                task.cancel()
        return [
            task.result()
            if task in done
            else Judgement(classifier=asker.name, unjudged=Unjudged.TIMEOUT)
            for task, (asker, _, _) in zip(tasks, todo, strict=True)
        ]

    def _new_lanes(self) -> Lanes:
        jury = self._jury

        def plan(field: str) -> LanePlan:
            return jury.call_plan if field.startswith("call/") else jury.text_plan

        def ask(question: Ask) -> Awaitable[Judgement]:
            return self._ask(jury.askers[question.seat.name], question.passage)

        self._lanes = Lanes(plan, self._question, ask, self._ended)
        return self._lanes

    def _ended(self, choice: int, field: str, lane: SentenceLane) -> tuple[str, ...] | None:
        """Record a lane that has ended; return the categories when it was stopped."""
        place = f"{choice}/{field}"
        for gap, span in zip(lane.gaps, lane.gap_spans, strict=True):
            self._gap(gap.classifier, gap.reason, gap.measure, place, span)
        self.unjudged += lane.unjudged_chars
        for finding, span in zip(lane.noted, lane.noted_spans, strict=True):
            self._found(finding, place, span, Measure.ALLOW)
        stopped = lane.stopped
        if stopped is None:
            return None
        self.retract += stopped.to_retract
        for finding in stopped.findings:
            self._found(finding, place, Span(stopped.start, stopped.end), Measure.STOP)
        self._reasons["judge/stopped"] = None
        return tuple(dict.fromkeys(finding.category for finding in stopped.findings))

    def _gap(self, judge: str, reason: Unjudged, measure: Measure, place: str, span: Span) -> None:
        self._reasons[f"unjudged/{reason}"] = None
        self._keep(
            self._gaps,
            {
                "judge": judge,
                "reason": reason.value,
                "measure": measure.word,
                "place": place,
                "start": span.start,
                "end": span.end,
            },
        )

    def _found(self, finding: Finding, place: str, span: Span, measure: Measure) -> None:
        self._keep(
            self._findings,
            {
                "judge": finding.rule,
                "category": finding.category,
                "score": round(finding.score, 4),
                "measure": measure.word,
                "place": place,
                "start": span.start,
                "end": span.end,
            },
        )

    def _keep(self, kept: list[dict[str, object]], row: dict[str, object]) -> None:
        if len(kept) < _KEPT:
            kept.append(row)
        else:
            self._unkept += 1
