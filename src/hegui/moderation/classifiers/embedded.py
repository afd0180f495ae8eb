"""The embedded classifier: a linear model over character n-grams, in this process.

It costs some 0.05 ms a text and no server. What it knows is the kind of text it
was trained on, and only that; the model's card says what kind. A text that is
unlike all it has seen gets a low score, since unknown n-grams weigh nothing. So
a text in another language would always seem clean; it is ``unjudged`` instead.

The surest risk carries the probability that the text should be flagged at all;
the other risks follow in proportion.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from hegui.finding import Span, Stage
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged
from hegui.moderation.classifiers.linear import LinearModel
from hegui.moderation.classifiers.modelfile import DEFAULT, read_model
from hegui.moderation.classifiers.ngrams import Grams, grams
from hegui.moderation.fold import codes_of

__all__ = ["EmbeddedClassifier"]

_PIECE: Final = 4096
"""Code points judged as one; a longer text is judged in pieces and the worst one counts."""

_CHINESE: Final = frozenset({"zh"})
_LETTERS: Final = 8
"""From so many letters on, a language shows."""

_HAN_SHARE: Final = 0.2
"""Of the letters of a piece; Chinese with many foreign names stays above it."""

_SPANS: Final = 3
_LEAST_SHARE: Final = 0.25
"""A place is told when it weighs at least this much of the heaviest one."""


class EmbeddedClassifier:
    """Judges with a `LinearModel`; immutable, and safe in several threads.

    >>> classifier = EmbeddedClassifier.default()
    >>> (judgement,) = classifier.judge([Passage(text='今天天气很好', stage=Stage.PROMPT)])
    >>> judgement.flagged
    ()
    """

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def read(cls, file: Path) -> EmbeddedClassifier:
        """Return a classifier with the model in a file.

        Raises:
            InvalidModel: see `read_model`.
        """
        return cls(read_model(file))

    @classmethod
    def default(cls) -> EmbeddedClassifier:
        """Return the classifier with the model that comes with hegui; read once."""
        return _default()

    @property
    def model(self) -> LinearModel:
        """Its numbers."""
        return self._model

    @property
    def name(self) -> str:
        """``embedded/<model>-<version>``."""
        return f"embedded/{self._model.name}-{self._model.version}"

    @property
    def risks(self) -> frozenset[str]:
        """The risks that the model tells apart."""
        return frozenset(self._model.risks)

    @property
    def stages(self) -> frozenset[Stage]:
        """The kinds of text that the model was trained on."""
        return self._model.stages

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        """Return one judgement for each passage; context is not looked at.

        Notes:
            About 0.05 ms for 40 code points, and 0.3 µs for each further one.
        """
        return tuple(self._judge(passage.text) for passage in passages)

    def margin(self, text: str) -> float:
        """Return the gate's margin: the worst one of the text's pieces."""
        return max(self._model.gate(each) for _, each in self._pieces(text))

    def _judge(self, text: str) -> Judgement:
        model = self._model
        pieces = self._pieces(text)
        gate, start, piece = max(
            ((model.gate(each), -at, each) for at, each in pieces), key=lambda found: found[:2]
        )
        is_flagged = gate >= model.threshold
        if (
            not is_flagged
            and model.languages == _CHINESE
            and any(_is_foreign(p) for _, p in pieces)
        ):
            return Judgement(classifier=self.name, unjudged=Unjudged.LANGUAGE)
        chance = model.calibration.probability(gate)
        # Equal to a softmax that is divided by its highest share.
        margins = model.attribution(piece)
        shares = np.exp(margins - margins.max()) * chance
        scores = dict(zip(model.risks, shares.tolist(), strict=True))
        if not is_flagged:
            return Judgement(classifier=self.name, scores=scores)
        top = model.risks[int(margins.argmax())]
        return Judgement(
            classifier=self.name,
            scores=scores,
            flagged=(top,),
            spans=tuple(span.shifted(-start) for span in self._heaviest(piece)),
        )

    def _pieces(self, text: str) -> list[tuple[int, Grams]]:
        bits = self._model.bits
        return [
            (at, grams(text[at : at + _PIECE], bits=bits))
            for at in range(0, max(len(text), 1), _PIECE)
        ]

    def _heaviest(self, piece: Grams) -> list[Span]:
        """Return the runs of letters that weigh most, heaviest first, in places of the piece."""
        weights = self._model.weigh(piece)
        runs: list[tuple[float, int, int]] = []
        at = 0
        while at < len(weights):
            end = at
            total = 0.0
            while end < len(weights) and weights[end] > 0:
                total += float(weights[end])
                end += 1
            if end > at:
                runs.append((total, at, end))
            at = max(end, at + 1)
        runs.sort(key=lambda run: (-run[0], run[1]))
        return [
            Span(piece.kept.place(start), piece.kept.place(end - 1) + 1)
            for total, start, end in runs[:_SPANS]
            if total >= runs[0][0] * _LEAST_SHARE
        ]


def _is_foreign(piece: Grams) -> bool:
    """Whether a piece is surely not Chinese."""
    text = piece.kept.text
    if len(text) < _LETTERS:
        return False
    codes = codes_of(text)
    # Below the first Han character wraps around, so one comparison tells.
    han = np.count_nonzero(codes - np.uint32(0x3400) <= np.uint32(0x9FFF - 0x3400))
    return int(han) < _HAN_SHARE * len(text)


@cache
def _default() -> EmbeddedClassifier:
    return EmbeddedClassifier.read(DEFAULT)
