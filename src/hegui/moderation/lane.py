"""The sentence lane: what semantic judges say decides how far a stream may go.

Exact rules work on characters and decide at once (`stream`). A semantic judge
needs a sentence and some time. So beside the exact lane a second one cuts what
that has passed into sentences, asks each judge about each, and lets the text go
by the mode of what the judge looks for:

    hold     a sentence goes when it has been judged, and not before
    follow   text goes at once, up to `exposure_chars` beyond what has been judged;
             stopped by two bad sentences in a row, or by a sure one
    end      text goes at once; only the verdict on the whole answer counts

A judge that looks for several risks waits by the strictest of their modes. On
the whole answer each judge is asked once more before the end, whatever the mode.
A longer answer than is judged as one comes in parts that overlap: a judge of mode
``end`` sees all of them, one that has seen each sentence sees the last.

The lane has no clock, thread or socket of its own: it says what is to be asked
(`due`), is told the answers (`told`), and gives up on the late ones (`expire`).
A judge that did not answer is met by the policy: where that says hold or more,
the answer ends, since nobody is there to decide in time; elsewhere it goes on
and the gap is kept.

State is per (choice, field): one lane for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import Final

from hegui.finding import Finding, Span, Stage
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged, findings
from hegui.moderation.decision import Gap
from hegui.moderation.policy import Measure, Policy, expand
from hegui.moderation.sentences import Sentences

__all__ = ["Ask", "LanePlan", "Mode", "Seat", "SentenceLane", "Stopped"]

_OVERLAP: Final = 8
"""One in so many code points of a part is shown again in the next one."""


class Mode(StrEnum):
    """How text waits for a judge, strictest first."""

    HOLD = "hold"
    FOLLOW = "follow"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One judge of a lane, by name; whoever drives the lane knows how to ask it."""

    name: str
    risks: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class LanePlan:
    """How a lane works; one for all streams of a service."""

    policy: Policy
    """Says which findings are acted on, and what a missing answer means."""

    seats: tuple[Seat, ...]

    modes: Mapping[str, Mode] = field(
        default_factory=lambda: {"a1.*": Mode.HOLD, "a4.health": Mode.HOLD, "a2.*": Mode.FOLLOW}
    )
    """By risk or group; ``end`` for the rest."""

    longest_sentence: int = 120
    exposure_chars: int = 64
    """Most code points that ``follow`` lets go beyond what has been judged."""

    sure: float = 0.9
    """The score from which one sentence alone stops under ``follow``."""

    limit_s: float = 2.0
    """Seconds for one answer."""

    held_chars: int = 4096
    """Most code points held; past it the answer ends."""

    whole_chars: int = 4096
    """Most code points of an answer judged as one; a longer one is judged in parts."""

    def __post_init__(self) -> None:
        """Refuse bounds that are none."""
        bounds = (self.longest_sentence, self.held_chars, self.whole_chars)
        if min(bounds) < 1 or self.exposure_chars < 0 or self.limit_s <= 0:
            raise ValueError("expected bounds of at least 1, exposure >= 0 and a time limit")
        if len({seat.name for seat in self.seats}) != len(self.seats):
            raise ValueError("expected each seat once")
        for key in self.modes:
            if not expand((key,)):
                raise ValueError(f"expected risks of categories.toml or groups; got {key!r}")

    def mode(self, risk: str) -> Mode:
        """Return the mode of a risk: its own, its group's, or ``end``."""
        group = f"{risk.partition('.')[0]}.*"
        return self.modes.get(risk) or self.modes.get(group) or self.modes.get("*") or Mode.END

    def strictest(self, seat: Seat) -> Mode:
        """Return the mode by which text waits for a judge."""
        modes = {self.mode(risk) for risk in seat.risks}
        return next((mode for mode in Mode if mode in modes), Mode.END)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ask:
    """A question to a judge."""

    seat: Seat
    passage: Passage
    span: Span
    """Which code points of the field it is about."""

    is_whole: bool = False
    """It is about the answer as a whole, at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Why and where a field ended."""

    findings: tuple[Finding, ...] = ()
    gap: Gap | None = None
    is_overfull: bool = False
    """More was held than may be."""

    start: int
    """Where the bad passage begins; what was delivered from there on is to be retracted."""

    end: int
    """Where it ends."""

    released: int
    """Code points that had been delivered."""

    @property
    def to_retract(self) -> int:
        """Code points delivered that should not have been."""
        return max(0, self.released - self.start)


class _Track:
    """What one judge has said, sentence by sentence."""

    __slots__ = ("answers", "frontier", "mode", "next", "seat", "was_bad")

    def __init__(self, seat: Seat, mode: Mode) -> None:
        self.seat = seat
        self.mode = mode
        self.frontier = 0
        self.next = 0
        self.was_bad = False
        self.answers: dict[int, tuple[Span, Judgement]] = {}


class SentenceLane:
    """The state of one field of one choice. Not for several threads at once.

    Args:
        plan: how it works.
        question: what the text answers: context of its first sentence and of the whole.
        now: a clock that only goes forward, in seconds.
    """

    def __init__(
        self, plan: LanePlan, *, question: str = "", now: Callable[[], float] = monotonic
    ) -> None:
        self._plan = plan
        self._question = question
        self._now = now
        self._cutter = Sentences(plan.longest_sentence)
        self._tracks = {seat.name: _Track(seat, plan.strictest(seat)) for seat in plan.seats}
        self._held = ""
        self._released = 0
        self._length = 0
        self._tail = ""
        self._part_start = 0
        self._cut = 0
        self._sentences = 0
        self._before = question
        self._queue: list[Ask] = []
        self._waiting: dict[Ask, tuple[int, float]] = {}
        self._numbers: dict[Ask, int] = {}
        self._is_ended = False
        self._is_whole_asked = False
        self._whole_open = 0
        self.stopped: Stopped | None = None
        """Set when the field must end; nothing is released from then on."""
        self.gaps: list[Gap] = []
        """Answers that did not come."""
        self.gap_spans: list[Span] = []
        """What they would have been about, in the same order."""
        self.unjudged_chars = 0
        """Code points that some judge was asked about and gave no answer, each judge's own."""
        self.noted: list[Finding] = []
        """Findings of sentences that did not stop it."""
        self.noted_spans: list[Span] = []
        """Their sentences, in the same order."""

    @property
    def held(self) -> int:
        """Code points pushed and not released."""
        return len(self._held)

    @property
    def released(self) -> int:
        """Code points released so far: where the next released one stands."""
        return self._released

    @property
    def is_done(self) -> bool:
        """Whether all has been judged and nothing will change; True when it was stopped."""
        if self.stopped is not None:
            return True
        return self._is_ended and self._is_whole_asked and not self._whole_open

    @property
    def patience_s(self) -> float | None:
        """Seconds until the first answer that is out is late; None when none is out."""
        if not self._waiting:
            return None
        first = min(asked_at for _, asked_at in self._waiting.values())
        return max(0.0, first + self._plan.limit_s - self._now())

    def push(self, text: str) -> None:
        """Take text that the exact lane has passed.

        Raises:
            ValueError: the field has ended.
        """
        if self._is_ended:
            raise ValueError("expected no more text after finish()")
        if self.stopped is not None or not text:
            return
        self._held += text
        self._length += len(text)
        self._tail += text
        self._cut_parts()
        self._ask_about(self._cutter.push(text))
        if self.held - self._free() > self._plan.held_chars:
            self.stopped = Stopped(
                is_overfull=True,
                start=self._released,
                end=self._length,
                released=self._released,
            )

    def finish(self) -> None:
        """Say that no more text comes; what is open is a sentence too."""
        if self._is_ended:
            return
        self._is_ended = True
        if self.stopped is None:
            self._ask_about(self._cutter.finish())
            self._ask_about_the_whole()

    def due(self, most: int | None = None) -> tuple[Ask, ...]:
        """Return the questions to be asked now, each once; their time runs from here.

        Args:
            most: how many may be out at a time; the others are due when answers have come.
        """
        if self.stopped is not None:
            return ()
        count = len(self._queue) if most is None else max(0, most - len(self._waiting))
        asks, self._queue = tuple(self._queue[:count]), self._queue[count:]
        for ask in asks:
            self._waiting[ask] = (self._numbers.pop(ask), self._now())
        return asks

    def told(self, ask: Ask, judgement: Judgement) -> None:
        """Take the answer to a question; one that is late or unknown is dropped."""
        if self.stopped is not None or ask not in self._waiting:
            return
        number, _ = self._waiting.pop(ask)
        if ask.is_whole:
            self._whole_open -= 1
            self._weigh(ask.span, judgement, self._tracks[ask.seat.name], is_whole=True)
            return
        track = self._tracks[ask.seat.name]
        track.answers[number] = (ask.span, judgement)
        # In the order of the text, so that the outcome does not hang on who answered first.
        while track.next in track.answers:
            span, answer = track.answers.pop(track.next)
            if not self._weigh(span, answer, track, is_whole=False):
                return
            track.next += 1
            track.frontier = span.end
        self._ask_about_the_whole()

    def expire(self) -> None:
        """Give up on answers that are late: they are unjudged by timeout."""
        limit = self._now() - self._plan.limit_s
        late = [ask for ask, (_, asked_at) in self._waiting.items() if asked_at <= limit]
        for ask in late:
            self.told(ask, Judgement(classifier=ask.seat.name, unjudged=Unjudged.TIMEOUT))

    def release(self) -> str:
        """Return the text that may be delivered now; each character once, in order."""
        if self.stopped is not None:
            return ""
        count = self._free()
        text, self._held = self._held[:count], self._held[count:]
        self._released += count
        return text

    def _free(self) -> int:
        limit = self._length
        for track in self._tracks.values():
            if track.mode is Mode.HOLD:
                limit = min(limit, track.frontier)
            elif track.mode is Mode.FOLLOW:
                limit = min(limit, track.frontier + self._plan.exposure_chars)
        return max(0, limit - self._released)

    def _ask_about(self, sentences: Sequence[str]) -> None:
        for sentence in sentences:
            span = Span(self._cut, self._cut + len(sentence))
            passage = Passage(text=sentence, stage=Stage.OUTPUT, before=self._before)
            for track in self._tracks.values():
                if track.mode is not Mode.END:
                    ask = Ask(seat=track.seat, passage=passage, span=span)
                    self._numbers[ask] = self._sentences
                    self._queue.append(ask)
            self._cut = span.end
            self._sentences += 1
            self._before = sentence

    def _ask_about_the_whole(self) -> None:
        if not self._is_ended or self._is_whole_asked or self.stopped is not None:
            return
        if any(t.mode is not Mode.END and t.next < self._sentences for t in self._tracks.values()):
            return
        self._is_whole_asked = True
        if not self._tail:
            return
        for track in self._tracks.values():
            self._ask_about_part(track, self._tail)

    def _cut_parts(self) -> None:
        """Ask about the beginning of a text too long to be judged as one, with all of its parts."""
        longest = self._plan.whole_chars
        while len(self._tail) > longest:
            for track in self._tracks.values():
                if track.mode is Mode.END:
                    self._ask_about_part(track, self._tail[:longest])
            step = longest - longest // _OVERLAP
            self._tail = self._tail[step:]
            self._part_start += step

    def _ask_about_part(self, track: _Track, text: str) -> None:
        passage = Passage(text=text, stage=Stage.OUTPUT, before=self._question)
        span = Span(self._part_start, self._part_start + len(text))
        ask = Ask(seat=track.seat, passage=passage, span=span, is_whole=True)
        self._numbers[ask] = -1
        self._queue.append(ask)
        self._whole_open += 1

    def _weigh(self, span: Span, judgement: Judgement, track: _Track, *, is_whole: bool) -> bool:
        """Stop, or note what was said; True when the field goes on."""
        policy = self._plan.policy
        if judgement.unjudged is not None:
            gap = Gap(
                classifier=judgement.classifier,
                reason=judgement.unjudged,
                measure=policy.on_unjudged(track.seat.risks, Stage.OUTPUT, judgement.unjudged),
                risks=tuple(sorted(track.seat.risks)),
            )
            self.gaps.append(gap)
            self.gap_spans.append(span)
            self.unjudged_chars += len(span)
            if gap.measure >= Measure.HOLD:
                self.stopped = Stopped(
                    gap=gap, start=span.start, end=span.end, released=self._released
                )
            track.was_bad = False
            return gap.measure < Measure.HOLD
        found = findings(judgement)
        # Whatever is not to be delivered as it stands ends the field: nobody decides in time.
        bad = [each for each in found if policy.measure(each, Stage.OUTPUT) > Measure.ALLOW]
        if is_whole:
            decided = bad
        else:
            decided = [each for each in bad if self._decides(each, track)]
            track.was_bad = any(self._plan.mode(each.category) is Mode.FOLLOW for each in bad)
        if decided:
            self.stopped = Stopped(
                findings=tuple(decided),
                start=span.start,
                end=span.end,
                released=self._released,
            )
        else:
            self.noted.extend(found)
            self.noted_spans.extend(span for _ in found)
        return not decided

    def _decides(self, finding: Finding, track: _Track) -> bool:
        mode = self._plan.mode(finding.category)
        if mode is Mode.HOLD:
            return True
        return mode is Mode.FOLLOW and (track.was_bad or finding.score >= self._plan.sure)
