"""Sums over buckets: the gate, the risks, and what each letter adds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.moderation.classifiers.test_modelfile import toy

from hegui.moderation.classifiers.linear import quantised
from hegui.moderation.classifiers.ngrams import damping, grams


def test_margins_are_scaled_sums_over_buckets() -> None:
    model = toy()
    found = grams("赌博网站", bits=8)
    sums = model.weights[:, found.buckets].astype(float).sum(axis=1)
    expected = sums * model.scales / damping(len(found.buckets)) + model.biases

    assert expected[0] == pytest.approx(model.gate(found))
    assert expected[1:].tolist() == pytest.approx(model.attribution(found).tolist())


def test_what_the_letters_add_sums_up_to_the_gate() -> None:
    model = toy()
    found = grams("今天 天气很好abc", bits=8)

    assert model.gate(found) - float(model.biases[0]) == pytest.approx(model.weigh(found).sum())


def test_a_text_without_letters_has_the_bias() -> None:
    assert -1.0 == toy().gate(grams("", bits=8))
    assert [0.0, 0.5] == toy().attribution(grams("…", bits=8)).tolist()


def test_signed_bytes_are_off_by_half_a_scale_at_most() -> None:
    weights = np.array([[0.1, -3.0, 2.99], [0.0, 0.0, 0.0]])
    packed, scales = quantised(weights)

    assert np.int8 == packed.dtype
    assert np.abs(packed * scales[:, None] - weights).max() <= scales[0] / 2


@pytest.mark.parametrize(
    "change",
    [
        {"bits": 9},
        {"orders": (1, 2)},
        {"risks": ("a2.age",)},
        {"risks": ("a2.age", "a9.none")},
        {"stages": frozenset()},
        {"threshold": float("nan")},
        {"over_block": 1.0},
        {"scales": np.array([1.0, 0.0, 1.0])},
        {"biases": np.array([1.0, float("inf"), 1.0])},
        {"weights": np.zeros((3, 256))},
    ],
)
def test_numbers_that_do_not_fit_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected"):
        replace(toy(), **change)  # type: ignore[arg-type]  # wrong values are the point
