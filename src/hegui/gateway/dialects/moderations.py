"""OpenAI's moderations: ``POST /v1/moderations``, answered by hegui from the rules in force.

The shape is OpenAI's, so that its clients read it; what OpenAI calls a category
is true when one of ours that means the same was found. Ours stand beside, under
``hegui``: the category of the standard, the rule, and where it was found.
Nothing is refused here, since nothing is passed on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import orjson

from hegui.errors import InvalidValue
from hegui.finding import Finding
from hegui.gateway.asked import JSON_TYPE, Asked, Unjudged
from hegui.gateway.body import both, kind_of, parsed, passed, user_of
from hegui.gateway.dialects.embeddings import texts_in
from hegui.gateway.dialects.once import Once, Wordless, check_not_streamed
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice

__all__ = ["Moderations"]

_MODEL: Final = "hegui-rules"

_THEIRS: Final = {
    "harassment": ("a4.reputation", "a4.honour"),
    "harassment/threatening": (),
    "hate": ("a1.ethnic-hatred", "a2."),
    "hate/threatening": (),
    "illicit": ("a1.other-banned", "a1.false-information"),
    "illicit/violent": ("a1.terrorism",),
    "self-harm": ("a4.health",),
    "self-harm/intent": (),
    "self-harm/instructions": (),
    "sexual": ("a1.violence-obscenity",),
    "sexual/minors": (),
    "violence": ("a1.violence-obscenity", "a1.terrorism"),
    "violence/graphic": (),
}
"""OpenAI's categories, each with the beginnings of ours that mean the same; empty where none does.

The standard has violence and obscenity in one risk, so both of theirs are true then.
"""


class Moderations(Once):
    """Moderations."""

    path: ClassVar[str] = "/v1/moderations"
    endpoint: ClassVar[Endpoint | None] = None

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request."""
        del content_type, limits
        body = parsed(raw)
        check_not_streamed(body)
        unjudged: list[Unjudged] = []
        texts = _texts(body.get("input"), unjudged)
        return Asked(
            model=_MODEL,
            texts=texts,
            last=texts[-1] if texts else "",
            user=user_of(body, "safety_identifier", "user"),
            unjudged=tuple(unjudged),
            body=b"",
        )

    def whole(self, asked: Asked, voice: Voice) -> Moderated:
        """Return the state of an answer."""
        return Moderated(asked, voice)


class Moderated(Wordless):
    """What the rules find in the texts of one request."""

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._asked = asked
        self._voice = voice
        self._answer: dict[str, object] = {}

    def take(self, raw: bytes, content_type: bytes) -> None:
        """Look at every text; there is no upstream to take anything from."""
        del raw, content_type
        self._answer = {
            "id": f"modr-{self._voice.receipt}",
            "model": _MODEL,
            "results": [_result(self._voice.judge.look(text)) for text in self._asked.texts],
        }

    def body(self) -> tuple[bytes, bytes]:
        """Return the results."""
        return JSON_TYPE, orjson.dumps(self._answer)


def _texts(given: object, unjudged: list[Unjudged]) -> tuple[str, ...]:
    """Return one text for each input; the parts of a list of parts are one."""
    if not isinstance(given, list) or not given or not isinstance(given[0], dict):
        return texts_in(given, "input")
    texts: list[str] = []
    for index, part in enumerate(given):
        at = f"input[{index}]"
        if not isinstance(part, dict):
            raise InvalidValue(at, expected="an object", found=kind_of(part))
        text = part.get("text")
        if part.get("type") == "text" and isinstance(text, str):
            texts.append(both(text))
        else:
            around, found = passed(part, "image", at)
            unjudged.append(found)
            texts.append(around)
    return ("\n".join(texts),)


def _result(findings: Sequence[Finding]) -> dict[str, object]:
    scores = {theirs: _score(findings, ours) for theirs, ours in _THEIRS.items()}
    found = {(f.category, f.rule, _place(f)): f for f in findings}
    return {
        "flagged": bool(findings),
        "categories": {theirs: score > 0 for theirs, score in scores.items()},
        "category_scores": scores,
        "category_applied_input_types": {
            theirs: ["text"] if score > 0 else [] for theirs, score in scores.items()
        },
        "hegui": [_as_dict(finding) for _, finding in sorted(found.items())],
    }


def _score(findings: Sequence[Finding], ours: tuple[str, ...]) -> float:
    return max((f.score for f in findings if ours and f.category.startswith(ours)), default=0.0)


def _as_dict(finding: Finding) -> Mapping[str, object]:
    start, end = _place(finding)
    return {
        "category": finding.category,
        "rule": finding.rule,
        "score": finding.score,
        "start": start if end else None,
        "end": end or None,
    }


def _place(finding: Finding) -> tuple[int, int]:
    return (0, 0) if finding.span is None else (finding.span.start, finding.span.end)
