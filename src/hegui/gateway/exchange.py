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
from typing import TYPE_CHECKING, Final, Literal

from hegui.controls.base import Action, Moment, Verdict
from hegui.controls.plan import Plan, Ruling
from hegui.errors import GatewayError
from hegui.gateway.asked import Asked, Unjudged
from hegui.gateway.field import Field
from hegui.gateway.keys import Key
from hegui.gateway.users.guest import Guest

if TYPE_CHECKING:
    from hegui.gateway.judges import Hearing

__all__ = ["Exchange", "Outcome"]

Outcome = Literal["served", "refused", "upstream-error", "client-gone", "failed"]
"""``refused`` is an answer, by hegui; ``failed`` is hegui's own fault."""

_RANGES: Final = 256
"""Most fields of an answer that are listed in an entry."""

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
        "delivered_first_ms",
        "endpoint",
        "error",
        "fields",
        "files",
        "finish_reason",
        "guest",
        "hearing",
        "held_max",
        "is_label_beside",
        "judged_answer",
        "judged_prompt",
        "judged_prompt_bytes",
        "key",
        "labelled",
        "model",
        "outcome",
        "plan",
        "receipt",
        "rules",
        "status",
        "stream",
        "tokens",
        "unjudged",
        "upstream",
        "upstream_first_ms",
        "verdicts_dropped",
    )

    def __init__(  # noqa: PLR0913 - the facts known before anything is judged, by keyword
        self,
        *,
        receipt: str,
        key: Key,
        endpoint: str,
        request: Asked,
        plan: Plan,
        rules: str,
        verdicts_limit: int,
    ) -> None:
        self.receipt = receipt
        self.key = key
        self.endpoint = endpoint
        self.model = request.model
        self.stream = request.stream
        self.plan = plan
        self.rules = rules
        self.judged_prompt = 0
        self.judged_prompt_bytes = 0
        self.judged_answer = 0
        self.delivered = 0
        self.held_max = 0
        self.action = Action.ALLOW
        self.outcome: Outcome = "served"
        self.finish_reason: str | None = None
        self.status = 200
        self.labelled = False
        self.is_label_beside = False
        self.error: str | None = None
        self.upstream_first_ms: float | None = None
        self.upstream = ""
        """Which of several upstreams answered; empty when there is one only."""
        self.delivered_first_ms: float | None = None
        """When the first of a stream went to the client."""
        self.verdicts_dropped = 0
        self.tokens = 0
        """What the upstream says that it used; 0 when it does not."""
        self.fields: list[Field] = []
        """Every field of the answer that was judged."""
        self.unjudged: list[Unjudged] = list(request.unjudged)
        """What passed although nothing here can judge it."""
        self.files: list[dict[str, object]] = []
        """Files that the answer delivers."""
        self.hearing: Hearing | None = None
        """The semantic judges of this request, when the service has any."""
        self.guest: Guest | None = None
        """The end user, when the service knows its end users."""
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

    def file(self, field: str, kind: str, size: int, *, is_labelled: bool) -> None:
        """Note a file of the answer: nothing judges what it shows, and its label is another's."""
        self._refs["file/labelled" if is_labelled else "file/unlabelled"] = None
        self.files.append(
            {"field": field, "kind": kind, "bytes": [[0, size]], "labelled": is_labelled}
        )

    def told_label(self) -> None:
        """Note that the answer is JSON and the label went in a header, for the client to show."""
        self.is_label_beside = True
        self._refs["label/beside"] = None

    def first_byte(self) -> None:
        """Note when the upstream began to answer."""
        if self.upstream_first_ms is None:
            self.upstream_first_ms = self._elapsed_ms()

    def first_delivered(self) -> None:
        """Note when a stream's first bytes went to the client."""
        if self.delivered_first_ms is None:
            self.delivered_first_ms = self._elapsed_ms()

    @property
    def tokens_used(self) -> int:
        """What a quota takes: what the upstream reported, or one for each code point judged.

        The latter is more than most models count. Nothing when it was not asked.
        """
        if self.tokens or self.upstream_first_ms is None:
            return self.tokens
        return self.judged_prompt + self.judged_answer

    def fail(self, error: GatewayError, outcome: Outcome) -> None:
        """Note how it went wrong."""
        self.outcome = outcome
        self.status = error.status
        self.error = error.code
        self.finish_reason = None

    def refs(self) -> tuple[str, ...]:
        """Return the public index words, without repetition."""
        moments = sorted(f"moment/{moment}" for moment in self._asked)
        heard = () if self.hearing is None else self.hearing.refs()
        whose = () if self.guest is None else self.guest.refs()
        return (*moments, *self._refs, *heard, *whose, f"outcome/{self.outcome}")

    def payload(self) -> dict[str, object]:
        """Return the ``exchange`` entry as JSON values."""
        payload: dict[str, object] = {
            "key": self.key.id,
            "endpoint": self.endpoint,
            "model": self.model,
            "stream": self.stream,
            "plan": self.plan.digest,
            "rules": self.rules,
            "judged": {"prompt": self.judged_prompt, "answer": self.judged_answer},
            "ranges": self._ranges(),
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
        if self.hearing is not None:
            payload["judges"] = self.hearing.facts()
        if self.guest is not None:
            payload["user"] = self.guest.facts()
        if self.upstream:
            payload["upstream"] = self.upstream
        if self.is_label_beside:
            payload["label"] = "beside"
        if self.unjudged:
            payload["unjudged"] = [passed.as_dict() for passed in self.unjudged]
        if self.files:
            payload["files"] = self.files
        if self.verdicts_dropped:
            payload["verdicts_dropped"] = self.verdicts_dropped
        if self.error is not None:
            payload["error"] = self.error
        return payload

    def _ranges(self) -> dict[str, list[list[int]]]:
        """Return which UTF-8 bytes of which field were judged, half-open.

        The prompt's run over its texts one after the other.
        """
        ranges = {field.name: [[0, field.judged_bytes]] for field in self.fields[:_RANGES]}
        return {"prompt": [[0, self.judged_prompt_bytes]], **ranges}

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
