"""The record of one request while it runs, and the entry that it becomes.

It counts and names; it holds no prompt and no answer. What stands in the entry
is what was judged and delivered, not what was configured.

    moment/prompt · moment/segment · moment/answer   which questions were asked
    control/<name>                                   a control that did not allow
    error/<name>                                     a control that raised
    outcome/<…>                                      how it ended
"""

from __future__ import annotations

from time import monotonic
from typing import Final, Literal

from hegui.controls.base import Action, Moment, Verdict
from hegui.controls.plan import Plan, Ruling
from hegui.errors import GatewayError
from hegui.gateway.keys import Key
from hegui.gateway.request import ChatRequest

__all__ = ["Exchange", "Outcome"]

Outcome = Literal["served", "refused", "upstream-error", "client-gone", "failed"]
"""``refused`` is an answer, by hegui; ``failed`` is hegui's own fault."""

_NAMES: Final = {action: action.name.lower() for action in Action}


class Exchange:
    """What happened in one request so far. Owned by the task that serves it."""

    __slots__ = (
        "_asked",
        "_refs",
        "_started",
        "_verdicts",
        "_verdicts_limit",
        "action",
        "delivered",
        "error",
        "finish_reason",
        "held_max",
        "judged_answer",
        "judged_prompt",
        "key",
        "labelled",
        "model",
        "outcome",
        "plan",
        "receipt",
        "rules",
        "status",
        "stream",
        "upstream_first_ms",
        "verdicts_dropped",
    )

    def __init__(  # noqa: PLR0913 - the facts known before anything is judged, by keyword
        self,
        *,
        receipt: str,
        key: Key,
        request: ChatRequest,
        plan: Plan,
        rules: str,
        verdicts_limit: int,
    ) -> None:
        self.receipt = receipt
        self.key = key
        self.model = request.model
        self.stream = request.stream
        self.plan = plan
        self.rules = rules
        self.judged_prompt = 0
        self.judged_answer = 0
        self.delivered = 0
        self.held_max = 0
        self.action = Action.ALLOW
        self.outcome: Outcome = "served"
        self.finish_reason: str | None = None
        self.status = 200
        self.labelled = False
        self.error: str | None = None
        self.upstream_first_ms: float | None = None
        self.verdicts_dropped = 0
        self._started = monotonic()
        self._verdicts: list[Verdict] = []
        self._verdicts_limit = verdicts_limit
        self._asked: set[Moment] = set()
        self._refs: dict[str, None] = {}

    def note(self, moment: Moment, ruling: Ruling) -> Ruling:
        """Keep what the plan decided, and return it."""
        self._asked.add(moment)
        if ruling.action is not Action.ALLOW:
            self.action = max(self.action, ruling.action)
            for verdict in ruling.verdicts:
                self._refs[f"control/{verdict.control}"] = None
                if len(self._verdicts) < self._verdicts_limit:
                    self._verdicts.append(verdict)
                else:
                    self.verdicts_dropped += 1
            for control in ruling.errors:
                self._refs[f"error/{control}"] = None
        return ruling

    def first_byte(self) -> None:
        """Note when the upstream began to answer."""
        if self.upstream_first_ms is None:
            self.upstream_first_ms = self._elapsed_ms()

    def fail(self, error: GatewayError, outcome: Outcome) -> None:
        """Note how it went wrong."""
        self.outcome = outcome
        self.status = error.status
        self.error = error.code
        self.finish_reason = None

    def refs(self) -> tuple[str, ...]:
        """Return the public index words, without repetition."""
        moments = sorted(f"moment/{moment}" for moment in self._asked)
        return (*moments, *self._refs, f"outcome/{self.outcome}")

    def payload(self) -> dict[str, object]:
        """Return the ``exchange`` entry as JSON values."""
        payload: dict[str, object] = {
            "key": self.key.id,
            "model": self.model,
            "stream": self.stream,
            "plan": self.plan.digest,
            "rules": self.rules,
            "judged": {"prompt": self.judged_prompt, "answer": self.judged_answer},
            "delivered": self.delivered,
            "action": _NAMES[self.action],
            "verdicts": [_verdict(verdict) for verdict in self._verdicts],
            "outcome": self.outcome,
            "finish_reason": self.finish_reason,
            "status": self.status,
            "labelled": self.labelled,
            "client_labels": self.key.client_labels,
            "held_max": self.held_max,
            "ms": {"total": self._elapsed_ms(), "upstream_first": self.upstream_first_ms},
        }
        if self.verdicts_dropped:
            payload["verdicts_dropped"] = self.verdicts_dropped
        if self.error is not None:
            payload["error"] = self.error
        return payload

    def _elapsed_ms(self) -> float:
        return round((monotonic() - self._started) * 1000, 3)


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "control": verdict.control,
        "action": _NAMES[verdict.action],
        "findings": [
            {
                "category": finding.category,
                "rule": finding.rule,
                "start": None if finding.span is None else finding.span.start,
                "end": None if finding.span is None else finding.span.end,
                "score": finding.score,
                "detector": finding.detector,
            }
            for finding in verdict.findings
        ],
    }
