"""Training: what it makes serves as it was measured; without scikit-learn it says what it needs."""

from __future__ import annotations

import sys
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from hegui.errors import InvalidExamples, MissingExtra
from hegui.finding import Stage
from hegui.moderation.classifiers import EmbeddedClassifier, Passage, judge_one
from hegui.moderation.classifiers.examples import Example
from hegui.moderation.classifiers.modelfile import read_model, write_model
from hegui.moderation.classifiers.ngrams import grams
from hegui.moderation.classifiers.training import Recipe, _fit, counts, digest_of, folds, train
from hegui.moderation.evaluation import leave_one_source_out
from hegui.moderation.evaluation.held_out import worst_over_block

RECIPE = Recipe(name="toy", version="1", trained=date(2026, 1, 2), bits=12)


def made_up() -> list[Example]:
    """Bad texts hold 坏; good ones of two sources do not. No real words, no harm."""
    places, things = "东南西北上下左右前后", "山水石木火土金云"
    good = [
        Example(text=f"{a}{b}好好{source}", is_flagged=False, source=source, category="")
        for source in ("one", "two")
        for a, b in product(places, things)
    ]
    risks = ("a1.terrorism", "a2.sex", "a4.privacy", "a3.other", "a2.age")
    bad = [
        Example(text=f"{a}{b}坏坏{risk[-3:]}", is_flagged=True, source="bad", category=risk)
        for risk in risks
        for a, b in product(places, things[:3])
    ]
    return [*good, *bad]


def test_folds_keep_a_category_together_and_are_about_equal() -> None:
    examples = [example for example in made_up() if example.is_flagged]
    fold = folds(examples)
    places = {(each.category, int(number)) for each, number in zip(examples, fold, strict=True)}

    assert 5 == len(places)
    assert [30] * 5 == np.bincount(fold).tolist()


def test_a_trained_model_serves_what_it_was_measured_by(tmp_path: Path) -> None:
    """Caught, spared, and the same from a file."""
    examples = made_up()
    steps: list[str] = []
    trained = train(examples, RECIPE, advance=steps.append)
    again = train(examples, RECIPE)
    write_model(trained.model, tmp_path / "toy.hgm")
    write_model(again.model, tmp_path / "again.hgm")
    classifier = EmbeddedClassifier(read_model(tmp_path / "toy.hgm"))
    bad = judge_one(classifier, Passage(text="东山坏坏sex", stage=Stage.PROMPT))
    good = judge_one(classifier, Passage(text="东山好好", stage=Stage.PROMPT))

    assert (tmp_path / "toy.hgm").read_bytes() == (tmp_path / "again.hgm").read_bytes()
    assert (("a2.sex",), ()) == (bad.flagged, good.flagged)
    assert "the model that ships" == steps[-1]
    tables = leave_one_source_out(trained)
    assert ["one", "two"] == sorted(tables)
    assert worst_over_block(tables) <= RECIPE.over_block
    recall = [row for row in tables["one"].sources if row.kind == "recall"]
    assert [150] == [row.classifier.total for row in recall]
    assert recall[0].classifier.hits > 140


def test_signed_bytes_tell_what_the_trainer_tells() -> None:
    """Serving and the trainer's own product differ by what rounding to bytes may cost."""
    examples = made_up()
    bad = counts((e.text for e in examples if e.is_flagged), bits=12)
    good = counts((e.text for e in examples if not e.is_flagged), bits=12)
    weights, bias = _fit(bad, good, RECIPE.strength)
    model = train(examples, RECIPE).model
    for row, example in zip(bad, (e for e in examples if e.is_flagged), strict=True):
        exact = float((row @ weights)[0]) + bias
        found = grams(example.text, bits=12)
        slack = len(found.buckets) ** 0.3 * float(model.scales[0]) / 2

        assert abs(model.gate(found) - exact) <= slack + 1e-9


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        (lambda e: not e.is_flagged, "at least 50 texts to flag"),
        (lambda e: e.source != "two", "at least two sources"),
    ],
)
def test_too_little_to_learn_from_is_told(keep: object, expected: str) -> None:
    assert callable(keep)
    examples = [example for example in made_up() if keep(example)]

    with pytest.raises(InvalidExamples, match=expected):
        train(examples, RECIPE)


def test_a_source_to_price_by_has_to_be_there() -> None:
    recipe = Recipe(name="toy", version="1", trained=date.min, priced={"three": 0.05})

    with pytest.raises(InvalidExamples, match="three"):
        train(made_up(), recipe)


def test_a_digest_tells_examples_apart() -> None:
    examples = made_up()

    assert digest_of(examples) == digest_of(made_up())
    assert digest_of(examples) != digest_of(examples[1:])


def test_a_source_of_flagged_texts_is_left_out_as_a_whole() -> None:
    """Where there are several, each is measured by a model that has never seen its style."""
    more = [
        Example(text=f"{e.text}啊", is_flagged=True, source="worse", category=e.category)
        for e in made_up()
        if e.is_flagged
    ]
    trained = train([*made_up(), *more], RECIPE)
    tables = leave_one_source_out(trained)

    assert ["bad", "one", "two", "worse"] == sorted(tables)
    assert [("worse", 150)] == [(r.name, r.classifier.total) for r in tables["worse"].sources]


def test_a_source_left_out_has_no_part_in_its_threshold() -> None:
    """It is the threshold that the other examples give by themselves."""
    more = [
        Example(text=f"{e.text[:2]}恶恶{e.text[4:]}", is_flagged=True, source="worse", category="")
        for e in made_up()
        if e.is_flagged
    ]
    both, alone = train([*made_up(), *more], RECIPE), train(made_up(), RECIPE)

    assert alone.model.threshold == pytest.approx(both.thresholds["worse"])
    assert both.model.threshold != pytest.approx(both.thresholds["worse"])
    assert both.model.threshold == both.thresholds["one"]


def test_each_source_may_have_a_share_of_its_own() -> None:
    recipe = Recipe(
        name="toy", version="1", trained=date.min, bits=12, priced={"one": 0.0, "two": 0.4}
    )
    rates = {
        source: row.classifier.hits
        for source, table in leave_one_source_out(train(made_up(), recipe)).items()
        for row in table.sources
        if row.name == source
    }

    assert 0 == rates["one"]


@pytest.mark.parametrize("module", ["scipy.sparse", "sklearn.linear_model"])
def test_without_its_extra_training_says_what_it_needs(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(MissingExtra, match="scikit-learn"):
        train(made_up(), RECIPE)
