"""A vendor's content-safety API, described by its shape instead of coded for its name.

Such APIs are alike: a text goes in as one field, and out come a suggestion
(pass, review, block), labels of the vendor's own and a score. `VendorShape`
says where these stand in one vendor's JSON; the reading is strict, and whatever
is not as described is ``unjudged``.

    shape = VendorShape(
        path='text/scan',
        text='content',
        fixed={'scene': 'chat'},
        suggestion='result.suggestion',
        levels={'pass': 0, 'review': 1, 'block': 2},
        labels='result.labels',
        score='result.score', top_score=100,
        risks={'porn': 'a1.violence-obscenity', 'abuse': 'a2.other'},
    )
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import orjson

from hegui.finding import Stage
from hegui.moderation.categories import categories
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged
from hegui.moderation.classifiers.remote import Question, RemoteClassifier
from hegui.moderation.classifiers.transport import Reply, Transport

__all__ = ["Vendor", "VendorClassifier", "VendorShape"]

_MISSING: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorShape:
    """Where a vendor's API has what. Paths are names joined by points."""

    path: str
    """Below the base address."""

    text: str
    """Field of the request for the text."""

    fixed: Mapping[str, str | int | bool] = field(default_factory=dict)
    """Other fields of the request."""

    suggestion: str
    """Path to the suggestion."""

    levels: Mapping[str, int]
    """The vendor's suggestions: 0 passes, 1 is for review, 2 is blocked. Others are nonsense."""

    labels: str
    """Path to the label, or to the list of labels."""

    risks: Mapping[str, str]
    """The vendor's labels with the risks that they are here. Others are nonsense when flagged."""

    score: str | None = None
    """Path to the score, if there is one; without it review is 0.5 and block 1.0."""

    top_score: float = 1.0
    """The highest score."""

    longest: int = 10_000
    """Code points of the longest text that the vendor reads."""

    def __post_init__(self) -> None:
        """Refuse a shape that cannot be read by."""
        if unknown := set(self.risks.values()) - categories().keys():
            raise ValueError(f"expected risks of categories.toml; got {sorted(unknown)}")
        if not self.risks or set(self.levels.values()) - {0, 1, 2} or self.top_score <= 0:
            raise ValueError("expected labels, levels 0 to 2 and a top score above 0")


class Vendor:
    """What a vendor's API is asked, and what its answers say. Context is not sent.

    Args:
        shape: where its JSON has what.
        name: what entries call it.
        strict: whether what the vendor would have reviewed is flagged too.
    """

    def __init__(self, shape: VendorShape, *, name: str, strict: bool = False) -> None:
        self._shape = shape
        self._name = name
        self._flagged_from = 1 if strict else 2

    @property
    def name(self) -> str:
        """``vendor/<name>``."""
        return f"vendor/{self._name}"

    @property
    def risks(self) -> frozenset[str]:
        """The risks that its labels stand for."""
        return frozenset(self._shape.risks.values())

    @property
    def stages(self) -> frozenset[Stage]:
        """All of them."""
        return frozenset(Stage)

    def question(self, passage: Passage) -> Question | Judgement:
        """Return the request about a text."""
        shape = self._shape
        if len(passage.text) > shape.longest:
            return self._none(Unjudged.TOO_LONG)
        # A lone surrogate has no UTF-8 form.
        whole = passage.text.encode("utf-8", "replace").decode()
        return Question(shape.path, orjson.dumps({**shape.fixed, shape.text: whole}))

    def answer(self, reply: Reply) -> Judgement:
        """Return what an answer says."""
        if reply.status != 200:
            return self._none(Unjudged.REJECTED)
        return self._read(reply) or self._none(Unjudged.NONSENSE)

    def _read(self, reply: Reply) -> Judgement | None:
        shape = self._shape
        try:
            told = orjson.loads(reply.body)
        except orjson.JSONDecodeError:
            return None
        suggestion = _at(told, shape.suggestion)
        level = shape.levels.get(suggestion) if isinstance(suggestion, str) else None
        if level is None:
            return None
        scores = dict.fromkeys(sorted(self.risks), 0.0)
        if level == 0:
            return Judgement(classifier=self.name, scores=scores)
        score, named = self._score(told, level), self._named(told)
        if score is None or not named:
            return None
        scores.update(dict.fromkeys(named, score))
        is_flagged = level >= self._flagged_from
        return Judgement(classifier=self.name, scores=scores, flagged=named if is_flagged else ())

    def _score(self, told: object, level: int) -> float | None:
        if self._shape.score is None:
            return level / 2
        score = _at(told, self._shape.score)
        if isinstance(score, bool) or not isinstance(score, int | float):
            return None
        share = score / self._shape.top_score
        return share if 0 <= share <= 1 else None

    def _named(self, told: object) -> tuple[str, ...]:
        """Return the risks of the labels, each once; none when a label is not known."""
        labels = _at(told, self._shape.labels)
        named: list[str] = []
        for label in labels if isinstance(labels, list) else [labels]:
            risk = self._shape.risks.get(label) if isinstance(label, str) else None
            if risk is None:
                return ()
            named.append(risk)
        return tuple(dict.fromkeys(named))

    def _none(self, reason: Unjudged) -> Judgement:
        return Judgement(classifier=self.name, unjudged=reason)


class VendorClassifier(RemoteClassifier):
    """Asks a vendor's API through a transport.

    Takes what `Vendor` takes, after the transport.
    """

    def __init__(
        self, transport: Transport, shape: VendorShape, *, name: str, strict: bool = False
    ) -> None:
        super().__init__(transport, Vendor(shape, name=name, strict=strict))


def _at(told: object, path: str) -> object:
    """Return what stands at a path, or a mark that nothing does."""
    for name in path.split("."):
        if not isinstance(told, dict):
            return _MISSING
        told = told.get(name, _MISSING)
    return told
