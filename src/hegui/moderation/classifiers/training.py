"""Train the embedded model: learn, measure on what was left out, set the threshold, pack.

    examples ─┬─▶ one model for each source left out ─▶ margins on what it never saw
              │                                            ├─▶ calibration
              │                                            └─▶ threshold at the chosen over-block
              └─▶ the model that ships, on all of them ─▶ signed bytes

Each source that sets the threshold is left out as a whole, and so is each source
of flagged texts where there are several: what is measured on it then, a model
finds in a style that it has never seen, with the threshold that it would have
been given without it. Beside each source that sets the threshold, flagged texts
of the others are measured by category: a model that was not shown the category,
but knows the style. The second figure is always the higher one.

Needs scikit-learn (extra ``train``); serving does not.
"""

from __future__ import annotations

import hashlib
import importlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from hegui.errors import InvalidExamples, MissingExtra
from hegui.finding import Stage
from hegui.moderation.classifiers.calibration import fit_calibration, threshold_at
from hegui.moderation.classifiers.examples import Example
from hegui.moderation.classifiers.linear import LinearModel, quantised
from hegui.moderation.classifiers.ngrams import ORDERS, damping, grams
from hegui.moderation.tables.table import table

__all__ = ["HeldOut", "Recipe", "Trained", "counts", "digest_of", "folds", "train"]

_LEAST_OF_RISK: Final = 5
"""Flagged texts from which a risk gets a row of weights of its own."""

_FOLDS: Final = 5
_LEAST_FLAGGED: Final = 50

Matrix = Any
"""A `scipy.sparse.csr_matrix`; scipy has no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a model is trained with."""

    name: str
    version: str
    trained: date
    stages: frozenset[Stage] = frozenset({Stage.PROMPT})

    languages: frozenset[str] = frozenset({"zh"})
    """Of the examples."""

    bits: int = 17

    strength: float = 200.0
    """Inverse of the regularisation, as scikit-learn's ``C``."""

    over_block: float = 0.05
    """The share of innocent texts of an unseen source that may be flagged."""

    priced: Mapping[str, float] = field(default_factory=dict)
    """Sources of innocent texts that set the threshold, of the kind that the service gets, each
    with its own share. All of them with `over_block` when empty; the others still teach."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The margin of one example, by a model that was not shown it."""

    example: Example
    margin: float
    without: str
    """The source that this model was not shown. A flagged text of another source comes from a
    model that was not shown the text's category either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model, and what it was measured on."""

    model: LinearModel
    held_out: tuple[HeldOut, ...]
    """Every text of a source left out, and flagged texts of the others once for each of these."""

    thresholds: Mapping[str, float]
    """Source left out: the threshold that its margins are held against. For a source that sets no
    threshold it is the one that the others give a model which was not shown it."""


def counts(texts: Iterable[str], *, bits: int) -> Matrix:
    """Return the feature vectors of texts: a sparse row each.

    Counts of buckets, damped: what `LinearModel.margins` sums up.

    Raises:
        MissingExtra: scikit-learn is not installed.
    """
    sparse = _imported("scipy.sparse")
    columns: list[npt.NDArray[np.uint32]] = []
    values: list[npt.NDArray[np.float64]] = []
    ends = [0]
    for text in texts:
        buckets = grams(text, bits=bits).buckets
        column, count = np.unique(buckets, return_counts=True)
        columns.append(column)
        values.append(count / damping(len(buckets)))
        ends.append(ends[-1] + len(column))
    empty = np.zeros(0)
    return sparse.csr_matrix(
        (
            np.concatenate([empty, *values]),
            np.concatenate([empty.astype(np.uint32), *columns]).astype(np.int32),
            ends,
        ),
        shape=(len(values), 1 << bits),
    )


def folds(examples: Sequence[Example]) -> npt.NDArray[np.int_]:
    """Return the fold of each example: whole categories together, folds about equally large."""
    sizes = Counter((each.source, each.category) for each in examples)
    load = [0] * _FOLDS
    place: dict[tuple[str, str], int] = {}
    for key, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        place[key] = load.index(min(load))
        load[place[key]] += size
    return np.array([place[each.source, each.category] for each in examples])


def train(
    examples: Sequence[Example],
    recipe: Recipe,
    *,
    advance: Callable[[str], None] = lambda _step: None,
) -> Trained:
    """Train a model and measure it on what each of its kind had not seen.

    Args:
        examples: at least 50 flagged ones and two sources of innocent ones.
        recipe: what to train with.
        advance: told the name of each step when it begins.

    Raises:
        MissingExtra: scikit-learn is not installed.
        InvalidExamples: too few of a kind.

    Notes:
        A fit for the model, 6 for each source that sets the threshold, as many and one more
        for each source of flagged texts, and one for each risk; each takes about 2 s for
        20,000 texts on one core.
        Deterministic: the same examples in the same order give the same bytes.
    """
    bad = [each for each in examples if each.is_flagged]
    good = [each for each in examples if not each.is_flagged]
    styles = sorted({each.source for each in bad})
    priced = dict(recipe.priced) or dict.fromkeys(
        sorted({each.source for each in good}), recipe.over_block
    )
    _check(bad, good, priced)
    advance("features")
    rows = _Rows(bad, good, recipe)
    held_out: list[HeldOut] = []
    good_margins: dict[str, list[float]] = {}
    bad_margins: list[float] = []
    for left in priced:
        advance(f"without {left}")
        whole = rows.without(left)
        held_out += whole
        good_margins[left] = [each.margin for each in whole if not each.example.is_flagged]
        for number in range(_FOLDS):
            advance(f"without {left}, part {number + 1} of {_FOLDS}")
            part = rows.without(left, fold=number)
            held_out += part
            bad_margins += [each.margin for each in part]
    threshold = _priced_at(good_margins, priced)
    thresholds = dict.fromkeys(priced, threshold)
    for left in styles if len(styles) > 1 else ():
        if left in priced:
            continue
        advance(f"without {left}")
        held_out += rows.without(left)
        # As if the source had not been there at all: not in the weights, nor in the threshold.
        alone = {source: rows.without(source, left) for source in priced}
        thresholds[left] = _priced_at(
            {
                source: [each.margin for each in margins if not each.example.is_flagged]
                for source, margins in alone.items()
            },
            priced,
        )
    advance("the model that ships")
    model = _ship(rows, recipe, sorted({each.source for each in examples}))
    flat = [margin for each in good_margins.values() for margin in each]
    labels = np.array([0] * len(flat) + [1] * len(bad_margins))
    return Trained(
        model=LinearModel(
            **model,
            calibration=fit_calibration(np.array(flat + bad_margins), labels),
            threshold=threshold,
        ),
        held_out=tuple(held_out),
        thresholds=thresholds,
    )


def _priced_at(margins: Mapping[str, Sequence[float]], priced: Mapping[str, float]) -> float:
    """Return the least threshold at which no source costs more than its share."""
    return max(
        threshold_at({source: margins[source]}, over_block=share)
        for source, share in priced.items()
    )


class _Rows:
    """Examples of both kinds with their features."""

    def __init__(self, bad: Sequence[Example], good: Sequence[Example], recipe: Recipe) -> None:
        self.bad = bad
        self.good = good
        self.bad_rows = counts((each.text for each in bad), bits=recipe.bits)
        self.good_rows = counts((each.text for each in good), bits=recipe.bits)
        self._strength = recipe.strength
        self._fold = folds(bad)
        self._bad_source = np.array([each.source for each in bad])
        self._good_source = np.array([each.source for each in good])

    def without(self, left: str, *more: str, fold: int | None = None) -> list[HeldOut]:
        """Return what a model makes of a source that it was not shown, nor some others.

        With a fold: of that fold's flagged texts of other sources, not shown either.
        """
        is_bad, is_good = self._bad_source == left, self._good_source == left
        shown = ~np.isin(self._bad_source, (left, *more))
        if fold is not None:
            shown &= self._fold != fold
        weights, bias = _fit(
            self.bad_rows[shown],
            self.good_rows[~np.isin(self._good_source, (left, *more))],
            self._strength,
        )
        if fold is not None:
            is_bad = ~is_bad & (self._fold == fold)
            is_good = np.zeros(len(self.good), dtype=bool)
        return [
            HeldOut(examples[at], margin, left)
            for examples, rows, held in (
                (self.bad, self.bad_rows, np.flatnonzero(is_bad).tolist()),
                (self.good, self.good_rows, np.flatnonzero(is_good).tolist()),
            )
            for at, margin in zip(held, (rows[held] @ weights + bias).tolist(), strict=True)
        ]


def _check(bad: Sequence[Example], good: Sequence[Example], priced: Mapping[str, float]) -> None:
    sources = {each.source for each in good}
    if len(bad) < _LEAST_FLAGGED:
        expected = f"at least {_LEAST_FLAGGED} texts to flag"
        raise InvalidExamples(None, 0, expected=expected, found=f"{len(bad)}")
    if len(sources) < 2:
        raise InvalidExamples(
            None, 0, expected="innocent texts of at least two sources", found=f"{len(sources)}"
        )
    if missing := priced.keys() - sources:
        raise InvalidExamples(
            None, 0, expected=f"innocent texts of {sorted(missing)}", found="none"
        )


def _fit(bad: Matrix, good: Matrix, strength: float) -> tuple[npt.NDArray[np.float64], float]:
    """Return weights and bias; both classes count alike, whatever their numbers."""
    sparse = _imported("scipy.sparse")
    linear = _imported("sklearn.linear_model")
    flagged, innocent = bad.shape[0], good.shape[0]
    labels = np.concatenate([np.ones(flagged, dtype=int), np.zeros(innocent, dtype=int)])
    weights = np.where(labels == 1, innocent / flagged, 1.0)
    learner = linear.LogisticRegression(
        C=strength, solver="liblinear", max_iter=1000, random_state=0
    )
    learner.fit(sparse.vstack([bad, good]).tocsr(), labels, sample_weight=weights)
    return learner.coef_[0], float(learner.intercept_[0])


def _ship(rows: _Rows, recipe: Recipe, sources: list[str]) -> dict[str, Any]:
    gate, bias = _fit(rows.bad_rows, rows.good_rows, recipe.strength)
    risks, risk_rows, risk_biases = _attribution(rows.bad, rows.bad_rows, recipe.strength)
    weights, scales = quantised(np.vstack([gate, risk_rows]))
    return {
        "name": recipe.name,
        "version": recipe.version,
        "trained": recipe.trained,
        "stages": recipe.stages,
        "languages": recipe.languages,
        "bits": recipe.bits,
        "orders": ORDERS,
        "fold": table().digest,
        "risks": risks,
        "weights": weights,
        "scales": scales,
        "biases": np.concatenate([[bias], risk_biases]),
        "over_block": recipe.over_block,
        "sources": tuple(sources),
    }


def _attribution(
    bad: Sequence[Example], rows: Matrix, strength: float
) -> tuple[tuple[str, ...], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the risks with enough examples, and weights that tell them apart."""
    linear = _imported("sklearn.linear_model")
    places: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(bad):
        if each.risk is not None:
            places[each.risk].append(at)
    risks = tuple(sorted(risk for risk, at in places.items() if len(at) >= _LEAST_OF_RISK))
    if len(risks) < 2:
        raise InvalidExamples(
            None, 0, expected="at least two risks with five texts each", found=f"{len(risks)}"
        )
    taken = sorted(at for risk in risks for at in places[risk])
    labels = np.array([risks.index(str(bad[at].risk)) for at in taken])
    weights, biases = [], []
    for number in range(len(risks)):
        learner = linear.LogisticRegression(
            C=strength, solver="liblinear", max_iter=1000, random_state=0
        )
        learner.fit(rows[taken], (labels == number).astype(int))
        weights.append(learner.coef_[0])
        biases.append(float(learner.intercept_[0]))
    return risks, np.array(weights), np.array(biases)


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtra("moderation train", "train", "scikit-learn") from None


def digest_of(examples: Sequence[Example]) -> str:
    """Return ``sha256:…`` over examples in order, so that a card can say what was trained on."""
    sums = hashlib.sha256()
    for each in examples:
        for part in (each.source, each.category, str(int(each.is_flagged)), each.text):
            sums.update(part.encode("utf-8", "surrogatepass") + b"\x1f")
    return f"sha256:{sums.hexdigest()}"
